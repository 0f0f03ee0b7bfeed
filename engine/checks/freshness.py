"""When a figure came, whatever it says: days from the period's last day to the first receipt, against a due date.

check: freshness
due: 10th working day after month end
grace: 2 working days
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.calendar.due import Expected, Grace
from engine.catalogue import Metric, Organisation
from engine.checks.answers import not_arrived, without_number
from engine.checks.case import Case, Judgement, Reading
from engine.checks.compare import compare
from engine.facts import Cause, Comparator, Outcome
from engine.language import mark
from engine.periods import Period
from engine.rulebook.findings import Code, Finding
from engine.rulebook.rhythm import ClosedDays, DueOf, GraceOf
from engine.rulebook.schema import Rule
from engine.schema import PeriodOf

_OSLO = ZoneInfo("Europe/Oslo")
"""Due dates are days of the office that delivers, not of the server that receives."""


def _not_given(value: Any) -> bool:
    return value in (None, (), Grace())


class FreshnessRule(Rule):
    kind: ClassVar[str] = "freshness"

    due_days: int | None = Field(default=None, ge=0, le=400)
    """Days after the period's last day; without it, `due` or the metric's own."""
    # Left out of the dump where they are not given: a rule without them keeps the version that it had before they existed.
    due: DueOf | None = Field(default=None, exclude_if=_not_given)
    """The due date in words."""
    grace: GraceOf = Field(default=Grace(), exclude_if=_not_given)
    closed: ClosedDays = Field(default=(), exclude_if=_not_given)
    valid_from: PeriodOf | None = Field(default=None, exclude_if=_not_given)
    """The first period that is expected, delivered or not; without it, the first with a figure."""

    @model_validator(mode="after")
    def _one_due_date(self) -> "FreshnessRule":
        if self.due is not None and self.due_days is not None:
            raise PydanticCustomError("due", mark("a due date is said once: due or due_days"))
        if self.due is None and (self.grace.days or self.closed):
            raise PydanticCustomError("due", mark("grace and closed belong to a due date in words: due"))
        return self

    @property
    def begins(self) -> Period | None:
        return self.valid_from

    @cached_property
    def expected(self) -> Expected | None:
        return Expected(due=self.due, grace=self.grace, closed=self.closed, since=self.valid_from) if self.due else None

    def last_day(self, metric: Metric, period: Period) -> date:
        """The last day on which the figure is in time."""
        if self.expected is not None:
            return self.expected.last_day(period)
        return metric.last_day(period) if self.due_days is None else period.end + timedelta(days=self.due_days)

    def newest(self, metric: Metric, as_of: date) -> Period:
        """A figure may be due before its period ends: `the 15th of the month`."""
        running = Period.containing(as_of, metric.grain)
        return running if self.last_day(metric, running) < as_of else running.shift(-1)

    def problems(self, organisation: Organisation) -> Iterator[Finding]:
        grain = organisation.metrics[self.metric].grain
        message = mark("{metric} is counted per {grain}: name the due date and the first period for that")
        for key, said in (("due", self.due), ("valid_from", self.valid_from)):
            if said is not None and said.grain is not grain:
                yield Finding((key,), Code.GRAIN, message, {"metric": self.metric, "grain": grain.value})


def judge(case: Case[FreshnessRule]) -> Judgement:
    last_day = case.rule.last_day(case.metric, case.period)
    # A due date in words is a day that nobody has in mind: it is told with the verdict.
    said = {"due": last_day.isoformat()} if case.rule.due else {}
    reading, due = case.read(), Decimal((last_day - case.period.end).days)
    if reading.cause in (Cause.NOT_DUE, Cause.LATE):
        absent = not_arrived(case, last_day)
        outcome = Outcome.MISSED if absent.cause is Cause.LATE else Outcome.NO_DATA
        return Judgement(
            outcome=outcome, reading=absent, cause=absent.cause, target=due, comparator=Comparator.AT_MOST, details=said
        )
    if reading.received_at is None or reading.cause in (Cause.REPORTED_NULL, Cause.INVALID):
        return without_number(case.rule, reading, due, Comparator.AT_MOST)
    days = _days(case.period, reading.received_at)
    compared = compare(days, Comparator.AT_MOST, due)
    return Judgement(
        outcome=Outcome.MET if compared.met else Outcome.MISSED,
        reading=Reading(period=case.period, value=days, raw_value=days),
        target=due,
        comparator=Comparator.AT_MOST,
        margin=compared.margin,
        details={"received": reading.received_at.astimezone(_OSLO).date().isoformat(), **said},
    )


def _days(period: Period, received_at: datetime) -> Decimal:
    """Negative when the figure came before the period was over."""
    return Decimal((received_at.astimezone(_OSLO).date() - period.end).days)
