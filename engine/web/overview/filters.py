"""What the address of the overview asks for. Every filter is in it, so that a view can be sent to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, QueryDict

from engine.facts import Outcome
from engine.periods import Grain, NotAPeriod, Period
from engine.web.paging import page_asked
from engine.workplace import Workplace
from engine.workplace.overview import Choice
from engine.workplace.verdicts import periods

JUDGED = (Outcome.MET, Outcome.WARNING, Outcome.MISSED)


@dataclass(frozen=True, slots=True)
class Asked:
    """The choice, and what else could be chosen."""

    choice: Choice | None
    """None when nothing was judged yet that the person may see."""
    organisations: tuple[str, ...]
    periods: tuple[Period, ...]
    """The latest first."""


def asked(place: Workplace, query: QueryDict) -> Asked:
    """404 for an organisation or unit that is none, or none for this person, and for what is no period or outcome."""
    organisations = place.organisations()
    organisation = query.get("organisation") or organisations[0]
    if organisation not in organisations:
        raise Http404
    known = tuple(reversed(periods(place, organisation)))
    period = _period(query.get("period")) or _newest(place, organisation, known)
    if period is None:
        return Asked(None, organisations, known)
    choice = Choice(
        organisation=organisation,
        period=period,
        unit=_unit(place, organisation, query.get("unit", "")),
        outcome=_outcome(query.get("outcome")),
        compare=_period(query.get("compare")),
        everything=query.get("all") == "1",
        page=page_asked(query, "page"),
    )
    return Asked(choice, organisations, _choices(known, choice))


def _choices(known: Sequence[Period], choice: Choice) -> tuple[Period, ...]:
    """What was judged, what is chosen, and of each kind of period the one that is judged next; the latest first."""
    newest: dict[Grain, Period] = {}
    for each in known:
        newest.setdefault(each.grain, each)
    found = {*known, choice.period, *(each.shift(1) for each in newest.values())} | ({choice.compare} - {None})
    return tuple(sorted(filter(None, found), key=lambda period: (period.end, period.start), reverse=True))


def _newest(place: Workplace, organisation: str, known: Sequence[Period]) -> Period | None:
    """The latest month in which a target was met or missed; else the latest such period, or the latest of all."""
    judged = periods(place, organisation, JUDGED)[::-1]
    return next((period for period in judged if period.grain is Grain.MONTH), next(iter((*judged, *known)), None))


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except NotAPeriod:
        raise Http404 from None


def _unit(place: Workplace, organisation: str, unit: str) -> str:
    if unit and unit not in place.trees[organisation]:
        raise Http404
    return unit


def _outcome(text: str | None) -> Outcome | None:
    if not text:
        return None
    if text not in [*Outcome]:
        raise Http404
    return Outcome(text)
