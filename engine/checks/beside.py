"""Figures of other metrics that a check reads beside its own: a budget, a limit, a part of a sum."""

from collections.abc import Iterable

from engine.catalogue import Organisation
from engine.checks.case import Case, R, Reading
from engine.language import mark
from engine.periods import Grain, Period
from engine.rulebook.findings import Code, Finding, KeyPath
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
    rule: Rule, organisation: Organisation, path: KeyPath, metric: str, dimensions: Iterable[str] | None = None
) -> Iterable[Finding]:
    """Why the other metric cannot be read beside the rule's own: its periods or its members do not fit."""
    own, other = organisation.metrics[rule.metric], organisation.metrics[metric]
    if other.grain not in _LIES_IN[own.grain]:
        message = mark("{metric} has one figure per {grain}, and a {own} of this rule does not lie in one")
        yield Finding(path, Code.GRAIN, message, {"metric": metric, "grain": other.grain.value, "own": own.grain.value})
    if dimensions is None:
        dimensions = rule.dimensions_of(own) if other.members else ()
    for member in dimensions:
        if member and member not in other.by_member:
            message = mark("{metric} has no member '{member}'")
            yield Finding(path, Code.UNKNOWN_MEMBER, message, {"metric": metric, "member": member[:40]})
