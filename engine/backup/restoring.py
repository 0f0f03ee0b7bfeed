"""A backup back into an empty database: bytes vouched for, rows counted and hashed, the chains verified; or nothing."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from engine.avvik.chain import Head
from engine.backup.form import Manifest, Part, Reader, TableKept, line_hash, reading
from engine.backup.taking import PERSONS, STORE
from engine.errors import BackupRefused, Problem
from engine.language import mark
from engine.store import audit, copying, ledger
from engine.store.copying import Kind, Table
from engine.store.database import Database

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back."""

    manifest: Manifest
    rows: int
    log_head: Head
    ledger_head: Head
    with_persons: bool
    findings: tuple[Problem, ...]
    """What was wrong with the log already when the backup was taken."""


def restore(file: Path, database: Database, *, persons: Database | None = None, anchor: Head | None = None) -> Restored:
    """Restore a backup. Raises BackupRefused and StoreError; nothing has changed then, in either database.

    `anchor`: a head of the log that was printed elsewhere, which the backup's log must contain. A backup that has evidence
    about persons needs `persons`; both may be in one database.
    """
    with reading(file) as reader, ExitStack() as stack:
        parts = {part.name: part for part in reader.manifest.parts}
        where = {STORE: database, PERSONS: persons}
        if STORE not in parts or not parts.keys() <= where.keys():
            raise BackupRefused(mark("{file} is no backup of Målvakt, although its hash is right"), file=file)
        if PERSONS in parts and persons is None:
            raise BackupRefused(mark("the backup holds evidence about persons: say where it goes with --person-database"))
        used = {name: found for name, found in where.items() if found is not None and name in parts}
        for each in {found.alias: found for found in used.values()}.values():
            stack.enter_context(copying.beginning(each))
        rows = sum(_restore_part(reader, parts[name], found) for name, found in used.items())
        findings = _verified(reader.manifest, database, anchor)
        return Restored(
            manifest=reader.manifest,
            rows=rows,
            log_head=audit.head(database.alias),
            ledger_head=ledger.head(database.alias),
            with_persons=PERSONS in parts,
            findings=findings,
        )


def _restore_part(reader: Reader, part: Part, database: Database) -> int:
    if set(part.apps) - set(database.apps):
        raise BackupRefused(mark("the backup was written by another, newer Målvakt than this one"))
    written = [(app, name) for app, name in part.migrations]
    copying.make_tables(database, written)
    count = 0
    for kept in part.tables:
        table = _table(kept)
        count += copying.fill(database, table, reader.rows(part.name, kept))
        # Read back from where it lies now: what a database took in otherwise than it was given shows here.
        if line_hash(copying.rows(database.alias, table)) != kept.sha256:
            raise BackupRefused(
                mark("the rows of {table} came out of the database otherwise than they went in"), table=kept.name
            )
    copying.bring_up_to_date(database)
    return count


def _verified(manifest: Manifest, database: Database, anchor: Head | None) -> tuple[Problem, ...]:
    """Hold the restored log against its head in the manifest. Raises BackupRefused where more is wrong than was then."""
    heads = Head.parse(manifest.log_head), Head.parse(manifest.ledger_head)
    findings = (*audit.findings(database.alias, heads[0]), *ledger.findings(database.alias, heads[1]))
    if len(findings) > manifest.log_findings:
        raise BackupRefused(mark("the log that was restored is not whole; nothing was restored"), findings)
    if anchor is not None and len(audit.findings(database.alias, anchor)) > len(audit.findings(database.alias)):
        raise BackupRefused(mark("the log in the backup is not the one that the anchor was printed from; nothing was restored"))
    return findings


def _table(kept: TableKept) -> Table:
    """Raises BackupRefused for names that are none: they go into SQL."""
    columns = [tuple(column) for column in kept.columns]
    names = [kept.name, *(column[0] for column in columns if len(column) == 2)]
    kinds = {kind.value for kind in Kind}
    if len(names) != len(columns) + 1 or not all(map(_NAME.fullmatch, names)) or any(kind not in kinds for _, kind in columns):
        raise BackupRefused(mark("the manifest has a table that is none: {table}"), table=kept.name[:60])
    return Table(kept.name, tuple((name, Kind(kind)) for name, kind in columns))
