"""What the outbox answers: how a notice stands, what was tried, what somebody holds in order to send it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.notify.notice import Letter


class State(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Refused for good, or for so long that somebody has to look at it."""


class Outcome(StrEnum):
    """What came of one try."""

    SENT = "sent"
    LATER = "later"
    """Not now: a busy server, greylisting, a connection that broke off."""
    REFUSED = "refused"
    """Never: no such recipient, a message that is not taken."""
    UNREACHABLE = "unreachable"
    """Nobody answered, or would not let us in: it is not about this message."""
    REVIVED = "revived"
    """A person lets a dead one be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A notice that is ours until the lease ends. What is reported about it later is taken only while the claim holds."""

    number: int
    channel: str
    claim: str
    failures: int
    unreached: int
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    at: datetime
    outcome: Outcome
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A notice as the operator sees it: no words of it and no address."""

    number: int
    key: str
    organisation: str
    recipient: str
    channel: str
    at: datetime
    state: State
    next_at: datetime
    attempts: tuple[Attempt, ...]
    reasons: tuple[str, ...]
