"""Triggers that refuse what must never happen to a table, in SQLite and in PostgreSQL, whoever asks for it.

SQLite drops a table's triggers when Django rebuilds the table to alter a column: a later migration that alters a guarded table
ends with the same guard again, which may be put up any number of times.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython

_REFUSE = """
CREATE OR REPLACE FUNCTION malvakt_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(table: str, *keys: Sequence[str]) -> RunPython:
    """No row is ever changed or deleted. `keys`: the table's unique columns, in groups."""
    return _guard(
        sqlite=[
            *_sqlite(table, "UPDATE"),
            *_sqlite(table, "DELETE"),
            *(statement for key in keys for statement in _sqlite_replace(table, key)),
        ],
        postgresql=[*_postgresql(table, "UPDATE"), *_postgresql(table, "DELETE"), *_postgresql(table, "TRUNCATE")],
    )


def unchanging(table: str) -> RunPython:
    """No row is ever changed; it is deleted when its time is over."""
    return _guard(sqlite=_sqlite(table, "UPDATE"), postgresql=_postgresql(table, "UPDATE"))


def kept(table: str) -> RunPython:
    """No row is ever deleted."""
    return _guard(
        sqlite=_sqlite(table, "DELETE"),
        postgresql=[*_postgresql(table, "DELETE"), *_postgresql(table, "TRUNCATE")],
    )


def only_forward(table: str, key: str, counter: str) -> RunPython:
    """A row is never deleted, and only changed by raising its counter."""
    backward = f"NEW.{counter} <= OLD.{counter} OR NEW.{key} <> OLD.{key}"
    return _guard(
        sqlite=[*_sqlite(table, "UPDATE", backward), *_sqlite(table, "DELETE"), *_sqlite_replace(table, [key])],
        postgresql=[*_postgresql(table, "UPDATE", backward), *_postgresql(table, "DELETE"), *_postgresql(table, "TRUNCATE")],
    )


def erasable(table: str, key: str, permits: str) -> RunPython:
    """A row is never changed, and only deleted when the table `permits` has a row with the same key."""
    forbidden = f"NOT EXISTS (SELECT 1 FROM {permits} WHERE {key} = OLD.{key})"  # noqa: S608 -- our own names
    may_delete = f"""
        CREATE OR REPLACE FUNCTION {table}_may_delete() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {forbidden} THEN
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END $$
        """
    return _guard(
        sqlite=[*_sqlite(table, "UPDATE"), *_sqlite(table, "DELETE", forbidden), *_sqlite_replace(table, [key])],
        postgresql=[
            may_delete,
            *_postgresql(table, "UPDATE"),
            *_postgresql(table, "DELETE", function=f"{table}_may_delete"),
            *_postgresql(table, "TRUNCATE"),
        ],
    )


def exact_numbers(table: str, *columns: str) -> RunPython:
    """The columns hold decimal text or nothing: no other program can put a float or NaN there."""
    odd = " OR ".join(f"NEW.{column} GLOB '*[^0-9.E+-]*' OR NEW.{column} = ''" for column in columns)
    decimal = r"'^-?[0-9]+(\.[0-9]+)?(E[+-][0-9]+)?$'"
    exact = " AND ".join(f"{column} ~ {decimal}" for column in columns)
    return _guard(
        sqlite=_sqlite(table, "INSERT", odd, named="inexact", says="holds exact decimals only"),
        postgresql=[
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_exact",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_exact CHECK ({exact})",
        ],
    )


def _guard(*, sqlite: Sequence[str], postgresql: Sequence[str]) -> RunPython:
    statements = {"sqlite": sqlite, "postgresql": [_REFUSE, *postgresql]}

    def run(_: object, editor: Any) -> None:
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement, params=None)

    return RunPython(run)


def _sqlite(table: str, event: str, when: str = "", *, named: str = "", says: str = "is append-only") -> list[str]:
    name = f"{table}_no_{named or event.lower()}"
    condition = f"WHEN {when}" if when else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {says}'); END"
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} {refuse}"]


def _sqlite_replace(table: str, key: Sequence[str]) -> list[str]:
    # INSERT OR REPLACE deletes the row it replaces without asking the DELETE trigger.
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 -- our own names
    return _sqlite(table, "INSERT", taken, named=f"second_{'_'.join(key)}")


def _postgresql(table: str, event: str, when: str = "", *, function: str = "malvakt_refuse") -> list[str]:
    name = f"{table}_no_{event.lower()}"
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    condition = f"WHEN ({when})" if when else ""
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} {condition} EXECUTE FUNCTION {function}()",
        # ALWAYS: also in a session that plays replica, where ordinary triggers keep silent.
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]
