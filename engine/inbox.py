"""The inbox: a folder to put files into. What is taken moves to `taken/`, what is refused to `refused/`, the reasons beside it.

inbox/<source>/file, inbox/<organisation>/<source>/file, or inbox/file where the file's name says which source it is.

What became of a file is on record before the file moves: whoever is killed in between takes it again, which is no news then.
"""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from engine.arriving import read_file
from engine.errors import Place, Problem, UsageError
from engine.facts import Delivery, Way
from engine.intake import choose, declare
from engine.language import Language, mark
from engine.names import printable
from engine.reception import take_in
from engine.rulebook.book import Rulebook
from engine.store import Store

SETTLED: Final = timedelta(seconds=5)
"""A file that nobody has touched for so long is complete."""
TAKEN: Final = "taken"
REFUSED: Final = "refused"
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp", "~")
_DEEPEST: Final = 2
_LONGEST_NAME: Final = 180
"""Bytes; a file system takes 255, and the time and the ending of the reasons come on top."""


class Became(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    KNOWN = "known"
    """Received before; nothing new."""
    REFUSED = "refused"
    GONE = "gone"
    """Somebody took it away, or wrote on it, while it was read."""


def ready(folder: Path | None, now: datetime) -> tuple[Path, ...]:
    """The complete files of the folder, in the order of their arrival."""
    if folder is None or not folder.is_dir():
        return ()
    found = [(status.st_ctime_ns, path) for path, status in _files(folder, 0) if _is_settled(status, now)]
    return tuple(path for _, path in sorted(found))


def take(file: Path, folder: Path, store: Store, book: Rulebook, at: datetime) -> Became:
    """Take in one file and put it away. A refused one is in quarantine too, unless nobody can say what it is."""
    problems: tuple[Problem, ...] = ()
    came_at = at
    try:
        before = file.lstat()
        came_at = min(at, datetime.fromtimestamp(before.st_ctime, UTC))
        content = _content(file)
        if _changed(before, file.lstat(), len(content)):
            return Became.GONE
        became, problems = _taken_in(file, folder, content, came_at, store, book)
    except FileNotFoundError:
        return Became.GONE
    except UsageError as error:
        if not os.path.lexists(file):
            return Became.GONE
        became, problems = Became.REFUSED, (Problem(Place(_shown(file)), "I001", error.message, error.details),)
    return _put_away(file, folder, became, problems, came_at)


def _taken_in(
    file: Path, folder: Path, content: bytes, came_at: datetime, store: Store, book: Rulebook
) -> tuple[Became, tuple[Problem, ...]]:
    organisation, source = _addressed(file.relative_to(folder).parts[:-1], book)
    profiles = [(owner, each) for owner, each in book.profiles if organisation in (None, each.organisation or owner)]
    profile = choose(profiles, file.name, source)
    declaration = declare(profile, file.name, organisation=organisation)
    delivery = Delivery(declaration=declaration, file_name=file.name, content=content, received_at=came_at, way=Way.FOLDER)
    reception = take_in(store, book, delivery, profile)
    if reception.receipt is None:
        return Became.REFUSED, tuple(reception.problems)
    return (Became.KNOWN if reception.receipt.known_before else Became.TAKEN), ()


def _addressed(folders: tuple[str, ...], book: Rulebook) -> tuple[str | None, str | None]:
    """The organisation and the source that the folders name, where they do."""
    if not folders:
        return None, None
    if len(folders) == 1:
        return (folders[0], None) if folders[0] in book.organisations else (None, folders[0])
    return folders[0], folders[1]


def _files(folder: Path, depth: int) -> Iterator[tuple[Path, os.stat_result]]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
            continue
        try:
            status = entry.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISDIR(status.st_mode):
            yield entry, status
        elif depth < _DEEPEST and not (depth == 0 and entry.name in (TAKEN, REFUSED)):
            yield from _files(entry, depth + 1)


def _is_settled(status: os.stat_result, now: datetime) -> bool:
    """Not touched for a while. What was touched in the future was touched under another clock: that is a while ago, too."""
    touched = datetime.fromtimestamp(max(status.st_ctime, status.st_mtime), UTC)
    return abs(now - touched) >= SETTLED


def _content(file: Path) -> bytes:
    if not stat.S_ISREG(file.lstat().st_mode):
        raise UsageError(mark("{file} is no plain file; links are not followed"), file=_shown(file))
    return read_file(file)


def _changed(before: os.stat_result, after: os.stat_result, read: int) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino) or (
        before.st_size != read
    )


def _put_away(file: Path, folder: Path, became: Became, problems: tuple[Problem, ...], came_at: datetime) -> Became:
    """The reasons come first: a refused file without them would be a riddle."""
    home = folder / (REFUSED if became is Became.REFUSED else TAKEN) / file.relative_to(folder).parent
    home.mkdir(parents=True, exist_ok=True)
    target = _free(home, file.name, came_at)
    if became is Became.REFUSED:
        _write(target.with_name(f"{target.name}.problems.txt"), problems)
    try:
        file.rename(target)
    except FileNotFoundError:
        return Became.GONE
    _sync(home)
    _sync(file.parent)
    return became


def _free(home: Path, name: str, came_at: datetime) -> Path:
    """A name that nothing has: the time in front, and a number where one file came twice in a second."""
    stem = f"{came_at:%Y%m%dT%H%M%SZ}"
    kept = os.fsdecode(os.fsencode(name)[-_LONGEST_NAME:])
    number = 0
    while True:
        target = home / (f"{stem}-{number}-{kept}" if number else f"{stem}-{kept}")
        if not target.exists():
            return target
        number += 1


def _write(report: Path, problems: tuple[Problem, ...]) -> None:
    lines = [line for problem in problems for line in (problem.line(Language.NB), f"    {problem.text(Language.EN)}")]
    report.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="backslashreplace")


def _sync(folder: Path) -> None:
    """So that a power cut takes no move back."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _shown(file: Path) -> str:
    return printable(file.name, 255)
