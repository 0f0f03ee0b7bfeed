"""What an avvik rests on: its verdicts over time, the conditions that were asked, and every figure with where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.avvik.avvik import Avvik
from engine.avvik.effect import Measurement, measure
from engine.catalogue import Metric
from engine.exemptions import Exemption
from engine.explanation import Explanation, explain
from engine.facts import Observation, Verdict
from engine.periods import Period
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.rulebook.schema import Target
from engine.store.review.cards import Card
from engine.workplace.decisions.exemptions import about
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows

SHOWN = 36
"""Periods in the chart and the table of figures: three years of months."""
AKIN = 5


@dataclass(frozen=True, slots=True)
class Provenance:
    """One revision of one figure, with the delivery that brought it."""

    observation: Observation
    metric: Metric
    file_name: str
    """Empty for whoever may not see deliveries: a file's name is not for everybody."""
    is_current: bool
    """False when a later revision has taken its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How it has gone with what the avvik is about."""

    rule: InForce | None
    metric: Metric | None
    timeline: tuple[Verdict, ...]
    """The newest periods, in order."""
    corrected: frozenset[Period]
    exempt: frozenset[Period]
    """The periods on whose last day an exemption kept it silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds(Course):
    avvik: Avvik
    exemptions: tuple[Exemption, ...]
    """Those that keep it silent now or will, or kept it so in one of the periods; the newest first."""
    targets: tuple[Target, ...]
    """As the rule states them for the avvik's member, with their validity."""
    explanation: Explanation | None
    """Of the newest missed period, where the rule has conditions."""
    figures: tuple[Provenance, ...]
    """The newest period first, within it in the order in which they came."""
    effects: Mapping[str, Measurement]
    """Action → how far its effect has come."""
    earlier: tuple[Card, ...]
    elsewhere: tuple[Card, ...]


def course(place: Workplace, avvik: Avvik) -> Course:
    """Only what the chart needs."""
    return _course(place, avvik, place.store.timeline(avvik.subject))


def _course(place: Workplace, avvik: Avvik, timeline: Sequence[Verdict]) -> Course:
    found = place.book.by_id.get(avvik.subject.rule)
    same_grain = tuple(each for each in timeline if each.period.grain is avvik.grain)[-SHOWN:]
    registered = about(place, place.store.exemptions(), avvik.subject.rule, avvik.subject.unit)
    return Course(
        rule=found,
        metric=None if found is None else found.organisation.metrics[found.rule.metric],
        timeline=same_grain,
        corrected=place.store.corrected_periods(avvik.subject),
        exempt=frozenset(each.period for each in same_grain if _silent(registered, avvik, each.period.end)),
    )


def grounds(place: Workplace, avvik: Avvik, today: date) -> Grounds:
    subject = avvik.subject
    timeline = place.store.timeline(subject)
    own = _course(place, avvik, timeline)
    found = own.rule
    earlier, elsewhere = place.store.akin(rows(place, subject.organisation), avvik, AKIN)
    read = () if found is None else _read(place, found, avvik)
    periods = [each.period for each in own.timeline]
    registered = about(place, place.store.exemptions(), subject.rule, subject.unit)
    return Grounds(
        avvik=avvik,
        rule=found,
        metric=own.metric,
        timeline=own.timeline,
        corrected=own.corrected,
        exempt=own.exempt,
        exemptions=tuple(each for each in registered if not each.is_over_on(today) or _kept(each, avvik, periods)),
        targets=_targets(found, subject.dimension),
        explanation=None if found is None else _explained(found, read, avvik, today),
        figures=() if found is None else _figures(place, found, read, avvik, periods),
        effects={action.id: measure(action, timeline) for action in avvik.actions if action.done},
        earlier=earlier,
        elsewhere=elsewhere,
    )


def _silent(registered: Sequence[Exemption], avvik: Avvik, on: date) -> bool:
    subject = avvik.subject
    return any(each.covers(subject.organisation, subject.rule, subject.unit, on) for each in registered)


def _kept(exemption: Exemption, avvik: Avvik, periods: Sequence[Period]) -> bool:
    """Whether it kept the avvik silent in one of these periods."""
    return any(_silent([exemption], avvik, each.end) for each in periods)


def _metrics(found: InForce) -> frozenset[str]:
    asked = {metric for condition in found.conditions.values() for metric in condition.metrics}
    return frozenset((*found.rule.metrics, *asked)) & frozenset(found.organisation.metrics)


def _read(place: Workplace, found: InForce, avvik: Avvik) -> tuple[Observation, ...]:
    """The figures of the avvik's unit and its parts; of every unit where conditions may add up others."""
    subject = avvik.subject
    units = None if found.conditions else {subject.unit, *_below(found, subject.unit)}
    return place.store.observations_of(subject.organisation, _metrics(found), units)


def _below(found: InForce, unit: str) -> frozenset[str]:
    return frozenset(each.id for each in found.organisation.units.values() if each.parent == unit)


def _targets(found: InForce | None, dimension: str) -> tuple[Target, ...]:
    stated: Sequence[Target] = getattr(found.rule, "targets", ()) if found else ()
    return tuple(target for target in stated if target.concerns(dimension))


def _explained(found: InForce, read: Sequence[Observation], avvik: Avvik, today: date) -> Explanation | None:
    if not found.conditions or avvik.last_period is None:
        return None
    subject = avvik.subject
    return explain(found, read, today, unit=subject.unit, dimension=subject.dimension, period=avvik.last_period)


def _figures(
    place: Workplace, found: InForce, read: Sequence[Observation], avvik: Avvik, periods: Sequence[Period]
) -> tuple[Provenance, ...]:
    """Of the unit and member itself; where those were not delivered, of what they are added up from."""
    subject, below = avvik.subject, _below(found, avvik.subject.unit)
    shown = [each for each in read if each.figure.period in periods and each.figure.series.metric in found.rule.metrics]
    own = [
        each for each in shown if (each.figure.series.unit, each.figure.series.dimension) == (subject.unit, subject.dimension)
    ]
    parts = [each for each in shown if each.figure.series.unit in below or _is_member(each, avvik)]
    may_see = place.may(Action.SEE, Thing.DELIVERY, subject.organisation)
    names = place.store.file_names({each.delivery for each in own or parts}) if may_see else {}
    newest: dict[tuple[object, Period], Observation] = {}
    for each in own or parts:
        key = (each.figure.series, each.figure.period)
        newest[key] = max(newest.get(key, each), each, key=lambda observation: observation.rank)
    told = [
        Provenance(
            observation=each,
            metric=found.organisation.metrics[each.figure.series.metric],
            file_name=names.get(each.delivery, ""),
            is_current=newest[each.figure.series, each.figure.period] is each,
        )
        for each in own or parts
    ]
    return tuple(sorted(told, key=lambda each: -each.observation.figure.period.ordinal))


def _is_member(each: Observation, avvik: Avvik) -> bool:
    return not avvik.subject.dimension and each.figure.series.unit == avvik.subject.unit
