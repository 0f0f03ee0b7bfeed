"""A figure against its budget, read with the line's sign: more revenue is good, more cost is not.

check: budget
budget: result_budget
basis: year_to_date
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from engine.catalogue import Metric, Organisation, Sign
from engine.checks.answers import informational, resting_on, without_number
from engine.checks.beside import read_beside
from engine.checks.case import Case, Judgement, Reading
from engine.checks.change import percent
from engine.checks.compare import compare
from engine.facts import Comparator, Mark, Outcome
from engine.language import mark
from engine.numbers import plain
from engine.periods import Grain, Period
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.beside import problems_beside
from engine.rulebook.schema import Rule
from engine.schema import Id, Number

_BY_SIGN = {Sign.REVENUE: Comparator.AT_LEAST, Sign.COST: Comparator.AT_MOST}
_BY_DIRECTION = {"higher": Comparator.AT_LEAST, "lower": Comparator.AT_MOST}


class BudgetRule(Rule):
    kind: ClassVar[str] = "budget"

    budget: Id
    """The metric that holds the budget, with the same members."""
    basis: Literal["period", "year_to_date", "year", "forecast"]
    """`year_to_date` adds up both from the year's first period. `year` is what is spent so far and `forecast` what the whole
    year is expected to come to, both against the year's budget."""
    tolerance: Number = Field(default=Decimal(0), ge=0)
    informational: bool = False
    """Show the deviation and judge nothing."""

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.metric, self.budget)))

    def problems(self, organisation: Organisation) -> Iterable[Finding]:
        own = organisation.metrics[self.metric]
        grain = Grain.YEAR if self.basis in ("year", "forecast") else own.grain
        yield from problems_beside(self, organisation, ("budget",), self.budget, grain=grain)
        for dimension in self.dimensions_of(own):
            if _comparator(own, dimension) is None:
                message = mark("whether more than the budget is good is not said: give '{line}' a sign (revenue or cost)")
                yield Finding(("metric",), Code.KIND, message, {"line": dimension or own.id})


def judge(case: Case[BudgetRule]) -> Judgement:
    rule = case.rule
    comparator = _comparator(case.metric, case.dimension)
    if comparator is None:
        raise ValueError(f"{case.metric.id} has no sign for '{case.dimension}'")
    actual, budget = _figures(case)
    details = _details(case, actual, budget, comparator)
    if rule.informational:
        return informational(actual, details)
    if actual.value is None:
        return without_number(rule, actual)
    if budget.value is None:
        missing = {"missing": rule.budget}
        return Judgement(outcome=Outcome.NO_DATA, reading=actual, cause=budget.cause, comparator=comparator, details=missing)
    compared = compare(actual.value, comparator, budget.value, rule.tolerance)
    return Judgement(
        outcome=Outcome.MET if compared.met else Outcome.MISSED,
        reading=resting_on(actual, budget),
        target=budget.value,
        comparator=comparator,
        margin=compared.margin,
        details=details,
        marks=(Mark.AHEAD_OF_YEAR,) if _ahead(case, actual.value, budget.value, comparator) else (),
    )


def _comparator(metric: Metric, dimension: str) -> Comparator | None:
    member = metric.by_member.get(dimension)
    return _BY_SIGN[member.sign] if member and member.sign else _BY_DIRECTION.get(metric.better)


def _figures(case: Case[BudgetRule]) -> tuple[Reading, Reading]:
    """The figure and its budget, on the rule's basis."""
    if case.rule.basis != "year_to_date":
        return case.read(), read_beside(case, case.rule.budget)
    so_far = [period for period in _year_of(case.period) if period <= case.period]
    actual = [case.read(period) for period in so_far]
    return _sum(case.period, actual), _sum(
        case.period, [read_beside(case, case.rule.budget, None, period) for period in so_far]
    )


def _sum(period: Period, readings: list[Reading]) -> Reading:
    """The sum of the readings; any hole among them is a hole in the sum, with the same cause."""
    hole = next((reading for reading in readings if reading.value is None), None)
    if hole:
        return Reading(period=period, cause=hole.cause, words=hole.words)
    provisional = any(reading.provisional for reading in readings)
    value = sum((reading.value for reading in readings if reading.value is not None), Decimal(0))
    raw_value = sum((reading.raw_value for reading in readings if reading.raw_value is not None), Decimal(0))
    return Reading(period=period, value=value, raw_value=raw_value, provisional=provisional)


def _details(case: Case[BudgetRule], actual: Reading, budget: Reading, comparator: Comparator) -> dict[str, str]:
    """deviation (positive is good), index (100 = as budgeted), and how far the year's budget is used; empty without figures."""
    if actual.value is None or budget.value is None:
        return {}
    details = {
        "budget": plain(budget.value),
        "deviation": plain(compare(actual.value, comparator, budget.value).margin),
        "index": plain(percent(actual.value, budget.value, 0)) if budget.value != 0 else "",
    }
    if case.rule.basis in ("year", "forecast"):
        details["unused"] = plain(budget.value - actual.value)
    if case.rule.basis == "year":
        details["share_of_year"] = plain(percent(actual.value, budget.value)) if budget.value != 0 else ""
        details["elapsed_share"] = plain(percent(*_elapsed(case.period)))
    return details


def _ahead(case: Case[BudgetRule], actual: Decimal, budget: Decimal, comparator: Comparator) -> bool:
    """True when a larger share of the year's money is spent than of the year. To earn ahead of the year is no warning."""
    if case.rule.basis != "year" or comparator is not Comparator.AT_MOST or budget <= 0:
        return False
    passed, whole = _elapsed(case.period)
    return actual * whole > budget * passed


def _elapsed(period: Period) -> tuple[Decimal, Decimal]:
    """How many of the year's periods have passed when this one ends, and how many there are: (3, 12) for March."""
    whole = _year_of(period)
    return Decimal(whole.index(period) + 1), Decimal(len(whole))


def _year_of(period: Period) -> list[Period]:
    """Every period of the year that this one belongs to; a year of weeks is the ISO year with its 52 or 53."""
    first = last = period
    while first.shift(-1).year == period.year:
        first = first.shift(-1)
    while last.shift(1).year == period.year:
        last = last.shift(1)
    return list(first.until(last))
