"""The demo's own database, wiped for each demo: what it shows depends on the files alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = Path("var/demo.sqlite3")


@contextmanager
def fresh_database(address: str) -> Iterator[str]:
    """The database, for one demo at a time: a second would wipe it under the pages of the first.

    `address`: where this demo's pages will be open; empty where it has none. UsageError tells it to whoever comes second.
    """
    from engine.errors import UsageError
    from engine.language import mark

    DATABASE.parent.mkdir(parents=True, exist_ok=True)
    with DATABASE.with_suffix(".lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            if open_at := lock.read():
                message = mark("the demo is open already at {address}: look there, or stop it with Ctrl-C first")
                raise UsageError(message, address=open_at) from None
            raise UsageError(mark("another demo is at work in this folder: wait until it has ended")) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        for leftover in DATABASE.parent.glob(f"{DATABASE.name}*"):
            leftover.unlink()
        yield f"sqlite:///{DATABASE}"
