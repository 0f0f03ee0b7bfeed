"""A record source to Parquet parts in a cache, one part per content and month: what was read once is never read again.

cache/<source>/<contract>/<content hash>/2023-03.parquet, and parts.json, which says how large each part is
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from engine.errors import DeliveryRefused, Place, Problem
from engine.intake.findings import Findings
from engine.intake.records.checked import checked, schema
from engine.intake.records.clock import MONTH
from engine.intake.records.codes import RecordCode
from engine.intake.records.keys import check_keys
from engine.intake.records.origins import csv, http, parquet, sql, xlsx
from engine.intake.records.raw import Raw
from engine.intake.records.source import RecordSource
from engine.intake.records.table import Part, RecordTable
from engine.language import mark
from engine.names import nearest, printable, shown
from engine.periods import Grain, Period

_READERS = {"csv": csv.read, "xlsx": xlsx.read, "parquet": parquet.read}
_UNDATED = "undated"
_EMPTY = "empty.parquet"
_LIST = "parts.json"
_ROWS_A_GROUP = 1_000_000


def gather(source: RecordSource, *, folder: Path, cache: Path, secrets: Mapping[str, str] | None = None) -> RecordTable:
    """Every record of the source. Raises DeliveryRefused with all problems of all its files: nothing of a bad file is used."""
    home = cache / source.id / source.contract
    home.mkdir(parents=True, exist_ok=True)
    problems: list[Problem] = []
    parts: list[Part] = []
    names: dict[str, str] = {}
    for origin in _origins(source, folder, secrets or {}):
        try:
            found = _parts(origin, source, home)
            names |= {part.content: origin.name for part in found}
            parts += found
        except DeliveryRefused as refused:
            problems += refused.problems
    parts = sorted(set(parts), key=lambda part: str(part.path))
    problems = problems or check_keys(source, parts, names, home)
    if problems:
        raise DeliveryRefused(
            mark("the records of {source} are refused; problems: {count}"), problems, source=source.id, count=len(problems)
        )
    return RecordTable(source, tuple(parts), _empty_part(source, home))


@dataclass(frozen=True, slots=True)
class _Origin:
    """One thing to read: a file, or the answer of a database or an address."""

    name: str
    file: Path | None = None
    address: str = ""
    folder: Path = Path()

    def raw(self, source: RecordSource, content: bytes, findings: Findings) -> Raw:
        if self.file is not None and source.format is not None:
            return _READERS[source.format](content, source, findings)
        if source.query is not None:
            return sql.read(self.address, source.query, self.folder, findings)
        return http.read(self.address, source, findings)


def _origins(source: RecordSource, folder: Path, secrets: Mapping[str, str]) -> Iterator[_Origin]:
    if source.files:
        files = sorted({file for glob in source.files for file in folder.glob(glob) if file.is_file()})
        if not files:
            message = mark("no file of {source} lies where its globs say: {globs}")
            details = {"source": source.id, "globs": printable(", ".join(source.files), 80)}
            raise DeliveryRefused(
                mark("there are no records"), [Problem(Place(str(folder)), RecordCode.NO_RECORDS, message, details)]
            )
        yield from (_Origin(file.relative_to(folder).as_posix(), file) for file in files)
    else:
        address = _with_secrets(source.sql or source.http or "", source, secrets)
        yield _Origin(source.id, address=address, folder=folder)


def _with_secrets(address: str, source: RecordSource, secrets: Mapping[str, str]) -> str:
    try:
        # Quoted, because a password with @ or / in it would be read as a part of the address.
        is_file = address.startswith("sqlite:")
        return address.format_map({name: value if is_file else quote(value, safe="") for name, value in secrets.items()})
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        name = str(error).strip("'")
        meant = nearest(name, secrets)
        message = mark("the address needs a secret that is not given: {name}")
        suggesting = mark("the address needs a secret that is not given: {name} (did you mean '{suggestion}'?)")
        details = {"name": shown(name), "suggestion": meant}
        problem = Problem(Place(source.id), RecordCode.CREDENTIAL, suggesting if meant else message, details)
        raise DeliveryRefused(mark("there are no records"), [problem]) from None


def _parts(origin: _Origin, source: RecordSource, home: Path) -> list[Part]:
    """The parts of one origin: those in the cache, or what is read now."""
    findings = Findings(printable(origin.name, 100))
    content = _content(origin, findings)
    if origin.file is not None:
        name = hashlib.sha256(content).hexdigest()
        if _is_whole(home / name):
            return _stored(home / name)
        return _store(checked(origin.raw(source, content, findings), source, findings), source, home, name)
    table = checked(origin.raw(source, content, findings), source, findings)
    return _store(table, source, home, _content_of(table))


def _content(origin: _Origin, findings: Findings) -> bytes:
    try:
        return b"" if origin.file is None else origin.file.read_bytes()
    except OSError as error:
        reason = error.strerror or "?"
        findings.refuse(RecordCode.NOT_REACHED, mark("the file cannot be opened ({reason})"), reason=reason)


def _content_of(table: pa.Table) -> str:
    """The hash of records that came from no file: the same answer is the same content."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def _store(table: pa.Table, source: RecordSource, home: Path, name: str) -> list[Part]:
    """Write the parts into a folder of their own that gets its name last; one that has been damaged since is made anew."""
    if not _is_whole(home / name):
        shutil.rmtree(home / name, ignore_errors=True)
        making = Path(tempfile.mkdtemp(prefix=".part-", dir=home))
        for label, records in _by_month(table, source):
            pq.write_table(records, making / f"{label}.parquet", row_group_size=_ROWS_A_GROUP, compression="zstd")
        (making / _LIST).write_text(json.dumps(_sizes(making)), encoding="utf-8")
        try:
            making.rename(home / name)
        except OSError:
            # Another process was quicker; the same content makes the same parts.
            shutil.rmtree(making)
    return _stored(home / name)


def _by_month(table: pa.Table, source: RecordSource) -> Iterator[tuple[str, pa.Table]]:
    if source.partition is None:
        yield "all", table
        return
    column = table.column(source.partition + MONTH)
    for month in pc.unique(column).to_pylist():
        if month is None:
            yield _UNDATED, table.filter(pc.is_null(column))
        else:
            yield str(Period(Grain.MONTH, month)), table.filter(pc.equal(column, month))


def _is_whole(folder: Path) -> bool:
    """Whether the parts are those that were written: a month that somebody deleted or cut short would lack in the figures."""
    try:
        return bool(json.loads((folder / _LIST).read_text(encoding="utf-8")) == _sizes(folder))
    except (OSError, ValueError):
        return False


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(folder.glob("*.parquet"))}


def _stored(folder: Path) -> list[Part]:
    return [Part(path, _month(path.stem), folder.name) for path in sorted(folder.glob("*.parquet"))]


def _month(stem: str) -> int | None:
    return None if stem in ("all", _UNDATED) else Period.parse(stem).ordinal


def _empty_part(source: RecordSource, home: Path) -> Path:
    path = home / _EMPTY
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=home, suffix=".making", delete=False) as making:
            pq.write_table(schema(source).empty_table(), making.name)
        Path(making.name).replace(path)
    return path
