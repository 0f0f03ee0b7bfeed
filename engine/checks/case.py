"""What every kind of check is given and what it answers.

A kind is one file with a Rule class (its YAML keys), a `judge` and its cases in fixtures/checks/<kind>.yaml; the registry in
engine/checks/__init__.py names it. `judge` is pure: it sees one case and reads figures only through it, so that the case knows
which revisions the judgement rests on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from engine.catalogue import Metric
from engine.facts import Cause, Comparator, Mark, Outcome, TargetValue
from engine.periods import Period
from engine.rulebook.conditions import Condition
from engine.rulebook.schema import Rule

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure as the rule sees it: a number at the rule's precision, or the cause why there is none."""

    period: Period
    cause: Cause | None = None
    value: Decimal | None = None
    """None exactly when there is a cause."""
    raw_value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    provisional: bool = False
    words: str = ""
    received_at: datetime | None = None
    derived: bool = False
    """True for a figure that was not delivered itself: the sum of its members or of the unit's children."""
    revision: str = ""
    """Names the revision that was read; for an absent figure the cause, because `late` is another basis than `not_due`."""


class Panel(Protocol):
    """Every current figure by series and period; absent ones answer with their cause."""

    def read(self, rule: Rule, metric: str, unit: str, dimension: str, period: Period) -> Reading: ...

    def first(self, metric: str, unit: str, dimension: str) -> Period | None:
        """The first period with a delivered figure, or None."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Generic[R]):
    """One judgement to make: this rule on this unit and dimension in this period."""

    rule: R
    metric: Metric
    unit: str
    dimension: str
    period: Period
    metrics: Mapping[str, Metric]
    panel: Panel
    as_of: date
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    """The rule's texts in the rule language, by the key they stand under."""
    used: list[Reading] = field(default_factory=list)

    def read(self, period: Period | None = None, *, metric: str | None = None, dimension: str | None = None) -> Reading:
        """The figure of this case, or of another period, metric or dimension of the same unit; remembered as basis."""
        reading = self.panel.read(
            self.rule,
            metric or self.rule.metric,
            self.unit,
            self.dimension if dimension is None else dimension,
            period or self.period,
        )
        self.used.append(reading)
        return reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A check's answer. What is not a number stays None."""

    outcome: Outcome
    reading: Reading
    """The figure judged; its number, numerator, denominator and words go into the verdict."""
    cause: Cause | None = None
    target: TargetValue | None = None
    comparator: Comparator | None = None
    margin: Decimal | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(Generic[R]):
    """One entry of the registry: the YAML keys and the judge that go together."""

    rule: type[R]
    judge: Callable[[Case[R]], Judgement]
