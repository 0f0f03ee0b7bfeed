"""Whether the figures of another metric can be read beside a rule's own: a budget, a limit, what a condition asks for."""

from collections.abc import Iterable

from engine.catalogue import Organisation
from engine.language import mark
from engine.periods import Grain
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.known import Known
from engine.rulebook.schema import Rule

LIES_IN: dict[Grain, frozenset[Grain]] = {
    Grain.WEEK: frozenset(Grain),
    Grain.MONTH: frozenset({Grain.MONTH, Grain.QUARTER, Grain.TERTIAL, Grain.YEAR}),
    Grain.QUARTER: frozenset({Grain.QUARTER, Grain.YEAR}),
    Grain.TERTIAL: frozenset({Grain.TERTIAL, Grain.YEAR}),
    Grain.YEAR: frozenset({Grain.YEAR}),
}
"""In which grains each grain lies whole. A quarter does not lie in a tertial; a week is counted where it starts."""


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
        yield Finding(path, Code.GRAIN, message, {"metric": metric, "grain": other.grain.word, "wanted": grain.word})
    elif other.grain not in LIES_IN[own.grain]:
        message = mark("{metric} has one figure per {grain}, and a {own} of this rule does not lie in one")
        yield Finding(path, Code.GRAIN, message, {"metric": metric, "grain": other.grain.word, "own": own.grain.word})
    if same_unit and other.unit_of_measure != own.unit_of_measure:
        message = mark("{other} is measured in {its_unit}, but {metric} in {unit_of_measure}")
        details = {"other": metric, "its_unit": other.unit_of_measure}
        yield Finding(path, Code.LIMIT_UNIT, message, details | {"metric": own.id, "unit_of_measure": own.unit_of_measure})
    if members is None:
        members = [(path, member) for member in rule.dimensions_of(own)] if other.members else ()
    for where, member in members:
        yield from Known(organisation).member(where, other, member)
