"""When a rule's targets hold: periods of the metric's grain, one after the other, without holes and never two at a time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from engine.catalogue import Metric, Organisation, Unit
from engine.language import mark
from engine.periods import Grain, Period
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.schema import Rule, Target


class Days(NamedTuple):
    """First and last day, both included."""

    first: date
    last: date

    def meet(self, other: "Days") -> bool:
        return self.first <= other.last and other.first <= self.last


def days(of: Target | Unit) -> Days:
    """The days in which a target holds or a unit exists."""
    return Days(of.valid_from.start if of.valid_from else date.min, of.valid_to.end if of.valid_to else date.max)


def validity_findings(rule: Rule, targets: Sequence[Target], organisation: Organisation) -> Iterator[Finding]:
    """What is wrong with each target's own validity; only when nothing is, what is wrong between them."""
    metric = organisation.metrics[rule.metric]
    own = [finding for position, target in enumerate(targets) for finding in _own(position, target, metric)]
    if own:
        yield from own
        return
    yield from _between(rule, targets, metric)
    yield from _without_a_unit(rule, targets, organisation)


def _own(position: int, target: Target, metric: Metric) -> Iterator[Finding]:
    if target.valid_from and target.valid_to and target.valid_from.start > target.valid_to.end:
        yield Finding(("targets", position, "valid_to"), Code.NEVER_APPLIES, mark("the target ends before it begins"))
        return
    if metric.grain is Grain.WEEK:
        # A week belongs where it starts, so any day may be a target's first.
        return
    message = mark("a {grain} would lie half inside: the metric has one figure per {grain}")
    details = {"grain": metric.grain.word}
    start, end = target.valid_from, target.valid_to
    if start and Period.containing(start.start, metric.grain).start != start.start:
        yield Finding(("targets", position, "valid_from"), Code.GRAIN, message, details)
    if end and Period.containing(end.end, metric.grain).end != end.end:
        yield Finding(("targets", position, "valid_to"), Code.GRAIN, message, details)


def _between(rule: Rule, targets: Sequence[Target], metric: Metric) -> Iterator[Finding]:
    """Each member has its own succession of targets; what is wrong with several at once is told once."""
    successions = dict.fromkeys(
        tuple(position for position, target in enumerate(targets) if target.concerns(member))
        for member in rule.dimensions_of(metric)
    )
    told: dict[KeyPath, Finding] = {}
    for positions in successions:
        told |= {finding.path: finding for finding in _succession(targets, positions, metric.grain) if finding.path not in told}
    yield from told.values()


def _succession(targets: Sequence[Target], positions: Sequence[int], grain: Grain) -> Iterator[Finding]:
    in_order = sorted(positions, key=lambda position: days(targets[position]))
    for before, after in pairwise(in_order):
        end, start = days(targets[before]).last, days(targets[after]).first
        if end >= start:
            message = mark("holds at the same time as target number {other}: end the earlier one with valid_to")
            yield Finding(("targets", after), Code.OVERLAP, message, {"other": before + 1})
            # Which of the two goes on is not known, so neither is what comes after them.
            return
        if end + timedelta(days=1) < start:
            hole = Period.containing(end + timedelta(days=1), grain)
            message = mark("no target holds from {hole} until this one begins: target number {other} ends before")
            yield Finding(("targets", after), Code.GAP, message, {"hole": str(hole), "other": before + 1})


def _without_a_unit(rule: Rule, targets: Sequence[Target], organisation: Organisation) -> Iterator[Finding]:
    lives = [days(organisation.units[unit]) for unit in rule.units_of(organisation)]
    for position, target in enumerate(targets):
        if not any(days(target).meet(life) for life in lives):
            message = mark("never applies: no unit of this rule exists while the target holds")
            yield Finding(("targets", position), Code.NEVER_APPLIES, message)
