"""The avvik: listed, one with its work, its entries."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from engine.avvik.avvik import Avvik
from engine.avvik.queues import Queue
from engine.avvik.states import Condition, State
from engine.errors import UsageError
from engine.exchange import avvik_json, entry_json
from engine.people import Scope
from engine.rights import Action, Thing
from engine.rulebook.schema import Severity
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.seen import tag
from engine.web.api.shapes import LAST_SEQ, Name, Page, Paged, Told, iso
from engine.web.api.wants import needs, within
from engine.web.clock import today
from engine.workplace import Workplace
from engine.workplace.review.moves import moves
from engine.workplace.review.queue import Sought, avvik_after
from engine.workplace.review.rows import sees

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
    queue: Queue | None = None
    state: State | None = None
    condition: Condition | None = None
    severity: Severity | None = None
    rule: Name | None = None
    unit: Name | None = None
    owner: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """A person's e-mail address or a duty: what they own or are to do something about."""
    text: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")] | None = None
    """Every word is looked for in the titles and in what people wrote."""
    changed_since: AwareDatetime | None = None
    """A time with its offset."""
    changed_after: int | None = Field(default=None, ge=0, le=LAST_SEQ)
    """The number of an entry, such as the highest `last_seq` that was seen: nothing that was written later is missed."""


@router.get("/avvik", response=Page[AvvikTold], url_name="api-avvik-list")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def list_avvik(request: Request, asked: Query[OfAvvik]) -> dict[str, Any]:
    """The oldest first, ended ones too; with `changed_since` or `changed_after` in the order of their last change."""
    within(request, Action.SEE, Thing.AVVIK, asked.organisation)
    place, part = request.auth.place, turn(request, asked)
    found = avvik_after(place, _sought(asked), part.after[0] if part.after else None, part.most, today())
    return part.page(found, lambda each: (each[0],), lambda each: avvik_told(place, each[1]))


@router.get("/avvik/{avvik}", response=AvvikTold, url_name="api-avvik")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def one_avvik(request: Request, response: HttpResponse, avvik: str) -> Any:
    """With an ETag, which a move sends back as If-Match; If-None-Match is answered 304 while nothing was written."""
    place = request.auth.place
    found = visible(place, avvik)
    response["ETag"] = tag_of(found)
    if request.headers.get("If-None-Match") == tag_of(found):
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = tag_of(found)
        return unchanged
    return avvik_told(place, found)


@router.get("/avvik/{avvik}/entries", response=Page[EntryTold], url_name="api-avvik-entries")
@needs(Scope.READ, Action.SEE, Thing.AVVIK)
def entries(request: Request, avvik: str, asked: Query[Paged]) -> dict[str, Any]:
    """All that happened, the oldest first."""
    found = visible(request.auth.place, avvik)
    return turn(request, asked).of_all(found.entries, lambda each: (each.seq,), entry_json)


def visible(place: Workplace, name: str) -> Avvik:
    """404 for an avvik that is not there and for one that the caller may not see."""
    try:
        found = place.store.one_avvik(name)
    except UsageError:
        raise Http404 from None
    if not sees(place, found):
        raise Http404
    return found


def tag_of(avvik: Avvik) -> str:
    return tag(avvik.entries[-1].seq)


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


def _sought(asked: OfAvvik) -> Sought:
    given = asked.model_dump(exclude={"limit", "cursor"}, exclude_none=True)
    return Sought(**given)
