"""`sql:` and `query:`: records of a database, read only. SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.records.codes import RecordCode
from engine.intake.records.origins.parquet import cell
from engine.intake.records.raw import Encoded, Raw
from engine.language import mark
from engine.names import printable

MAX_ROWS = 20_000_000
_SECONDS = 10
_SQLITE = "sqlite:///"

Rows = tuple[list[str], list[tuple[Any, ...]]]


def read(address: str, query: str, folder: Path, findings: Findings) -> Raw:
    """The rows of the query. A SQLite file lies below the folder of records. Raises DeliveryRefused."""
    try:
        if address.startswith(_SQLITE):
            headings, rows = _sqlite(folder / address.removeprefix(_SQLITE), query)
        else:
            headings, rows = _postgresql(address, query)
    except (sqlite3.Error, psycopg.Error) as error:
        # Only the first line: a database repeats the query and, in a connection error, the address with it.
        said = printable(str(error).partition("\n")[0], 120)
        findings.refuse(RecordCode.NOT_REACHED, mark("the database does not answer the query: {said}"), said=said)
    if len(rows) > MAX_ROWS:
        findings.refuse(Code.TOO_LARGE, mark("the file has more than {limit} rows"), limit=MAX_ROWS)
    return raw(headings, rows, findings)


def raw(headings: Sequence[str], rows: Sequence[Sequence[Any]], findings: Findings) -> Raw:
    """Rows of Python's own values as a table; the first is row 1."""

    def column(position: int) -> Callable[[], Encoded]:
        return lambda: Encoded.of_cells([None if row[position] is None else cell(row[position]) for row in rows])

    def place(row: int, heading: str) -> Place:
        return Place(findings.file, row + 1 if row >= 0 else None, field=printable(heading, 40))

    columns: Mapping[str, Callable[[], Encoded]] = {name: column(position) for position, name in enumerate(headings)}
    return Raw(tuple(headings), columns, len(rows), place)


def _sqlite(file: Path, query: str) -> Rows:
    # mode=ro: a query that writes fails, and a file that is not there is not made.
    with_mode = f"file:{quote(str(file))}?mode=ro"
    connection = sqlite3.connect(with_mode, uri=True, timeout=_SECONDS)
    try:
        return _fetched(connection.execute(query))
    finally:
        connection.close()


def _postgresql(address: str, query: str) -> Rows:
    with psycopg.connect(address, connect_timeout=_SECONDS) as connection:
        connection.read_only = True
        with connection.cursor() as cursor:
            return _fetched(cursor.execute(query.encode()))


def _fetched(cursor: Any) -> Rows:
    rows: Iterable[tuple[Any, ...]] = cursor.fetchmany(MAX_ROWS + 1)
    return [column[0] for column in cursor.description or ()], list(rows)
