"""Two rules about the same figure that no figure can meet: at least 70 in one file, below 60 in another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from engine.catalogue import Organisation
from engine.language import mark
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.interval import meeting
from engine.rulebook.lint.targets import HasTargets
from engine.rulebook.lint.validity import days
from engine.rulebook.schema import OfMetric, Rule, Target


class Contradictions:
    """Made for all rules of an organisation, asked about each: the later of two is told."""

    def __init__(self, rules: Sequence[Rule], organisation: Organisation) -> None:
        self._found: dict[str, list[Finding]] = defaultdict(list)
        earlier: dict[str, list[tuple[Rule, Sequence[Target]]]] = defaultdict(list)
        for rule in rules:
            if isinstance(rule, HasTargets):
                for other, targets in earlier[rule.metric]:
                    against = list(_against(rule.targets, targets, other.id))
                    if against and _share_a_figure(rule, other, organisation):
                        self._found[rule.id].extend(against)
                earlier[rule.metric].append((rule, rule.targets))

    def __call__(self, rule: Rule) -> Sequence[Finding]:
        return self._found.get(rule.id, ())


def _against(targets: Sequence[Target], others: Sequence[Target], other: str) -> Iterator[Finding]:
    for (position, target), earlier in product(enumerate(targets), others):
        if not _can_both_be_met(target, earlier) and days(target).meet(days(earlier)):
            message = mark("no figure can meet both this target and the one of rule {other}")
            yield Finding(("targets", position), Code.RULES_CONTRADICT, message, {"other": other})


def _can_both_be_met(one: Target, other: Target) -> bool:
    if isinstance(one.limit, OfMetric) or isinstance(other.limit, OfMetric):
        return True
    first, second = (meeting(target.comparator, target.limit, target.tolerance) for target in (one, other))
    return first.common(second) is not None


def _share_a_figure(one: Rule, other: Rule, organisation: Organisation) -> bool:
    metric = organisation.metrics[one.metric]
    dimensions = set(one.dimensions_of(metric)) & set(other.dimensions_of(metric))
    return bool(dimensions and set(one.units_of(organisation)) & set(other.units_of(organisation)))
