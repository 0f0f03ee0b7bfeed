"""What an organisation measures and which units it consists of: metrics and the dated tree of units."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from engine.calendar.due import Expected
from engine.language import mark
from engine.periods import Grain, Period
from engine.schema import Id, Line, Many, Number, PeriodOf, Strict


class Sign(StrEnum):
    """How a line of a budget is read: more revenue is good, more cost is not."""

    REVENUE = "revenue"
    COST = "cost"


class Member(Strict):
    """One value of a metric's dimension: a breach type, a budget line, a colour."""

    id: Id
    title: Line
    title_en: str = ""
    sign: Sign | None = Field(default=None, strict=False)
    in_total: bool = True
    """False for lines that are themselves sums, so that `dimension_total: sum` does not count them twice."""


class SeriesBreak(Strict):
    """From this period on the figure means something else: trends do not cross it, streaks and episodes do."""

    valid_from: PeriodOf
    reason: str


class Covers(Strict):
    """The part of a range that a metric counts, where several metrics split it: days of absence above 16, and up to 16.

    Metrics with the same `quantity` and `of` are read together: what none of them counts is found before anybody misses it.
    """

    quantity: Line
    """What the bounds are measured in, e.g. `days`."""
    of: Line | None = None
    """What is split, where one quantity splits several things, e.g. `sick leave`."""
    above: Number | None = None
    at_least: Number | None = None
    below: Number | None = None
    at_most: Number | None = None
    whole: bool = False
    """True where there is nothing between 15 and 16."""

    @model_validator(mode="after")
    def _bounds(self) -> "Covers":
        lower = (self.above is not None) + (self.at_least is not None)
        upper = (self.below is not None) + (self.at_most is not None)
        if max(lower, upper) != 1:
            raise PydanticCustomError(
                "covers", mark("a class has one lower bound (above or at_least), one upper (below or at_most), or both")
            )
        return self


class Metric(Strict):
    """A figure with a fixed meaning. Two definitions are two definition_versions."""

    id: Id
    title: Line
    title_en: str = ""
    unit_of_measure: Line
    decimals: int = Field(ge=0, le=9)
    """The published precision: figures are rounded half up to it before they are compared (`compare: as_published`)."""
    better: Literal["higher", "lower", "neither"]
    grain: Grain = Field(strict=False)
    due_days: int = Field(ge=0, le=400)
    """Days after the period's last day until which a missing figure is `not_due`; after that it is `late`. Where the calendar
    expects the source that brings it, the calendar decides, and this is not asked."""
    dimension: str = ""
    """What the members are, e.g. `type`, `line`; empty when the metric has no dimension."""
    members: Many[Member] = ()
    dimension_total: Literal["none", "sum"] = "none"
    """`sum`: the figure without a dimension is the sum over the members, and missing when one of them is."""
    unit_total: Literal["none", "sum", "ratio"] = "none"
    """How a unit's figure follows from its children when it was not delivered: `ratio` is sum(numerator) / sum(denominator)."""
    minimum: Number | None = None
    maximum: Number | None = None
    whole: bool = False
    """True for counts: a delivered figure with decimals is refused."""
    series_breaks: Many[SeriesBreak] = ()
    covers: Covers | None = None
    definition_version: int = Field(default=1, ge=1)
    measure: Mapping[str, Any] | None = None
    """How the figure is folded from raw records, for a metric that is not delivered: see engine/measures/."""
    privacy: Literal["open", "internal", "person", "health"] = "internal"
    """Figures of person and health are for fewer eyes, and those of few people are withheld."""
    source: str = ""
    """The document and chapter that the definition comes from."""
    sources: Many[Id] = Field(default=(), exclude=True)
    """Which source goes before which where several deliver the same figure, whichever was drawn last; others come after them.

    Not in the rules' versions: which figure was judged is told by its revision.
    """

    # What the calendar says of the sources that bring it. Not in the rules' versions: that a figure was late, or not due yet,
    # is told by the verdict's cause.
    _expected: tuple[Expected, ...] = PrivateAttr(default=())

    def expected_by(self, *expected: Expected) -> "Metric":
        """The same metric with the due dates of a calendar in the place of `due_days`."""
        found = self.model_copy()
        found._expected = expected  # noqa: SLF001 -- a copy of ourselves
        return found

    def last_day(self, period: Period) -> date:
        """The last day on which a missing figure is `not_due`: by the calendar, else `due_days` after the period."""
        days = [each.last_day(period) for each in self._expected if each.since is None or each.since <= period]
        return max(days, default=period.end + timedelta(days=self.due_days))

    @property
    def is_expected(self) -> bool:
        """Whether a calendar expects a source of it."""
        return bool(self._expected)

    def is_expected_in(self, period: Period) -> bool:
        """Whether a calendar says when the period's figure is late."""
        return any(each.since is None or each.since <= period for each in self._expected)

    @property
    def is_about_persons(self) -> bool:
        return self.privacy in ("person", "health")

    @cached_property
    def by_member(self) -> Mapping[str, Member]:
        return {member.id: member for member in self.members}

    @property
    def ratio_factor(self) -> int:
        """What numerator / denominator is multiplied by to give the value: 100 for %, 1000 for ‰."""
        return {"%": 100, "‰": 1000}.get(self.unit_of_measure, 1)


class Unit(Strict):
    """A node of the organisation tree, with the periods in which it exists."""

    id: Id
    title: Line
    title_en: str = ""
    parent: Id | None = None
    valid_from: PeriodOf | None = None
    valid_to: PeriodOf | None = None

    def exists_in(self, period: Period) -> bool:
        starts = self.valid_from.start if self.valid_from else date.min
        ends = self.valid_to.end if self.valid_to else date.max
        return starts <= period.end and period.start <= ends


class Organisation(Strict):
    """The metrics and units of one organisation. The root unit's id is the organisation's."""

    id: Id
    metrics: Mapping[str, Metric]
    units: Mapping[str, Unit]

    @property
    def title(self) -> str:
        return self.units[self.id].title

    @property
    def title_en(self) -> str:
        return self.units[self.id].title_en

    def children(self, unit: str, period: Period) -> Iterable[Unit]:
        return (child for child in self.units.values() if child.parent == unit and child.exists_in(period))
