"""A printed total against the sum of its parts: what was printed stays on record, and is flagged where it does not add up.

check: control_total
parts: {metric: open_avvik, dimensions: all}
tolerance: 0

Terms with a factor control differences and other sums with signs:

terms:
  - {metric: overdraft_limit}
  - {metric: overdraft_drawn, factor: -1}
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from engine.catalogue import Metric, Organisation
from engine.checks.answers import not_arrived, resting_on, without_number
from engine.checks.beside import read_beside
from engine.checks.case import Case, Judgement, Reading
from engine.checks.compare import compare
from engine.facts import Comparator, Mark, Outcome
from engine.language import mark
from engine.numbers import plain, round_half_up
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.beside import problems_beside
from engine.rulebook.lint.known import repeated
from engine.rulebook.schema import AllOr, Rule
from engine.schema import Id, Many, Number, Strict


class Parts(Strict):
    """The members that add up to the total."""

    metric: Id
    dimensions: AllOr[Id]
    """`all`: every member that counts in the total, so not those that are sums themselves."""

    def members(self, metric: Metric) -> Iterator[str]:
        if self.dimensions == "all":
            return (member.id for member in metric.members if member.in_total)
        return iter(self.dimensions)


class Term(Strict):
    """One figure of the sum, with its sign or factor."""

    metric: Id
    dimension: str | None = None
    """`""` is the figure without a dimension; when the key is left out, the member that the rule is judging."""
    factor: Number = Decimal(1)


class ControlTotalRule(Rule):
    kind: ClassVar[str] = "control_total"

    parts: Parts | None = None
    terms: Many[Term] = ()
    tolerance: Number = Field(ge=0)
    """How far the sum may lie from the printed total, in the metric's unit of measure. 0 for counts; roundings need room."""

    @model_validator(mode="after")
    def _something_to_add(self) -> "ControlTotalRule":
        if self.parts is None and not self.terms:
            raise PydanticCustomError("parts", mark("a control total has parts, terms or both"))
        return self

    @property
    def metrics(self) -> tuple[str, ...]:
        parts = (self.parts.metric,) if self.parts else ()
        return tuple(dict.fromkeys((self.metric, *parts, *(term.metric for term in self.terms))))

    def problems(self, organisation: Organisation) -> Iterable[Finding]:
        if self.parts:
            yield from self._parts_problems(self.parts, organisation)
        for position, term in enumerate(self.terms):
            path: KeyPath = ("terms", position)
            members = None if term.dimension is None else [((*path, "dimension"), term.dimension)]
            # A factor may turn one unit of measure into another; a mere sign does not.
            same_unit = abs(term.factor) == 1
            yield from problems_beside(self, organisation, (*path, "metric"), term.metric, members, same_unit=same_unit)

    def _parts_problems(self, parts: Parts, organisation: Organisation) -> Iterable[Finding]:
        members = tuple(parts.members(organisation.metrics[parts.metric]))
        path: KeyPath = ("parts", "dimensions")
        named = [((*path, position), member) for position, member in enumerate(members)]
        yield from problems_beside(self, organisation, ("parts", "metric"), parts.metric, named)
        yield from repeated(path, members)
        if not members:
            message = mark("{of} has no members to add up here")
            yield Finding(path, Code.UNKNOWN_MEMBER, message, {"of": parts.metric})
        judged = self.dimensions_of(organisation.metrics[self.metric]) if parts.metric == self.metric else ()
        for where, member in named:
            if member in judged:
                message = mark("{member} would be a part of itself: name the parts, or mark the total in_total: false")
                yield Finding(where, Code.KIND, message, {"member": member})


def judge(case: Case[ControlTotalRule]) -> Judgement:
    rule, printed = case.rule, case.read()
    if printed.derived:
        # A total that we added up ourselves would only be compared with itself.
        printed = not_arrived(case, case.metric.last_day(case.period))
    if printed.value is None:
        return without_number(rule, printed)
    parts = [(term, read_beside(case, term.metric, term.dimension)) for term in _terms(case)]
    hole = next(((term, reading) for term, reading in parts if reading.value is None), None)
    if hole:
        return _hole(*hole, printed)
    total = sum((term.factor * (reading.value or 0) for term, reading in parts), Decimal(0))
    value = round_half_up(total, case.metric.decimals) if rule.compare == "as_published" else total
    compared = compare(value, Comparator.EQUALS, printed.value, rule.tolerance)
    added = Reading(period=case.period, value=value, raw_value=total)
    return Judgement(
        outcome=Outcome.MET if compared.met else Outcome.MISSED,
        reading=resting_on(added, printed, *(reading for _, reading in parts)),
        target=printed.value,
        comparator=Comparator.EQUALS,
        margin=compared.margin,
        details={"difference": plain(value - printed.value)},
        marks=() if compared.met else (Mark.PRINTED_TOTAL_DIFFERS,),
    )


def _hole(term: Term, reading: Reading, printed: Reading) -> Judgement:
    return Judgement(
        outcome=Outcome.NO_DATA,
        reading=Reading(period=printed.period, cause=reading.cause),
        cause=reading.cause,
        target=printed.value,
        comparator=Comparator.EQUALS,
        details={"missing": " ".join(filter(None, (term.metric, term.dimension)))},
    )


def _terms(case: Case[ControlTotalRule]) -> Iterator[Term]:
    parts = case.rule.parts
    if parts:
        for member in parts.members(case.metrics[parts.metric]):
            yield Term(metric=parts.metric, dimension=member)
    yield from case.rule.terms
