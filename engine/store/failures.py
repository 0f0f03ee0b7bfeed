"""What a database does to a user: locked, full, read-only, gone. Told in a line; anything else stays a bug."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import django.db

from engine.errors import StoreError
from engine.language import mark
from engine.names import printable
from engine.store.address import Address

_SQLITE = {
    "SQLITE_BUSY": mark("the database {database} is busy: somebody else has been writing to it for half a minute; try again"),
    "SQLITE_LOCKED": mark("the database {database} is busy: somebody else has been writing to it for half a minute; try again"),
    "SQLITE_FULL": mark("the disk of the database {database} is full; nothing was written"),
    "SQLITE_READONLY": mark("the database {database} may not be written to"),
    "SQLITE_CANTOPEN": mark("the database {database} cannot be opened"),
    "SQLITE_IOERR": mark("the disk of the database {database} fails; nothing was written"),
    "SQLITE_NOTADB": mark("{database} is not a database"),
    "SQLITE_CORRUPT": mark("the database {database} is damaged; restore it from a backup"),
}
_UNREACHABLE = mark("the database {database} cannot be reached: {reason}")
_POSTGRESQL = {
    "25P03": _UNREACHABLE,  # the server ended a session that slept in a transaction
    "53": mark("the server of the database {database} has no room or no connections left; nothing was written"),
    "25006": mark("the database {database} may not be written to"),
    "42501": mark("the user of the database {database} lacks rights to it"),
    "55P03": mark("the database {database} is busy; try again"),
    "57": mark("the server of the database {database} is stopping or starting; try again"),
}


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Raises StoreError for what the user or operator can mend; lets every other error through as it is."""
    try:
        yield
    except (django.db.Error, sqlite3.Error) as error:
        message = _message(error if isinstance(error, sqlite3.Error) else error.__cause__)
        if message is None:
            raise
        raise StoreError(message, database=address.shown, reason=_reason(error)) from error


def _message(cause: BaseException | None) -> str | None:
    if isinstance(cause, sqlite3.Error):
        return _known(_SQLITE, getattr(cause, "sqlite_errorname", ""))
    # psycopg's errors, known by what they carry: the library is not loaded where nobody uses it.
    state = getattr(cause, "sqlstate", "")
    if state is None and type(cause).__name__ == "OperationalError":
        return _UNREACHABLE
    return _known(_POSTGRESQL, state or "")


def _known(messages: Mapping[str, str], code: str) -> str | None:
    return next((message for prefix, message in messages.items() if code.startswith(prefix)), None)


def _reason(error: BaseException) -> str:
    """What the server said, without the address that the driver puts in front of it."""
    first, *_ = str(error).splitlines() or [""]
    return printable(first.rpartition(" failed: ")[2], 160)
