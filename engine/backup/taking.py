"""A backup of one moment, taken while others go on writing."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from engine.avvik.chain import Head
from engine.backup.form import Manifest, Part, Writer, writing
from engine.errors import Problem
from engine.store import address, audit, copying, ledger
from engine.store.database import Database

STORE, PERSONS = "store", "persons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a backup holds."""

    file: Path
    rows: int
    log_head: Head
    ledger_head: Head
    findings: tuple[Problem, ...]
    """What is wrong with the log that was backed up; empty when it is whole."""
    with_persons: bool


def take(file: Path, database: Database, at: datetime, *, persons: Database | None = None) -> Taken:
    """Write a backup. `persons`: the evidence about persons, which is left out without it. Raises BackupRefused, StoreError.

    `file` may be a folder: the backup is then named for the time in it.
    """
    path = file / f"malvakt-{at:%Y%m%dT%H%M%SZ}.backup" if file.is_dir() else file
    with writing(path) as writer:
        with copying.snapshot(database) as alias:
            findings = (*audit.findings(alias), *ledger.findings(alias))
            log_head, ledger_head = audit.head(alias), ledger.head(alias)
            parts = [_part(writer, STORE, database, alias)]
        if persons is not None:
            with copying.snapshot(persons) as alias:
                parts.append(_part(writer, PERSONS, persons, alias))
        writer.manifest(
            Manifest(
                malvakt=version("malvakt"),
                taken_at=at.isoformat(),
                log_head=str(log_head),
                ledger_head=str(ledger_head),
                log_findings=len(findings),
                parts=tuple(parts),
            )
        )
    return Taken(
        file=path,
        rows=sum(table.rows for part in parts for table in part.tables),
        log_head=log_head,
        ledger_head=ledger_head,
        findings=findings,
        with_persons=persons is not None,
    )


def databases(url: str, person_url: str) -> tuple[Database, Database]:
    """What is judged, and the evidence about persons, which may lie in a database of its own."""
    return Database(address.parse(url)), Database(address.parse(person_url or url), ("person",))


def _part(writer: Writer, name: str, database: Database, alias: str) -> Part:
    for app in database.apps:
        for table in copying.tables(app):
            columns = [(column, kind.value) for column, kind in table.columns]
            writer.table(name, table.name, columns, copying.rows(alias, table))
    return writer.part(name, database.apps, copying.migrations(database))
