"""A database's tables as rows that any database takes back: read in one snapshot, written into an empty one, all or nothing."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, ProgrammingError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from engine.errors import BackupRefused
from engine.language import mark
from engine.store.address import Address
from engine.store.database import Database
from engine.store.failures import told
from engine.store.figures import BATCH
from engine.store.file import make

Migration = tuple[str, str]
"""An app and the name of a migration."""


class Kind(StrEnum):
    """What a column holds; each is written in one way in whichever database it lies."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    INSTANT = "instant"
    DAY = "day"
    BYTES = "bytes"


_KINDS = {
    "CharField": Kind.TEXT,
    "TextField": Kind.TEXT,
    "BooleanField": Kind.BOOLEAN,
    "DateTimeField": Kind.INSTANT,
    "DateField": Kind.DAY,
    "BinaryField": Kind.BYTES,
    "AutoField": Kind.INTEGER,
    "BigAutoField": Kind.INTEGER,
    "IntegerField": Kind.INTEGER,
    "BigIntegerField": Kind.INTEGER,
    "PositiveIntegerField": Kind.INTEGER,
    "PositiveBigIntegerField": Kind.INTEGER,
    "PositiveSmallIntegerField": Kind.INTEGER,
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns, the key first."""

    name: str
    columns: tuple[tuple[str, Kind], ...]


def tables(app: str) -> tuple[Table, ...]:
    """The tables of an app, in the order of their models."""
    return tuple(_table(model) for model in apps.get_app_config(app).get_models(include_auto_created=True))


@contextmanager
def snapshot(database: Database) -> Iterator[str]:
    """One moment of the database, however long it is read and whoever goes on writing. Gives Django's name for it."""
    entry = dict(database.address.entry)
    if database.address.file is not None:
        # A transaction that has only read holds nobody up.
        entry["OPTIONS"] = {**entry["OPTIONS"], "transaction_mode": "DEFERRED"}
    reader = Database(replace(database.address, entry=entry), database.apps)
    try:
        with reader.transaction() as alias:
            if reader.connection.vendor == "postgresql":
                with reader.connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield alias
    finally:
        if reader.alias != database.alias:
            reader.close()


def migrations(database: Database) -> tuple[Migration, ...]:
    """What has made the tables what they are."""
    recorded = MigrationRecorder(database.connection).applied_migrations()
    return tuple(sorted((app, name) for app, name in recorded if app in database.apps))


def rows(alias: str, table: Table) -> Iterator[list[Any]]:
    """Every row as JSON values, ordered by key."""
    connection = connections[alias]
    names = ", ".join(connection.ops.quote_name(name) for name, _ in table.columns)
    with connection.chunked_cursor() as cursor:
        key = connection.ops.quote_name(table.columns[0][0])
        cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table.name)} ORDER BY {key}")  # noqa: S608 -- our own names
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield [_out(kind, value) for (_, kind), value in zip(table.columns, row, strict=True)]


@contextmanager
def beginning(database: Database) -> Iterator[str]:
    """A transaction in an empty database, in which tables are made and filled. Raises BackupRefused where it is not empty."""
    address = database.address
    was_there = address.file is None or address.file.exists()
    try:
        with told(address):
            if address.file is not None:
                make(address.file)
            database.close()
            with database.connection.constraint_checks_disabled(), transaction.atomic(using=database.alias, durable=True):
                _require_nothing(database)
                yield database.alias
                database.connection.check_constraints()
    except BaseException:
        database.close()
        if not was_there:
            _unmake(address)
        raise


def make_tables(database: Database, wanted: Iterable[Migration]) -> None:
    """Make the tables as these migrations make them. Raises BackupRefused for migrations that this release does not know."""
    executor = MigrationExecutor(database.connection)
    targets = [*wanted]
    if not set(targets) <= set(executor.loader.graph.nodes):
        raise BackupRefused(mark("the backup was written by another, newer Målvakt than this one"))
    executor.migrate(targets)


def bring_up_to_date(database: Database) -> None:
    """Migrate what was filled to this release, and let the keys of new rows follow those that were filled in."""
    executor = MigrationExecutor(database.connection)
    executor.migrate([node for app in database.apps for node in executor.loader.graph.leaf_nodes(app)])
    own = [model for app in database.apps for model in apps.get_app_config(app).get_models()]
    with database.connection.cursor() as cursor:
        for statement in database.connection.ops.sequence_reset_sql(no_style(), own):
            cursor.execute(statement)


def fill(database: Database, table: Table, written: Iterable[Sequence[Any]]) -> int:
    """Write the rows, and tell how many. The rows that the migrations made themselves, such as heads, are brought forward."""
    connection, ops = database.connection, database.connection.ops
    _require_table(database, table)
    name, columns = ops.quote_name(table.name), [ops.quote_name(column) for column, _ in table.columns]
    insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 -- quoted names
    update = f"UPDATE {name} SET {', '.join(f'{each} = %s' for each in columns[1:])} WHERE {columns[0]} = %s"  # noqa: S608
    count, made = 0, {row[0]: row for row in rows(database.alias, table)}
    prepared = iter(written)
    with _taken_by(table), connection.cursor() as cursor:
        while batch := [*islice(prepared, BATCH)]:
            fresh = [_in(connection, table, row) for row in batch if row[0] not in made]
            if fresh:
                cursor.executemany(insert, fresh)
            for row in batch:
                if row[0] in made and list(row) != made[row[0]]:
                    key, *values = _in(connection, table, row)
                    cursor.execute(update, [*values, key])
            count += len(batch)
    return count


def _require_nothing(database: Database) -> None:
    if database.connection.introspection.table_names():
        message = mark("{database} is not empty: a backup is restored into a database that has nothing in it")
        raise BackupRefused(message, database=database.address.shown)


@contextmanager
def _taken_by(table: Table) -> Iterator[None]:
    """What the tables themselves refuse (a number that is none, a key twice, a column that is not there) is told as such."""
    try:
        yield
    except (IntegrityError, DataError, ProgrammingError) as error:
        raise BackupRefused(mark("the database does not take the rows of {table}"), table=table.name) from error


def _require_table(database: Database, table: Table) -> None:
    """The table as the migrations of the backup's release made it has these columns, and no others."""
    introspection = database.connection.introspection
    with database.connection.cursor() as cursor:
        there = table.name in introspection.table_names(cursor)
        columns = {each.name for each in introspection.get_table_description(cursor, table.name)} if there else set()
    if columns != {name for name, _ in table.columns}:
        raise BackupRefused(mark("the backup has a table {table} that its release does not have"), table=table.name)


def _table(model: type[models.Model]) -> Table:
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)  # noqa: SLF001 -- Django's own door
    return Table(model._meta.db_table, tuple((str(field.column), _kind(field)) for field in fields))  # noqa: SLF001


def _kind(field: Any) -> Kind:
    return _kind(field.target_field) if field.is_relation else _KINDS[field.get_internal_type()]


def _out(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.INSTANT:
            # SQLite keeps UTC without saying so.
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            return aware.astimezone(UTC).isoformat()
        case Kind.DAY:
            return value.isoformat()
        case Kind.BYTES:
            return b64encode(bytes(value)).decode()
        case Kind.BOOLEAN:
            return bool(value)
        case _:
            return value


def _in(connection: Any, table: Table, row: Sequence[Any]) -> list[Any]:
    try:
        return [_taken(connection, kind, value) for (_, kind), value in zip(table.columns, row, strict=True)]
    except (ValueError, TypeError):
        raise BackupRefused(mark("a row of {table} has a value that is none of its column's kind"), table=table.name) from None


def _taken(connection: Any, kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.INSTANT:
            return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
        case Kind.DAY:
            return connection.ops.adapt_datefield_value(date.fromisoformat(value))
        case Kind.BYTES:
            return b64decode(value)
        case _:
            return value


def _unmake(address: Address) -> None:
    if address.file is not None:
        for suffix in ("", "-wal", "-shm"):
            address.file.with_name(address.file.name + suffix).unlink(missing_ok=True)
