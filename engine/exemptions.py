"""An exemption (unntak): for a stated reason and until a stated day nobody is told of a rule's misses in a unit.

It silences messages, never the judgement or the report: the verdicts and the avvik are the same with it as without.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What was decided, by whom, for how long."""

    id: str
    """Such as U-0001."""
    organisation: str
    rule: str
    unit: str = ""
    """Empty = every unit that the rule judges; else this unit alone."""
    reason: str
    approver: str
    """Who decided it: the name that people know, given by whoever registers the exemption."""
    registered_by: str
    registered_at: datetime
    since: date
    until: date
    """The last day on which it holds."""
    ended_on: date | None = None
    """The day from which it no longer holds, when somebody ended it before its time."""
    ended_by: str = ""
    ended_because: str = ""

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until and (self.ended_on is None or day < self.ended_on)

    def is_over_on(self, day: date) -> bool:
        """Whether it will never hold again."""
        return day > self.until or (self.ended_on is not None and day >= self.ended_on)

    def covers(self, organisation: str, rule: str, unit: str, day: date) -> bool:
        """Whether on that day nobody is told about this rule in this unit."""
        return (organisation, rule) == (self.organisation, self.rule) and self.unit in ("", unit) and self.holds_on(day)
