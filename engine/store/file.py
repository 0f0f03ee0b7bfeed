"""The file of a SQLite database: ours, another program's, or not there yet."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from stat import S_ISREG

from engine.errors import StoreError
from engine.language import mark

APPLICATION_ID = 0x4D564B54
"""«MVKT» in the header of our files."""


def is_ours(file: Path) -> bool:
    """False when there is no database in the file yet. Raises StoreError for another program's."""
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StoreError(
            mark("the database {database} cannot be opened: {reason}"), database=file, reason=error.strerror
        ) from None
    if not S_ISREG(found.st_mode):
        raise StoreError(mark("{database} is not a file"), database=file)
    if found.st_size == 0:
        return False
    # Through SQLite and read-only: closing a file that SQLite has open elsewhere in the process would drop its locks.
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID:
        raise StoreError(mark("{database} is a database of another program"), database=file)
    return True


def identity_of(file: Path) -> tuple[int, int] | None:
    """Which file this is, whatever it is called; None when there is none. A file that is held open keeps its own."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make(file: Path) -> None:
    """An empty database that bears our mark, unless there is one. It appears whole, however many make it at once."""
    if is_ours(file):
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(file.parent) as folder:
            if not is_ours(file):
                _bear(file)
                os.fsync(folder)  # without it a power cut could take the file's name back
    except OSError as error:
        message = mark("the folder of the database {database} cannot be made or written to: {reason}")
        raise StoreError(message, database=file, reason=error.strerror) from None


def _bear(file: Path) -> None:
    unborn = file.with_name(f".{file.name}.new")
    unborn.unlink(missing_ok=True)
    with closing(sqlite3.connect(unborn, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
    unborn.replace(file)


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def damage(file: Path) -> str:
    """What SQLite finds wrong with the pages of the file; "" when nothing is. Reads all of it, and changes nothing."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if said == "ok" else str(said)
