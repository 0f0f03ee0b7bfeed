"""A rule's targets one by one: limits the figure can reach, levels that agree, words that stand somewhere."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol, runtime_checkable

from engine.catalogue import Metric
from engine.facts import Comparator
from engine.language import mark
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
    metric = known.organisation.metrics[rule.metric]
    for position, target in enumerate(targets):
        path: KeyPath = ("targets", position)
        yield from statement_findings(path, target.source or rule.source, target.decided_by or rule.decided_by)
        if target.comparator in _POINTS_AGAINST[metric.better]:
            message = mark("{comparator} points the wrong way: of {metric}, {better} is better")
            details = {"comparator": target.comparator.value, "metric": metric.id, "better": metric.better}
            yield Finding((*path, target.comparator.value), Code.DIRECTION, message, details, at_key=True)
        if isinstance(target.limit, OfMetric):
            yield from _beside(path, target, metric, known)
        else:
            yield from _levels(path, target, metric, target.warn_margin if target.warn_margin is not None else warn_margin)
            yield from _precision(path, target, metric, rule)
    yield from validity_findings(rule, targets, known.organisation)


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


def _levels(path: KeyPath, target: Target, metric: Metric, warn_margin: Decimal | None) -> Iterator[Finding]:
    place = (*path, target.comparator.value)
    if isinstance(target.limit, tuple) and target.limit[0] > target.limit[1]:
        yield Finding(place, Code.LEVELS, mark("the first number of between is the lower one"))
        return
    possible = bounded(metric.minimum, metric.maximum)
    low, high = target.limit if isinstance(target.limit, tuple) else (target.limit, target.limit)
    reached = meeting(target.comparator, target.limit, target.tolerance).common(possible)
    if low < possible.low or high > possible.high or reached is None:
        message = mark("the figure cannot be there: {metric} lies between {minimum} and {maximum} {unit_of_measure}")
        yield Finding(place, Code.LIMIT_RANGE, message, _range(metric))
        return
    room = _room(target, possible)
    if warn_margin is not None and warn_margin > room:
        message = mark("with warn_margin {warn_margin} no figure is simply met: none is further than {room} from the limit")
        yield Finding(place, Code.LEVELS, message, {"warn_margin": plain(warn_margin), "room": plain(room)})


def _range(metric: Metric) -> dict[str, str]:
    minimum, maximum = ("…" if bound is None else plain(bound) for bound in (metric.minimum, metric.maximum))
    return {"metric": metric.id, "minimum": minimum, "maximum": maximum, "unit_of_measure": metric.unit_of_measure}


def _room(target: Target, possible: Interval) -> Decimal:
    """The largest margin that a figure can have; `equals` without tolerance knows no warning, so it always has room."""
    match target.comparator:
        case Comparator.EQUALS:
            return target.tolerance or INFINITY
        case Comparator.BETWEEN:
            return (target.limit[1] - target.limit[0]) / 2 + target.tolerance
        case Comparator.AT_MOST | Comparator.BELOW:
            return target.limit + target.tolerance - possible.low
        case Comparator.AT_LEAST | Comparator.ABOVE:
            return possible.high - target.limit + target.tolerance


def _precision(path: KeyPath, target: Target, metric: Metric, rule: Rule) -> Iterator[Finding]:
    limits = target.limit if isinstance(target.limit, tuple) else (target.limit,)
    finest = max(-int(limit.normalize().as_tuple().exponent) for limit in limits)
    if rule.compare == "as_published" and finest > metric.decimals:
        message = mark("finer than the figure, which is rounded to {decimals} decimals before it is compared (compare: exact)")
        yield Finding((*path, target.comparator.value), Code.PRECISION, message, {"decimals": metric.decimals})


def _beside(path: KeyPath, target: Target, metric: Metric, known: Known) -> Iterator[Finding]:
    """The limit is another figure. That its periods and members fit is for the kind of check to say, which reads it."""
    other = known.organisation.metrics[target.limit.metric]
    if other.unit_of_measure != metric.unit_of_measure:
        message = mark("{other} is measured in {its_unit}, {metric} in {unit_of_measure}")
        details = {"other": other.id, "its_unit": other.unit_of_measure}
        yield Finding(
            (*path, target.comparator.value, "metric"),
            Code.LIMIT_UNIT,
            message,
            {**details, "metric": metric.id, "unit_of_measure": metric.unit_of_measure},
        )
