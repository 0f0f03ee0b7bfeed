"""Figures of other metrics that a check reads beside its own: a budget, a limit, a part of a sum."""

from collections.abc import Iterable

from engine.catalogue import Organisation
from engine.checks.case import Case, R, Reading
from engine.language import mark
from engine.periods import Grain, Period
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.known import Known
from engine.rulebook.schema import Rule

_LIES_IN: dict[Grain, frozenset[Grain]] = {
    Grain.WEEK: frozenset(Grain),
    Grain.MONTH: frozenset({Grain.MONTH, Grain.QUARTER, Grain.TERTIAL, Grain.YEAR}),
    Grain.QUARTER: frozenset({Grain.QUARTER, Grain.YEAR}),
    Grain.TERTIAL: frozenset({Grain.TERTIAL, Grain.YEAR}),
    Grain.YEAR: frozenset({Grain.YEAR}),
}
"""In which grains each grain lies whole. A quarter does not lie in a tertial; a week is counted where it starts."""


def read_beside(case: Case[R], metric: str, dimension: str | None = None, period: Period | None = None) -> Reading:
    """The other metric's figure for the same unit, the same member unless another is named, and the period around.

    A metric without members has one figure for all of them.
    """
    other = case.metrics[metric]
    if dimension is None:
        dimension = case.dimension if other.members else ""
    return case.read((period or case.period).enclosing(other.grain), metric=metric, dimension=dimension)


def problems_beside(
    rule: Rule,
    organisation: Organisation,
    path: KeyPath,
    metric: str,
    members: Iterable[tuple[KeyPath, str]] | None = None,
    *,
    grain: Grain | None = None,
    same_unit: bool = True,
) -> Iterable[Finding]:
    """Why the other metric cannot be read beside the rule's own: its periods, its members or its unit of measure do not fit.

    `path` leads to the key that names the metric. `members` are those that are read, each with the path that names it; without
    them it is read for the members that the rule judges. `grain` is the one that is wanted, where not every longer one will do.
    """
    own, other = organisation.metrics[rule.metric], organisation.metrics[metric]
    if grain and other.grain is not grain:
        message = mark("{metric} has one figure per {grain}; here one per {wanted} is needed")
        yield Finding(path, Code.GRAIN, message, {"metric": metric, "grain": other.grain.value, "wanted": grain.value})
    elif other.grain not in _LIES_IN[own.grain]:
        message = mark("{metric} has one figure per {grain}, and a {own} of this rule does not lie in one")
        yield Finding(path, Code.GRAIN, message, {"metric": metric, "grain": other.grain.value, "own": own.grain.value})
    if same_unit and other.unit_of_measure != own.unit_of_measure:
        message = mark("{other} is measured in {its_unit}, but {metric} in {unit_of_measure}")
        details = {"other": metric, "its_unit": other.unit_of_measure}
        yield Finding(path, Code.LIMIT_UNIT, message, details | {"metric": own.id, "unit_of_measure": own.unit_of_measure})
    if members is None:
        members = [(path, member) for member in rule.dimensions_of(own)] if other.members else ()
    for where, member in members:
        yield from Known(organisation).member(where, other, member)
