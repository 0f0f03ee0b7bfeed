"""Moves on an avvik. The caller says which entry was the last one seen; whoever wrote since is not written over."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Router
from pydantic import Field

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.life import Drafts
from engine.avvik.states import Move
from engine.avvik.work import CauseCode
from engine.errors import MoveRefused, Place, Problem
from engine.language import mark
from engine.names import shown
from engine.people import Scope
from engine.periods import Period
from engine.rights import Thing
from engine.web.api.avvik import AvvikTold, avvik_told, tag_of, visible
from engine.web.api.caller import Request
from engine.web.api.seen import IfMatch, still
from engine.web.api.shapes import LAST_SEQ, OptionalWords, PeriodText, Said, Words
from engine.web.api.wants import needs
from engine.web.clock import now
from engine.workplace.review.moves import WANTS, is_own_work, may
from engine.workplace.review.people import is_able

router = Router(tags=["moves"])

Who = Annotated[str, Field(min_length=1, max_length=100)]


class Seen(Said):
    expected_last_seq: int | None = Field(default=None, ge=1, le=LAST_SEQ)
    """The avvik's `last_seq` as the caller saw it; If-Match with its ETag says the same."""


class Worded(Seen):
    text: Words


class MaybeWorded(Seen):
    text: OptionalWords = ""


class Reasoned(Seen):
    reason: Words


class Assigned(Seen):
    to: Who


class Caused(Worded):
    code: CauseCode = Field(strict=False)


class Acted(Worded):
    responsible: Who
    due: date = Field(strict=False)
    effect_periods: int = Field(default=2, ge=1, le=life.MOST_EFFECT_PERIODS)


class DoneWith(MaybeWorded):
    action: Annotated[str, Field(min_length=1, max_length=10)]
    period: PeriodText | None = None


Make = Callable[[Avvik, str], Drafts]


@router.post("/avvik/{avvik}/comment", response=AvvikTold, url_name="api-avvik-comment")
@needs(Scope.MOVES, WANTS[Move.COMMENT], Thing.AVVIK)
def comment(request: Request, response: HttpResponse, avvik: str, said: Worded, if_match: IfMatch = None) -> Any:
    """Say something about it."""
    return _make(request, response, avvik, Move.COMMENT, said, if_match, lambda one, by: life.comment(one, by, said.text))


@router.post("/avvik/{avvik}/assign", response=AvvikTold, url_name="api-avvik-assign")
@needs(Scope.MOVES, WANTS[Move.ASSIGN], Thing.AVVIK)
def assign(request: Request, response: HttpResponse, avvik: str, said: Assigned, if_match: IfMatch = None) -> Any:
    """Give it to a person or a duty."""

    def make(one: Avvik, by: str) -> Drafts:
        _require_able(request, one, said.to)
        return life.assign(one, by, said.to)

    return _make(request, response, avvik, Move.ASSIGN, said, if_match, make)


@router.post("/avvik/{avvik}/cause", response=AvvikTold, url_name="api-avvik-cause")
@needs(Scope.MOVES, WANTS[Move.CAUSE], Thing.AVVIK)
def cause(request: Request, response: HttpResponse, avvik: str, said: Caused, if_match: IfMatch = None) -> Any:
    """Give the cause: a code, and what it means here."""

    def make(one: Avvik, by: str) -> Drafts:
        return life.set_cause(one, by, said.code.value, said.text)

    return _make(request, response, avvik, Move.CAUSE, said, if_match, make)


@router.post("/avvik/{avvik}/act", response=AvvikTold, url_name="api-avvik-act")
@needs(Scope.MOVES, WANTS[Move.ACT], Thing.AVVIK)
def act(request: Request, response: HttpResponse, avvik: str, said: Acted, if_match: IfMatch = None) -> Any:
    """Add an action (tiltak); it has helped when `effect_periods` periods in a row met the target after it was done."""

    def make(one: Avvik, by: str) -> Drafts:
        _require_able(request, one, said.responsible)
        return life.act(one, by, said.text, responsible=said.responsible, due=said.due, effect_periods=said.effect_periods)

    return _make(request, response, avvik, Move.ACT, said, if_match, make)


@router.post("/avvik/{avvik}/done", response=AvvikTold, url_name="api-avvik-done")
@needs(Scope.MOVES, WANTS[Move.DONE], Thing.AVVIK)
def done(request: Request, response: HttpResponse, avvik: str, said: DoneWith, if_match: IfMatch = None) -> Any:
    """An action is done; from the period given on, its effect is measured."""

    def make(one: Avvik, by: str) -> Drafts:
        period = Period.parse(said.period) if said.period else None
        return life.done(one, by, said.action, period=period, text=said.text)

    return _make(request, response, avvik, Move.DONE, said, if_match, make)


@router.post("/avvik/{avvik}/verify", response=AvvikTold, url_name="api-avvik-verify")
@needs(Scope.MOVES, WANTS[Move.VERIFY], Thing.AVVIK)
def verify(request: Request, response: HttpResponse, avvik: str, said: MaybeWorded, if_match: IfMatch = None) -> Any:
    """Confirm the measured effect, as somebody who is responsible for none of the actions."""

    def make(one: Avvik, by: str) -> Drafts:
        return life.verify(one, by, request.auth.place.store.timeline(one.subject), text=said.text)

    return _make(request, response, avvik, Move.VERIFY, said, if_match, make)


@router.post("/avvik/{avvik}/fail", response=AvvikTold, url_name="api-avvik-fail")
@needs(Scope.MOVES, WANTS[Move.FAIL], Thing.AVVIK)
def fail(request: Request, response: HttpResponse, avvik: str, said: Worded, if_match: IfMatch = None) -> Any:
    """The effect did not come: back to tiltak."""

    def make(one: Avvik, by: str) -> Drafts:
        return life.verify(one, by, request.auth.place.store.timeline(one.subject), text=said.text, failed=True)

    return _make(request, response, avvik, Move.FAIL, said, if_match, make)


@router.post("/avvik/{avvik}/close", response=AvvikTold, url_name="api-avvik-close")
@needs(Scope.MOVES, WANTS[Move.CLOSE], Thing.AVVIK)
def close(request: Request, response: HttpResponse, avvik: str, said: MaybeWorded, if_match: IfMatch = None) -> Any:
    """End it, when the effect is verified."""
    return _make(request, response, avvik, Move.CLOSE, said, if_match, lambda one, by: life.close(one, by, said.text))


@router.post("/avvik/{avvik}/reject", response=AvvikTold, url_name="api-avvik-reject")
@needs(Scope.MOVES, WANTS[Move.REJECT], Thing.AVVIK)
def reject(request: Request, response: HttpResponse, avvik: str, said: Reasoned, if_match: IfMatch = None) -> Any:
    """End it without action, and say why."""
    return _make(request, response, avvik, Move.REJECT, said, if_match, lambda one, by: life.reject(one, by, said.reason))


@router.post("/avvik/{avvik}/reopen", response=AvvikTold, url_name="api-avvik-reopen")
@needs(Scope.MOVES, WANTS[Move.REOPEN], Thing.AVVIK)
def reopen(request: Request, response: HttpResponse, avvik: str, said: Reasoned, if_match: IfMatch = None) -> Any:
    """Take it up again, and say why."""
    return _make(request, response, avvik, Move.REOPEN, said, if_match, lambda one, by: life.reopen(one, by, said.reason))


def _make(
    request: Request, response: HttpResponse, name: str, move: Move, said: Seen, if_match: str | None, make: Make
) -> dict[str, Any]:
    place = request.auth.place
    found = visible(place, name)
    if not may(place, found, move):
        raise Http404
    seen = still(found.id, found.entries[-1].seq, said.expected_last_seq, if_match)
    if move in (Move.VERIFY, Move.FAIL) and is_own_work(place, found):
        raise _own_work(found, place.person.name)
    try:
        written = place.store.append(found.id, make(found, place.person.email), now(), seen)
    except MoveRefused:
        # Somebody may have written between our look and our writing: that is another answer than a move that is not allowed.
        still(found.id, place.store.one_avvik(found.id).entries[-1].seq, said.expected_last_seq, if_match)
        raise
    response["ETag"] = tag_of(written)
    return avvik_told(place, written)


def _require_able(request: Request, avvik: Avvik, name: str) -> None:
    """Whoever an avvik is given to is told of it: nobody who may not see it is given one."""
    if not is_able(request.auth.place, name, avvik.subject.organisation, avvik.subject.unit):
        message = mark("{who} is neither a duty nor somebody who may see this avvik")
        objection = Problem(Place(avvik.id), "M015", message, {"who": shown(name)})
        raise MoveRefused(mark("{avvik} was not changed"), [objection], avvik=avvik.id)


def _own_work(avvik: Avvik, who: str) -> MoveRefused:
    message = mark("{who} is responsible for an action here: the effect is judged by somebody else")
    objection = Problem(Place(avvik.id), "M006", message, {"who": shown(who)})
    return MoveRefused(mark("{avvik} was not changed"), [objection], avvik=avvik.id)
