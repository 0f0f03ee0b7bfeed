"""What people decided about the guard itself: exemptions, maintenance windows, and rounds that were held. To be read only."""

from datetime import date
from typing import Any

from ninja import Query, Router

from engine.decisions.storm import Fate
from engine.exemptions import Exemption
from engine.people import Scope
from engine.rights import Action, Thing
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.shapes import Name, Page, Paged, Told, iso
from engine.web.api.wants import needs, within
from engine.web.clock import now, today
from engine.workplace.decisions.exemptions import registered
from engine.workplace.decisions.held import Held, held
from engine.workplace.decisions.windows import Line, Standing, windows

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
    is_whole: bool
    """False where the round holds more than the caller may see; then its own counts are null."""
    sudden: int | None
    """How many of the avvik would be about what had been judged before."""
    judged_before: int | None
    openings: list[Opening]
    """The avvik that would be opened, those that the caller may see."""
    additions: list[str]
    """The avvik that would be added to, likewise."""
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
    day = today()
    found = registered(request.auth.place, asked.organisation)
    return turn(request, asked).of_all(found, lambda each: (each.id,), lambda each: _exemption(each, day))


@router.get("/maintenance", response=Page[WindowTold], url_name="api-maintenance")
@needs(Scope.READ, Action.SEE, Thing.MAINTENANCE)
def maintenance(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """The announced windows in which a service does not answer; past ones too."""
    within(request, Action.SEE, Thing.MAINTENANCE, asked.organisation)
    found = windows(request.auth.place, asked.organisation, now())
    return turn(request, asked).of_all(found, lambda each: (each.window.id,), _window)


@router.get("/storms", response=Page[HeldTold], url_name="api-storms")
@needs(Scope.READ, Action.SEE, Thing.HELD_ROUND)
def storms(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """Rounds that were held because too many avvik would open at once: those that hold something the caller may see."""
    within(request, Action.SEE, Thing.HELD_ROUND, asked.organisation)
    found = held(request.auth.place, asked.organisation)
    return turn(request, asked).of_all(found, lambda each: (each.storm.id,), _held)


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


def _window(each: Line) -> dict[str, Any]:
    said = each.window
    return {
        "id": said.id,
        "service": said.service,
        "start": iso(said.start),
        "end": iso(said.end),
        "holds": each.standing is Standing.RUNNING,
        "reason": said.reason,
        "registered_by": said.registered_by,
        "registered_at": iso(said.registered_at),
    }


def _held(each: Held) -> dict[str, Any]:
    storm = each.storm
    return {
        "id": storm.id,
        "held_at": iso(storm.held_at),
        "as_of": storm.as_of.isoformat(),
        "state": storm.fate.value,
        "is_whole": each.is_whole,
        "sudden": storm.sudden if each.is_whole else None,
        "judged_before": storm.judged_before if each.is_whole else None,
        "openings": [
            {"rule": one.name, "unit": one.unit_name, "dimension": one.dimension, "periods": [*map(str, one.periods)]}
            for one in each.openings
        ],
        "additions": [card.id for card in each.additions],
        "settled_at": iso(storm.settled_at),
        "settled_by": storm.settled_by,
        "reason": storm.reason,
    }
