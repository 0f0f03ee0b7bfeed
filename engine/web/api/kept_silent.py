"""What people decided about the guard itself: exemptions, maintenance windows, and rounds that were held. To be read only."""

from datetime import date
from typing import Any

from django.http import Http404
from ninja import Query, Router

from engine.decisions.storm import Fate
from engine.exemptions import Exemption
from engine.maintenance import Window
from engine.people import Scope
from engine.rights import Action, Thing
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.shapes import Name, Page, Paged, Told, iso
from engine.web.api.wants import needs, within
from engine.web.clock import now, today
from engine.workplace import Workplace
from engine.workplace.decisions.held import Held, held

router = Router(tags=["decisions"])


class ExemptionTold(Told):
    id: str
    rule: str
    unit: str
    """Empty: every unit that the rule judges."""
    since: str
    until: str
    """The last day."""
    ended_on: str | None
    """The day from which it no longer holds, when it was ended before its time."""
    holds: bool
    """Whether nobody is told today."""
    reason: str
    approver: str
    registered_by: str
    registered_at: str


class WindowTold(Told):
    id: str
    service: str
    start: str
    end: str
    """The first instant after it."""
    holds: bool
    reason: str
    registered_by: str
    registered_at: str


class Opening(Told):
    rule: str
    unit: str
    dimension: str
    periods: list[str]


class HeldTold(Told):
    id: str
    held_at: str
    as_of: str
    state: Fate
    sudden: int | None
    """How many of the avvik would be about what had been judged before. Null where some of the round is not for the caller."""
    judged_before: int | None
    openings: list[Opening]
    """The avvik that would be opened, those that the caller may see."""
    settled_at: str | None
    settled_by: str
    reason: str


class OfOrganisation(Paged):
    organisation: Name


@router.get("/exemptions", response=Page[ExemptionTold], url_name="api-exemptions")
@needs(Scope.READ, Action.SEE, Thing.EXEMPTION)
def exemptions(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """For whom nobody is told, why, by whose word and until when; those that are over too."""
    within(request, Action.SEE, Thing.EXEMPTION, asked.organisation)
    place, day = request.auth.place, today()
    found = [each for each in place.store.exemptions() if each.organisation == asked.organisation and _sees(place, each)]
    return turn(request, asked).of_all(found, lambda each: (each.id,), lambda each: _exemption(each, day))


@router.get("/maintenance", response=Page[WindowTold], url_name="api-maintenance")
@needs(Scope.READ, Action.SEE, Thing.EXEMPTION)
def maintenance(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """The announced windows in which a service does not answer; past ones too."""
    within(request, Action.SEE, Thing.EXEMPTION, asked.organisation)
    found = [each for each in request.auth.place.store.windows() if each.organisation == asked.organisation]
    return turn(request, asked).of_all(found, lambda each: (each.id,), _window)


@router.get("/storms", response=Page[HeldTold], url_name="api-storms")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def storms(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """Rounds that were held because too many avvik would open at once, for who sees the whole organisation's avvik."""
    place = request.auth.place
    if not place.may(Action.SEE, Thing.AVVIK, asked.organisation):
        raise Http404
    return turn(request, asked).of_all(held(place, asked.organisation), lambda each: (each.storm.id,), _held)


def _sees(place: Workplace, each: Exemption) -> bool:
    """A rule that is no longer in force may have been about persons."""
    if not place.may(Action.SEE, Thing.EXEMPTION, each.organisation, each.unit):
        return False
    return _sees_rule(place, each.organisation, each.rule, each.unit)


def _sees_rule(place: Workplace, organisation: str, name: str, unit: str) -> bool:
    rule = place.book.by_id.get(name)
    if rule is None:
        return place.may(Action.SEE, Thing.PERSONAL_FIGURE, organisation, unit)
    return place.sees_figure(rule, unit)


def _exemption(each: Exemption, day: date) -> dict[str, Any]:
    return {
        "id": each.id,
        "rule": each.rule,
        "unit": each.unit,
        "since": each.since.isoformat(),
        "until": each.until.isoformat(),
        "ended_on": iso(each.ended_on),
        "holds": each.holds_on(day),
        "reason": each.reason,
        "approver": each.approver,
        "registered_by": each.registered_by,
        "registered_at": iso(each.registered_at),
    }


def _window(each: Window) -> dict[str, Any]:
    return {
        "id": each.id,
        "service": each.service,
        "start": iso(each.start),
        "end": iso(each.end),
        "holds": each.start <= now() < each.end,
        "reason": each.reason,
        "registered_by": each.registered_by,
        "registered_at": iso(each.registered_at),
    }


def _held(each: Held) -> dict[str, Any]:
    storm = each.storm
    return {
        "id": storm.id,
        "held_at": iso(storm.held_at),
        "as_of": storm.as_of.isoformat(),
        "state": storm.fate.value,
        "sudden": storm.sudden if each.is_whole else None,
        "judged_before": storm.judged_before if each.is_whole else None,
        "openings": [
            {"rule": one.name, "unit": one.unit_name, "dimension": one.dimension, "periods": [*map(str, one.periods)]}
            for one in each.openings
        ],
        "settled_at": iso(storm.settled_at),
        "settled_by": storm.settled_by,
        "reason": storm.reason,
    }
