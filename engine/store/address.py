"""Where the database is: sqlite:///relative, sqlite:////absolute or postgresql://user:password@host:port/name."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import StoreError
from engine.language import mark

SQLITE, POSTGRESQL = "sqlite:///", "postgresql://"

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""

_KEPT_OPEN = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
"""The pages keep a connection per thread: making one costs more than most pages ask of it. One that died is made anew."""

_SQLITE_SETUP = """
PRAGMA journal_mode = WAL;  -- readers go on while a round writes
PRAGMA synchronous = FULL;  -- with NORMAL a power cut takes back what was acknowledged
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;  -- erased words are overwritten, not only unlinked
"""


@dataclass(frozen=True, slots=True)
class Address:
    """One database: how Django reaches it, and how it may be named in a message (never with its password)."""

    shown: str
    entry: dict[str, Any] = field(repr=False)
    """Django's DATABASES entry."""
    file: Path | None = None
    """The file, where it is SQLite."""


def parse(url: str) -> Address:
    """Raises StoreError for anything that is not a database of one of the two kinds."""
    if url.startswith(SQLITE):
        return _sqlite(url.removeprefix(SQLITE))
    if url.startswith(POSTGRESQL):
        return _postgresql(url)
    raise StoreError(mark("a database is sqlite:///folder/file or postgresql://user:password@host/name"))


def _sqlite(path: str) -> Address:
    if not path or path.endswith("/") or "\0" in path or path == ":memory:":
        raise StoreError(mark("the address of the database names no file: sqlite:///var/malvakt.sqlite3"))
    file = Path(path).absolute()
    options = {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": _SQLITE_SETUP}
    return Address(path, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}, file)


def _postgresql(url: str) -> Address:
    from psycopg import ProgrammingError  # here, because whoever uses SQLite need not wait for it
    from psycopg.conninfo import conninfo_to_dict

    try:
        said = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        # The driver's own words repeat the address with its password.
        raise StoreError(
            mark("the address of the database cannot be read: postgresql://user:password@host:5432/name")
        ) from None
    if "dbname" not in said:
        raise StoreError(mark("the address of the database names none: postgresql://user:password@host:5432/name"))
    keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry: dict[str, Any] = {django: said.pop(libpq, "") for django, libpq in keys.items()}
    shown = f"{entry['NAME']} ({entry['HOST'] or 'localhost'})"
    options = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"connect_timeout": "10", **said}, **_KEPT_OPEN}
    return Address(shown, options | entry)
