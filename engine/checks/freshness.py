"""When a figure came, whatever it says: days from the period's last day to the first receipt, against a due date.

check: freshness
due_days: 20
"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from engine.checks.answers import not_arrived, without_number
from engine.checks.case import Case, Judgement, Reading
from engine.checks.compare import compare
from engine.facts import Cause, Comparator, Outcome
from engine.periods import Period
from engine.rulebook.schema import Rule

_OSLO = ZoneInfo("Europe/Oslo")
"""Due dates are days of the office that delivers, not of the server that receives."""


class FreshnessRule(Rule):
    kind: ClassVar[str] = "freshness"

    due_days: int | None = Field(default=None, ge=0, le=400)
    """Days after the period's last day; without it, the metric's own."""


def judge(case: Case[FreshnessRule]) -> Judgement:
    due_days = case.metric.due_days if case.rule.due_days is None else case.rule.due_days
    reading, due = case.read(), Decimal(due_days)
    if reading.cause in (Cause.NOT_DUE, Cause.LATE):
        absent = not_arrived(case, due_days)
        outcome = Outcome.MISSED if absent.cause is Cause.LATE else Outcome.NO_DATA
        return Judgement(outcome=outcome, reading=absent, cause=absent.cause, target=due, comparator=Comparator.AT_MOST)
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
        details={"received": reading.received_at.astimezone(_OSLO).date().isoformat()},
    )


def _days(period: Period, received_at: datetime) -> Decimal:
    """Negative when the figure came before the period was over."""
    return Decimal((received_at.astimezone(_OSLO).date() - period.end).days)
