"""The outbox is emptied: each notice claimed, sent, and what came of it put on record. Any number may do so at once.

At least once to the wire: who is killed between sending and marking sends again when the lease is over, the same letter with
the same Message-ID and key. A message that nobody takes is tried again, later and later; then it is dead and seen. It stops no
other.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from engine.channels.outcome import Later, Refused, Unreachable
from engine.notify.notice import Letter
from engine.store.outbox.nouns import Claimed, Outcome
from engine.store.outbox.store import Outbox

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
MOST_FAILURES: Final = 30
"""About a day: greylisting and full mailboxes are over by then, or somebody has to look at it."""


class Sender(Protocol):
    def send(self, letter: Letter, now: datetime) -> None:
        """Raises Later, Refused or Unreachable."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """What came of it, by outcome."""

    tried: Mapping[Outcome, int]
    unreachable: Mapping[str, str]
    """The channels that nobody answers, and what they said."""
    bugs: tuple[Exception, ...] = ()
    """What should never have been raised. Whoever empties the outbox raises them when it is empty."""

    @property
    def unsent(self) -> int:
        """How many tries did not end with the notice taken."""
        return sum(count for outcome, count in self.tried.items() if outcome is not Outcome.SENT)


def deliver(
    outbox: Outbox,
    channels: Mapping[str, Sender],
    *,
    clock: Callable[[], datetime],
    jitter: Callable[[], float],
    most: int | None = None,
    only: int | None = None,
) -> Emptied:
    """Send everything that is due, at most `most`; `only`: this one notice.

    `clock` is asked for each notice, because sending takes time; `jitter` gives a number from 0 to 1, so that what failed
    together is not tried again together.
    """
    tried: Counter[Outcome] = Counter()
    unreachable: dict[str, str] = {}
    bugs: list[Exception] = []
    while most is None or tried.total() < most:
        claimed = outbox.claim(clock(), without=list(unreachable), number=only)
        if claimed is None:
            break
        outcome, said, bug = _send(claimed, channels, clock())
        bugs += [bug] if bug else []
        if outcome is Outcome.UNREACHABLE:
            # Whatever else is for this channel waits for the next time: trying it now would only count its failures.
            unreachable[claimed.channel] = said
        at = clock()
        outbox.settle(claimed, outcome, said, at=at, next_at=next_try(claimed, outcome, at, jitter()))
        tried[outcome] += 1
    return Emptied(tried, unreachable, tuple(bugs))


def next_try(claimed: Claimed, outcome: Outcome, at: datetime, jitter: float) -> datetime | None:
    """When to try again; None when it is sent or given up. Each wait is twice the last one, up to an hour."""
    if outcome in (Outcome.SENT, Outcome.REFUSED) or (outcome is Outcome.LATER and claimed.failures + 1 >= MOST_FAILURES):
        return None
    before = claimed.failures if outcome is Outcome.LATER else claimed.unreached
    wait = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(before, 10)))
    return at + wait * (0.5 + jitter / 2)


def _send(claimed: Claimed, channels: Mapping[str, Sender], now: datetime) -> tuple[Outcome, str, Exception | None]:
    channel = channels.get(claimed.channel)
    if channel is None:
        return Outcome.UNREACHABLE, "no channel of this name is set up", None
    try:
        channel.send(claimed.letter, now)
    except Later as reason:
        return Outcome.LATER, reason.said, None
    except Refused as reason:
        return Outcome.REFUSED, reason.said, None
    except Unreachable as reason:
        return Outcome.UNREACHABLE, reason.said, None
    except Exception as bug:  # noqa: BLE001 -- one message that trips a channel must not keep all others waiting behind it
        return Outcome.LATER, f"bug: {type(bug).__name__}", bug
    return Outcome.SENT, "", None
