"""The avvik: listed, one with its work, its entries."""

from typing import Any

from django.http import Http404, HttpResponse
from ninja import Query, Router

from engine.avvik.avvik import Avvik
from engine.avvik.states import Condition, State
from engine.errors import UsageError
from engine.exchange import avvik_json, entry_json
from engine.people import Scope
from engine.rights import Action, Thing
from engine.rulebook.schema import Severity
from engine.store.review.queue import Listed
from engine.web.api.caller import Request
from engine.web.api.shapes import Name, Page, Paged, Told, iso, page, part
from engine.web.api.wants import needs, within
from engine.workplace import Workplace
from engine.workplace.review.moves import moves
from engine.workplace.review.rows import listed, sees

router = Router(tags=["avvik"])


class ActionTold(Told):
    id: str
    text: str
    responsible: str
    due: str
    effect_periods: int
    done: str | None
    attempt: int


class CauseTold(Told):
    code: str
    text: str


class AvvikTold(Told):
    id: str
    organisation: str
    rule: str
    unit: str
    dimension: str
    first_period: str | None
    last_period: str | None
    periods: list[str]
    state: str
    condition: str
    severity: str
    owner: str
    opened_at: str
    cause: CauseTold | None
    actions: list[ActionTold]
    verified_by: str | None
    moves: list[str]
    """What the caller can do with it now."""
    last_seq: int
    """The number of its last entry; a move says which one its maker saw."""


class EntryTold(Told):
    seq: int
    at: str
    who: str
    kind: str
    facts: dict[str, Any]
    words: dict[str, Any]
    erased: bool


class OfAvvik(Paged):
    organisation: Name
    state: State | None = None
    condition: Condition | None = None
    severity: Severity | None = None
    rule: Name | None = None
    unit: Name | None = None

    def listed(self) -> Listed:
        return Listed(state=self.state, condition=self.condition, severity=self.severity, rule=self.rule, unit=self.unit)


@router.get("/avvik", response=Page[AvvikTold], url_name="api-avvik-list")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def list_avvik(request: Request, asked: Query[OfAvvik]) -> dict[str, Any]:
    """The oldest first."""
    within(request, Action.SEE, Thing.AVVIK, asked.organisation)
    place = request.auth.place
    found, total = listed(place, asked.organisation, asked.listed(), asked.offset, asked.limit)
    return part(found, total, asked, lambda each: avvik_told(place, each))


@router.get("/avvik/{avvik}", response=AvvikTold, url_name="api-avvik")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def one_avvik(request: Request, response: HttpResponse, avvik: str) -> Any:
    """With an ETag, which a move sends back as If-Match; If-None-Match is answered 304 while nothing was written."""
    place = request.auth.place
    found = visible(place, avvik)
    response["ETag"] = tag(found)
    if request.headers.get("If-None-Match") == tag(found):
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = tag(found)
        return unchanged
    return avvik_told(place, found)


@router.get("/avvik/{avvik}/entries", response=Page[EntryTold], url_name="api-avvik-entries")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def entries(request: Request, avvik: str, asked: Query[Paged]) -> dict[str, Any]:
    """All that happened, the oldest first."""
    found = visible(request.auth.place, avvik)
    return page(found.entries, asked, entry_json)


def visible(place: Workplace, name: str) -> Avvik:
    """404 for an avvik that is not there and for one that the caller may not see."""
    try:
        found = place.store.one_avvik(name)
    except UsageError:
        raise Http404 from None
    if not sees(place, found):
        raise Http404
    return found


def tag(avvik: Avvik) -> str:
    return f'"{avvik.entries[-1].seq}"'


def avvik_told(place: Workplace, avvik: Avvik) -> dict[str, Any]:
    actions = [
        {
            "id": each.id,
            "text": each.text,
            "responsible": each.responsible,
            "due": each.due.isoformat(),
            "effect_periods": each.effect_periods,
            "done": None if each.done is None else str(each.done),
            "attempt": each.attempt,
        }
        for each in avvik.actions
    ]
    return {
        **avvik_json(avvik),
        "opened_at": iso(avvik.opened_at),
        "cause": None if avvik.cause is None else {"code": avvik.cause.code.value, "text": avvik.cause.text},
        "actions": actions,
        "verified_by": avvik.verified_by,
        "moves": [move.value for move in moves(place, avvik)],
        "last_seq": avvik.entries[-1].seq,
    }
