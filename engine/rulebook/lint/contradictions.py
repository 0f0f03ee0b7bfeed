"""Two rules about the same figure that no figure can meet: at least 70 in one file, below 60 in another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, product

from engine.catalogue import Organisation
from engine.language import mark
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.interval import Interval, bounded, meeting
from engine.rulebook.lint.targets import HasTargets
from engine.rulebook.lint.validity import days
from engine.rulebook.schema import OfMetric, Rule, Target


class Contradictions:
    """Asked about each rule of an organisation in the order of the files: the later of two is told, and once."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._earlier: dict[str, list[tuple[Rule, Sequence[Target]]]] = defaultdict(list)
        self._common: dict[str, Interval | None] = defaultdict(lambda: bounded(None, None))
        """By metric what meets every target so far. Intervals that all meet each other have a common point: while there is
        one, no two of a thousand rules need be compared."""

    def __call__(self, rule: Rule) -> Iterator[Finding]:
        # Of two conditional rules nobody knows here whether they are ever judged in the same period.
        if not isinstance(rule, HasTargets) or rule.expressions:
            return
        common = self._common[rule.metric]
        for met in filter(None, map(_met, rule.targets)):
            common = common.common(met) if common else None
        if common is None:
            yield from islice(self._against(rule, rule.targets), 1)
        self._common[rule.metric] = common
        self._earlier[rule.metric].append((rule, rule.targets))

    def _against(self, rule: Rule, targets: Sequence[Target]) -> Iterator[Finding]:
        for other, others in self._earlier[rule.metric]:
            for (position, target), earlier in product(enumerate(targets), others):
                if _contradict(target, earlier) and _share_a_figure((rule, target), (other, earlier), self._organisation):
                    message = mark("no figure can meet both this target and the one of rule {other}")
                    yield Finding(("targets", position), Code.RULES_CONTRADICT, message, {"other": other.id})


def _met(target: Target) -> Interval | None:
    """What meets the target; None when its limit is another figure."""
    if isinstance(target.limit, OfMetric):
        return None
    return meeting(target.comparator, target.limit, target.tolerance)


def _contradict(one: Target, other: Target) -> bool:
    first, second = _met(one), _met(other)
    return first is not None and second is not None and first.common(second) is None and days(one).meet(days(other))


def _share_a_figure(one: tuple[Rule, Target], other: tuple[Rule, Target], organisation: Organisation) -> bool:
    """True when some unit and member are judged by both."""
    (rule, target), (other_rule, other_target) = one, other
    metric = organisation.metrics[rule.metric]
    both = set(rule.dimensions_of(metric)) & set(other_rule.dimensions_of(metric))
    members = [member for member in both if target.concerns(member) and other_target.concerns(member)]
    return bool(members and set(rule.units_of(organisation)) & set(other_rule.units_of(organisation)))
