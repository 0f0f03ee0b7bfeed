"""Rules + figures + a day → verdicts. Pure: the same input gives the same verdicts in the same order, wherever it runs.

The observations are read once, into a panel; each series has its spine of periods, holes included, and each period of it is
one case for the judge of the rule's kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Context, localcontext
from typing import TYPE_CHECKING, Any

from engine.arrivals import with_arrivals
from engine.catalogue import Organisation
from engine.checks import KINDS
from engine.checks.case import Case, Judgement, Reading
from engine.checks.change import broken_between
from engine.checks.conditions import held_back
from engine.checks.running import still_running
from engine.current import Precedence, current
from engine.facts import Cause, Mark, Observation, Outcome, Verdict, digest
from engine.panel import OrganisationPanel
from engine.periods import Period

if TYPE_CHECKING:
    from engine.rulebook.book import InForce, Rulebook

EXACT = Context(prec=200)
"""Wide enough that no sum or product of figures rounds on its own, whatever context the caller's thread has."""

_MET = frozenset({Outcome.MET, Outcome.WARNING})
_CAME = frozenset({Cause.REPORTED_NULL, Cause.ZERO_DENOMINATOR, Cause.TOO_FEW, Cause.INVALID, Cause.STATEMENT, Cause.CONDITION})


def evaluate(
    rulebook: "Rulebook",
    observations: Iterable[Observation],
    as_of: date,
    *,
    organisation: str | None = None,
    period: Period | None = None,
) -> tuple[Verdict, ...]:
    """Every verdict that the figures give as of that day, or those of one organisation or one period.

    Ordered by organisation, rule as in the book, unit and member as in the rule, and period. `as_of` decides what is due, not
    what is known: every observation given counts. Asked for one period, a series that has begun answers for it even when the
    period has not ended.
    """
    in_force = [each for each in rulebook.rules if organisation in (None, each.organisation.id)]
    with localcontext(EXACT):
        figures = current(with_arrivals(observations, rulebook.timetables), precedence(rulebook.organisations.values()))
        owners = {each.organisation.id: each.organisation for each in in_force}
        panels = {name: OrganisationPanel(owner, figures, as_of) for name, owner in owners.items()}
        verdicts: list[Verdict] = []
        for each in sorted(in_force, key=lambda each: each.organisation.id):
            cases = _cases(each, panels[each.organisation.id], as_of, period)
            verdicts += _with_missed_children([_judge(case, each) for case in cases], each.organisation)
        return tuple(verdicts)


def precedence(organisations: Iterable[Organisation]) -> Precedence:
    """Which source goes before which, for each metric that says so."""
    return {
        (owner.id, metric.id): metric.sources for owner in organisations for metric in owner.metrics.values() if metric.sources
    }


def newest(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Of each rule, unit and dimension the newest period for which something came, else its newest row; order kept."""
    kept: dict[tuple[str, ...], Verdict] = {}
    for verdict in verdicts:
        series = verdict.key[:4]
        held = kept.get(series)
        if held is None or (_came(verdict), verdict.period.ordinal) > (_came(held), held.period.ordinal):
            kept[series] = verdict
    return tuple(kept.values())


def _came(verdict: Verdict) -> bool:
    return verdict.value is not None or bool(verdict.words) or verdict.cause in _CAME


def _cases(each: "InForce", panel: OrganisationPanel, as_of: date, wanted: Period | None) -> Iterator[Case[Any]]:
    rule, organisation = each.rule, each.organisation
    metric = organisation.metrics[rule.metric]
    for unit in dict.fromkeys(rule.units_of(organisation)):
        for dimension in dict.fromkeys(rule.dimensions_of(metric)):
            span = panel.span(metric.id, unit, dimension)
            for period in _spine(span, rule.newest(metric, as_of), wanted, rule.begins):
                if organisation.units[unit].exists_in(period):
                    yield Case(
                        rule=rule,
                        metric=metric,
                        unit=unit,
                        dimension=dimension,
                        period=period,
                        metrics=organisation.metrics,
                        panel=panel,
                        as_of=as_of,
                        conditions=each.conditions,
                    )


def _spine(span: tuple[Period, Period] | None, ended: Period, wanted: Period | None, begins: Period | None) -> Iterable[Period]:
    """From the first figure, over holes, to the last one or the last period that has ended; never delivered: that period.

    A rule that says where it begins has no periods before, and all from there on, delivered or not.
    """
    first, last = span or (ended, ended)
    first = begins or first
    if wanted is None:
        return first.until(max(last, ended))
    known = wanted.grain is ended.grain and ((span is None and begins is None) or first <= wanted)
    return (wanted,) if known else ()


def _judge(case: Case[Any], each: "InForce") -> Verdict:
    # A judge may take back what it read; what the conditions read remains a basis of the verdict.
    asked = replace(case, used=[])
    try:
        judgement = held_back(asked) or still_running(asked) or KINDS[case.rule.check].judge(case)
    except Exception as error:  # noqa: BLE001 -- a broken judge or rule is that case's outcome and may harm no other rule
        reading = case.used[0] if case.used else Reading(period=case.period)
        judgement = Judgement(outcome=Outcome.ERROR, reading=reading, details={"error": type(error).__name__})
    return _verdict(case, judgement, each, [*asked.used, *case.used])


def _verdict(case: Case[Any], judgement: Judgement, each: "InForce", used: Iterable[Reading]) -> Verdict:
    reading = judgement.reading
    return Verdict(
        rule=case.rule.id,
        organisation=each.organisation.id,
        unit=case.unit,
        dimension=case.dimension,
        period=case.period,
        outcome=judgement.outcome,
        cause=judgement.cause,
        value=reading.value,
        raw_value=reading.raw_value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        target=judgement.target,
        comparator=judgement.comparator,
        margin=judgement.margin,
        provisional=reading.provisional,
        rule_version=each.version,
        data_revision=digest(sorted({read.revision for read in used})),
        words=reading.words,
        details=judgement.details,
        marks=(*judgement.marks, *_marks(case)),
    )


def _marks(case: Case[Any]) -> Iterator[Mark]:
    """What is worth a reader's notice whatever the rule says of the figure."""
    if broken_between(case.metric, case.period.shift(-1), case.period):
        yield Mark.SERIES_BREAK
    if case.rule.begins is None and case.panel.first(case.metric.id, case.unit, case.dimension) is None:
        yield Mark.NEVER_DELIVERED


def _with_missed_children(verdicts: list[Verdict], organisation: Organisation) -> list[Verdict]:
    """A unit that meets its target over one below it that misses: the nearest judged unit above carries the mark.

    `children_missed` names the units below, as the rule orders them.
    """
    judged = {(verdict.unit, verdict.dimension, verdict.period): verdict for verdict in verdicts}
    missed: dict[tuple[str, str, Period], list[str]] = {}
    for verdict in verdicts:
        if verdict.outcome is Outcome.MISSED:
            above = organisation.units[verdict.unit].parent
            while above is not None and (above, verdict.dimension, verdict.period) not in judged:
                above = organisation.units[above].parent
            if above is not None:
                missed.setdefault((above, verdict.dimension, verdict.period), []).append(verdict.unit)
    return [_marked(each, missed.get((each.unit, each.dimension, each.period), ())) for each in verdicts]


def _marked(verdict: Verdict, children: Iterable[str]) -> Verdict:
    names = ",".join(children)
    if not names or verdict.outcome not in _MET:
        return verdict
    details = {**verdict.details, "children_missed": names}
    return replace(verdict, details=details, marks=(*verdict.marks, Mark.CHILD_MISSED))
