"""Whether a due row is to be claimed now. Pure: how long a holder has been silent is told, on a clock that nobody can set."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.calendar.schedule import Slot
from engine.store.nouns import DueRow

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


class Move(StrEnum):
    """What a scheduler does with a row, and why."""

    CLAIM = "claim"
    """It is free, and due."""
    TAKE_OVER = "take_over"
    """Its holder has been silent for a whole lease."""
    DONE = "done"
    RUNNING = "running"
    WAITING = "waiting"
    """It failed, and is tried again later."""


def decide(row: DueRow, now: datetime, silent: timedelta, lease: timedelta) -> Move:
    if row.done_at is not None:
        return Move.DONE
    if row.holder:
        return Move.TAKE_OVER if silent >= lease else Move.RUNNING
    # A time farther off than any wait was written under another clock: it is not waited for.
    if row.retry_at is not None and now < row.retry_at <= now + LONGEST_WAIT:
        return Move.WAITING
    return Move.CLAIM


def is_new(slot: Slot, row: DueRow | None) -> bool:
    """Whether a slot is due that no row stands for. A slot before the last one is none: the clock was set back."""
    return row is None or slot.key > row.slot


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: twice as long each time, up to an hour."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
