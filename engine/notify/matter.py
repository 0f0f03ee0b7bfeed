"""What somebody may have to hear: an avvik and its news, or something that time has made due. And what each has heard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Subject
from engine.facts import Verdict
from engine.reasons import Reason
from engine.rulebook.schema import Severity


class Kind(StrEnum):
    AVVIK = "avvik"
    UNTOUCHED = "untouched"
    """An avvik that nobody has looked at."""
    ACTION = "action"
    """An action past its due date."""
    EXEMPTION = "exemption"
    """An exemption that is about to end."""
    PROVISIONAL = "provisional"
    """A provisional figure that nobody has made final."""
    LATE = "late"
    """A figure that has not come."""


class Level(IntEnum):
    """Whose turn it is. The owner's leader comes after the owner, never before."""

    OWNER = 1
    LEADER = 2


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing of which each recipient hears at most once per reason and level."""

    kind: Kind
    name: str
    """Within its kind: A-000001, A-000001/2, U-0001, rule/unit/dimension/period."""
    subject: Subject
    severity: Severity
    since: date
    """The day of the newest thing that happened to it; for what time makes due, the day from which its days are counted."""
    level: Level = Level.OWNER
    waits: int = 0
    """Due when so many times the route's `reminder_days` have passed since that day; negative is beforehand."""
    reason: Reason = Reason.NONE
    """Why everybody hears of it; of an avvik it is decided for each recipient by itself."""
    avvik: Avvik | None = None
    verdict: Verdict | None = None
    """What stands on the period that it is about."""
    responsible: str = ""
    """Who is named in it, as people wrote it."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the words need besides: due, until, action."""

    @property
    def about(self) -> str:
        return f"{self.kind}:{self.name}"

    @property
    def upto(self) -> int:
        """How much of it one has heard who hears of it now: entries of the log, or levels."""
        return self.avvik.entries[-1].seq if self.kind is Kind.AVVIK and self.avvik else int(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """That a recipient was told of a matter, for a reason."""

    recipient: str
    about: str
    reason: Reason
    upto: int
    at: datetime
