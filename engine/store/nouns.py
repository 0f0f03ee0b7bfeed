"""What the store answers, besides the nouns of the stream: receipts, deliveries and refusals as they are on record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from engine.errors import Problem
from engine.facts import Cause, Declaration, Outcome, Verdict, Way
from engine.periods import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What storing an accepted delivery did. A figure that is neither new nor changed repeats what was known."""

    delivery: str
    known_before: bool
    """The same bytes with the same declaration were received earlier; nothing was stored."""
    figures: int
    new: int = 0
    """Figures of series and periods that had none."""
    changed: int = 0
    """Figures that say something else than the current one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """An accepted delivery as it is on record, without its bytes."""

    id: str
    declaration: Declaration
    file_name: str
    content_hash: str
    received_at: datetime
    figures: int
    way: Way | None = None
    """None for what came before ways were written down."""
    sender: str = ""
    """The id of the account or token that sent it; empty where nobody signed in to do so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A delivery in quarantine, with what was wrong when it was last refused."""

    id: str
    declaration: Declaration
    file_name: str
    content_hash: str
    received_at: datetime
    problems: tuple[Problem, ...]
    way: Way | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Some rows of a long list, and how many there are in all."""

    rows: tuple[T, ...]
    total: int


class Line(NamedTuple):
    """A verdict that stands, as no more than what a count or an order needs."""

    rule: str
    unit: str
    dimension: str
    period: Period
    outcome: Outcome
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule, by what it has judged."""

    version: str
    first_at: datetime
    """When a verdict of it first came to stand."""
    last_at: datetime
    verdicts: int
    """How many of its verdicts ever came to stand."""


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that stands since this round, and the one that stood before on the same key."""

    before: Verdict | None
    after: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a round saw of one organisation."""

    organisation: str
    rules: int
    """The rules in force."""
    judged: int
    """Those of them that gave a verdict in which the rule did not break."""
    held: bool = False
    """Nothing was written to the log: a storm waits for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A round as it is on record."""

    number: int
    at: datetime
    as_of: date
    judged: int
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a round wrote into the log."""

    opened: tuple[str, ...]
    changed: tuple[str, ...]
    """The avvik that were opened and those that were added to, by id."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that somebody holds: the due row, and the epoch that every write of the job is held against."""

    row: int
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """A job's slot as it is on record. `attempts` counts claims; `failure` is why the last one failed."""

    id: int
    job: str
    organisation: str
    slot: str
    due_at: datetime
    since: str
    """The last slot that was done before: what lies between was missed, and is done with this one."""
    epoch: int
    pulse: int
    holder: str
    """Empty: it is free."""
    attempts: int
    failure: str
    retry_at: datetime | None
    begun_at: datetime | None
    done_at: datetime | None
