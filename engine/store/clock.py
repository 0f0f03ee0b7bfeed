"""A clock that shows less than what was written last is wrong, and whatever it judged would be judged as of a wrong day."""

from datetime import datetime, timedelta

from engine.errors import StoreError
from engine.language import mark
from engine.store.store import Store

APART = timedelta(minutes=5)
"""So far two machines that share a database may be apart."""


def require_clock(store: Store, now: datetime) -> None:
    """Raises StoreError when the clock is behind the newest round or entry of the log."""
    newest = store.due.newest_entry()
    if newest is not None and now < newest - APART:
        message = mark("the clock shows {now}, but something was written at {newest}: nothing is judged until it is right")
        raise StoreError(message, now=f"{now:%Y-%m-%d %H:%M} UTC", newest=f"{newest:%Y-%m-%d %H:%M} UTC")
