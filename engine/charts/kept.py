"""Charts that were drawn before, as files named by their content: eight threads and several processes draw each one once.

A cache saves time and decides nothing: what is missing, cut off or changed is drawn again, and a folder that cannot be written
to is left alone. Who may see a chart is asked before it is asked for here; a name does not tell whose it is.
"""

import contextlib
import hashlib
import threading
from functools import cache
from importlib.metadata import version
from pathlib import Path

from engine.charts import svg
from engine.charts.figure import ChartFigure
from engine.charts.look import Look
from engine.language import Language
from engine.whole import write_whole

MOST = 2000
"""Files in the folder, of about 15 kB each; of more the oldest fifth goes."""
_DRAWING = threading.Lock()
"""vl-convert may be asked by several threads at once and still draws one chart after the other: whoever waits finds it here."""


def drawn(figure: ChartFigure, language: Language, look: Look, folder: Path) -> bytes:
    """The chart as SVG."""
    entry = folder / f"{_name(figure, language, look)}.svg"
    found = _read(entry)
    if found is not None:
        return found
    with _DRAWING:
        found = _read(entry)
        if found is None:
            found = svg(figure, language, look).encode()
            _write(entry, found)
    return found


def _name(figure: ChartFigure, language: Language, look: Look) -> str:
    return hashlib.sha256(_release() + repr((figure, language, look)).encode()).hexdigest()


@cache
def _release() -> bytes:
    """What decides how a chart is drawn: another release, or other libraries, find nothing of an earlier one."""
    texts = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    libraries = " ".join(version(name) for name in ("altair", "vl-convert-python"))
    return hashlib.sha256(libraries.encode() + texts).digest()


def _read(entry: Path) -> bytes | None:
    try:
        content = entry.read_bytes()
    except OSError:
        return None
    picture, seal = content[:-_SEAL], content[-_SEAL:]
    return picture if seal == _seal(picture) else None


def _write(entry: Path, picture: bytes) -> None:
    # A full or read-only disk costs the next reader a tenth of a second; it must not cost this one the chart.
    with contextlib.suppress(OSError):
        _make_room(entry.parent)
        write_whole(entry, picture + _seal(picture))


def _make_room(folder: Path) -> None:
    kept = sorted(folder.glob("*.svg"), key=_age)
    if len(kept) >= MOST:
        for each in kept[: MOST // 5]:
            each.unlink(missing_ok=True)


def _age(entry: Path) -> float:
    """When it was written; of one that another process has just removed: first of all."""
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _seal(picture: bytes) -> bytes:
    """A comment behind the picture: a file that was cut off or changed does not carry its own."""
    return f"<!-- {hashlib.sha256(picture).hexdigest()} -->".encode()


_SEAL = len(_seal(b""))
