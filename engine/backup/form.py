"""The file of a backup: a zip of one JSON line per row and a manifest, and after it the hash of every byte before.

    zip:  manifest.json
          <part>/<table>.jsonl
    then: "\\nmalvakt-backup-1 sha256 <64 hex digits>\\n"

A zip alone has bytes that no checksum covers; with the last line no byte of the file can change unseen. The hash is no
signature: who can write the file can write another one. What was printed elsewhere, the log's head, is the anchor against that.
"""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from engine.errors import BackupRefused
from engine.language import mark
from engine.schema import Many, Strict

_MAGIC = "malvakt-backup-1"
_LAST_LINE = re.compile(rb"\nmalvakt-backup-1 sha256 ([0-9a-f]{64})\n")
_LAST_LINE_LENGTH = len(f"\n{_MAGIC} sha256 \n") + 64
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
_NOT_OURS = (zipfile.BadZipFile, zlib.error, KeyError, ValueError)
"""What a file raises whose hash is right and whose content is not ours; ValueError is what is no JSON, or no manifest."""


class TableKept(Strict):
    """One table in the file."""

    name: str
    columns: Many[Many[str]]
    """Name and kind of each column, the key first."""
    rows: int
    sha256: str
    """Of the table's lines, as they stand in the file."""


class Part(Strict):
    """The tables of some apps that lie in one database."""

    name: str
    apps: Many[str]
    migrations: Many[Many[str]]
    tables: Many[TableKept]


class Manifest(Strict):
    """What the file holds, and how the log ended when it was taken."""

    malvakt: str
    taken_at: str
    log_head: str
    ledger_head: str
    log_findings: int
    """What was wrong with the log when the backup was taken; a backup of it is still better than none."""
    parts: Many[Part]


@dataclass(slots=True)
class Writer:
    """A backup while it is written; `tables` are those of the part in hand."""

    archive: zipfile.ZipFile
    tables: list[TableKept] = field(default_factory=list)

    def table(self, part: str, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> None:
        sealed, count = hashlib.sha256(), 0
        with self.archive.open(f"{part}/{name}.jsonl", "w", force_zip64=True) as file:
            for row in rows:
                line = _line(row)
                sealed.update(line)
                file.write(line)
                count += 1
        kept = TableKept(name=name, columns=tuple(columns), rows=count, sha256=sealed.hexdigest())
        self.tables.append(kept)

    def part(self, name: str, apps: Sequence[str], migrations: Sequence[tuple[str, str]]) -> Part:
        """The tables written since the last part, as a part."""
        found = Part(name=name, apps=tuple(apps), migrations=tuple(migrations), tables=tuple(self.tables))
        self.tables.clear()
        return found

    def manifest(self, manifest: Manifest) -> None:
        self.archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A file that appears under its name whole and on disk, or not at all; nobody but its owner may read it."""
    unborn = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(unborn, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield Writer(archive)
            file.flush()
            file.seek(0)
            sealed = _hash(file, None)
            file.write(f"\n{_MAGIC} sha256 {sealed}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        unborn.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        message = mark("the backup {file} cannot be written: {reason}")
        raise BackupRefused(message, file=path, reason=error.strerror or "?") from None
    finally:
        unborn.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """A backup of which every byte is as it was written."""

    archive: zipfile.ZipFile
    manifest: Manifest

    def rows(self, part: str, table: TableKept) -> Iterator[list[Any]]:
        """The table's rows. Raises BackupRefused at the end when they are not those of the manifest."""
        sealed, count = hashlib.sha256(), 0
        try:
            with self.archive.open(f"{part}/{table.name}.jsonl") as file:
                for line in file:
                    sealed.update(line)
                    count += 1
                    yield _row(line, len(table.columns))
        except _NOT_OURS:
            raise BackupRefused(mark("row {row} of {table} cannot be read"), row=count, table=table.name) from None
        if (count, sealed.hexdigest()) != (table.rows, table.sha256):
            raise BackupRefused(mark("the rows of {table} are not those that the manifest tells of"), table=table.name)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The backup, once its last line has vouched for it. Raises BackupRefused for a file that is damaged or no backup."""
    with ExitStack() as stack:
        yield _opened(path, stack)


def _opened(path: Path, stack: ExitStack) -> Reader:
    try:
        file = stack.enter_context(path.open("rb"))
        _vouched(file, path)
        archive = stack.enter_context(zipfile.ZipFile(file))
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise ValueError(_MANIFEST)
        return Reader(archive, Manifest.model_validate_json(archive.read(_MANIFEST)))
    except OSError as error:
        message = mark("the backup {file} cannot be read: {reason}")
        raise BackupRefused(message, file=path, reason=error.strerror or "?") from None
    except _NOT_OURS:
        raise BackupRefused(mark("{file} is no backup of Målvakt, although its hash is right"), file=path) from None


def line_hash(rows: Iterable[Sequence[Any]]) -> str:
    """The hash that a table of these rows has in a manifest."""
    sealed = hashlib.sha256()
    for row in rows:
        sealed.update(_line(row))
    return sealed.hexdigest()


def _vouched(file: IO[bytes], path: Path) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LAST_LINE_LENGTH))
    found = _LAST_LINE.fullmatch(file.read())
    if found is None:
        raise BackupRefused(mark("{file} is no backup of Målvakt, or its end is missing"), file=path)
    file.seek(0)
    if _hash(file, size - _LAST_LINE_LENGTH) != found[1].decode():
        raise BackupRefused(
            mark("{file} is damaged: its bytes are not those that were written; nothing was restored"), file=path
        )
    file.seek(0)


def _hash(file: IO[bytes], length: int | None) -> str:
    """Of so many bytes from where the file stands; of all that are left without a length."""
    sealed, left = hashlib.sha256(), length
    while chunk := file.read(_CHUNK if left is None else min(_CHUNK, left)):
        sealed.update(chunk)
        left = None if left is None else left - len(chunk)
    return sealed.hexdigest()


def _row(line: bytes, width: int) -> list[Any]:
    row = json.loads(line)
    if not isinstance(row, list) or len(row) != width:
        raise ValueError(width)
    return row


def _line(row: Sequence[Any]) -> bytes:
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
