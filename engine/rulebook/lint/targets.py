"""A rule's targets one by one: limits the figure can reach, levels that agree, words that stand somewhere."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol, runtime_checkable

from engine.catalogue import Metric
from engine.facts import Comparator, TargetValue
from engine.language import mark
from engine.names import shown
from engine.numbers import plain
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.lint.interval import INFINITY, Interval, bounded, meeting
from engine.rulebook.lint.known import Known
from engine.rulebook.lint.validity import validity_findings
from engine.rulebook.schema import OfMetric, Rule, Source, Target


@runtime_checkable
class HasTargets(Protocol):
    """A rule of a kind that judges by stated targets."""

    targets: tuple[Target, ...]
    warn_margin: Decimal | None


_POINTS_AGAINST = {
    "higher": frozenset({Comparator.AT_MOST, Comparator.BELOW}),
    "lower": frozenset({Comparator.AT_LEAST, Comparator.ABOVE}),
    "neither": frozenset[Comparator](),
}


def target_findings(rule: Rule, targets: Sequence[Target], warn_margin: Decimal | None, known: Known) -> Iterator[Finding]:
    """What is wrong with a rule's targets. The rule's own names are right by now."""
    for position, target in enumerate(targets):
        path: KeyPath = ("targets", position)
        yield from statement_findings(path, target.source or rule.source, target.decided_by or rule.decided_by)
        yield from _members((*path, "dimensions"), rule, target, known.organisation.metrics[rule.metric])
        yield from _limit((*path, target.comparator.value), rule, target, warn_margin, known)
    yield from validity_findings(rule, targets, known.organisation)


def _members(path: KeyPath, rule: Rule, target: Target, metric: Metric) -> Iterator[Finding]:
    judged = rule.dimensions_of(metric)
    for position, name in enumerate(target.dimensions or ()):
        if name not in judged:
            message = mark("never applies: the rule does not judge {member}; it judges {judged}")
            details = {"member": shown(name), "judged": ", ".join(map(shown, judged))}
            yield Finding((*path, position), Code.UNKNOWN_MEMBER, message, details)


def _limit(path: KeyPath, rule: Rule, target: Target, default: Decimal | None, known: Known) -> Iterator[Finding]:
    metric, limit = known.organisation.metrics[rule.metric], target.limit
    if target.comparator in _POINTS_AGAINST[metric.better]:
        message = mark("{comparator} points the wrong way: of {metric}, {better} is better")
        details = {"comparator": target.comparator.value, "metric": metric.id, "better": metric.better}
        yield Finding(path, Code.DIRECTION, message, details, at_key=True)
    if isinstance(limit, OfMetric):
        yield from _unit_of_measure(path, metric, known.organisation.metrics[limit.metric])
        return
    yield from _levels(path, target, limit, metric, default if target.warn_margin is None else target.warn_margin)
    if rule.compare == "as_published":
        yield from _precision(path, limit, metric)


def statement_findings(
    path: KeyPath, source: Source | None, decided_by: str | None, *, needed: bool = True
) -> Iterator[Finding]:
    """A target is stated in a document, in its own words, or somebody has decided it and can be asked."""
    if decided_by:
        return
    if source is None and needed:
        yield Finding(path, Code.UNSTATED, mark("who says so? a target has a source, or decided_by: the role that decided it"))
    if source and not source.quote.strip():
        message = mark("a source has a quote; what the document does not say in words has decided_by")
        yield Finding((*path, "source"), Code.NO_QUOTE, message)


def _levels(
    path: KeyPath, target: Target, limit: TargetValue, metric: Metric, warn_margin: Decimal | None
) -> Iterator[Finding]:
    low, high = limit if isinstance(limit, tuple) else (limit, limit)
    if low > high:
        yield Finding(path, Code.LEVELS, mark("the first number of between is the lower one"))
        return
    possible = bounded(metric.minimum, metric.maximum)
    reached = meeting(target.comparator, limit, target.tolerance).common(possible)
    if low < possible.low or high > possible.high or reached is None:
        message = mark("the figure cannot be there: {metric} lies between {minimum} and {maximum} {unit_of_measure}")
        yield Finding(path, Code.LIMIT_RANGE, message, _range(metric))
        return
    room = _room(target, (low, high), possible)
    if warn_margin is not None and warn_margin > room:
        message = mark("with warn_margin {warn_margin} no figure is simply met: none is further than {room} from the limit")
        yield Finding(path, Code.LEVELS, message, {"warn_margin": plain(warn_margin), "room": plain(room)})


def _range(metric: Metric) -> dict[str, str]:
    minimum, maximum = ("…" if bound is None else plain(bound) for bound in (metric.minimum, metric.maximum))
    return {"metric": metric.id, "minimum": minimum, "maximum": maximum, "unit_of_measure": metric.unit_of_measure}


def _room(target: Target, limits: tuple[Decimal, Decimal], possible: Interval) -> Decimal:
    """The largest margin that a figure can have; `equals` without tolerance knows no warning, so it always has room."""
    low, high = limits
    match target.comparator:
        case Comparator.EQUALS:
            return target.tolerance or INFINITY
        case Comparator.BETWEEN:
            return (high - low) / 2 + target.tolerance
        case Comparator.AT_MOST | Comparator.BELOW:
            return high + target.tolerance - possible.low
        case Comparator.AT_LEAST | Comparator.ABOVE:
            return possible.high - low + target.tolerance


def _precision(path: KeyPath, limit: TargetValue, metric: Metric) -> Iterator[Finding]:
    limits = limit if isinstance(limit, tuple) else (limit,)
    finest = max(-int(each.normalize().as_tuple().exponent) for each in limits)
    if finest > metric.decimals:
        message = mark(
            "finer than the figure, which is rounded first (decimals: {decimals}); compare: exact compares it unrounded"
        )
        yield Finding(path, Code.PRECISION, message, {"decimals": metric.decimals})


def _unit_of_measure(path: KeyPath, metric: Metric, other: Metric) -> Iterator[Finding]:
    """The limit is another figure. Whether its periods and members fit, the kind of check says, which reads it."""
    if other.unit_of_measure != metric.unit_of_measure:
        message = mark("{other} is measured in {its_unit}, but {metric} in {unit_of_measure}")
        details = {"other": other.id, "its_unit": other.unit_of_measure}
        own = {"metric": metric.id, "unit_of_measure": metric.unit_of_measure}
        yield Finding((*path, "metric"), Code.LIMIT_UNIT, message, details | own)
