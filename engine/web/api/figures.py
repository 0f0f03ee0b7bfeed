"""Figures come in, as one delivery each time; what arrived and what lies in quarantine."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpResponse, JsonResponse
from ninja import Header, Query, Router
from pydantic import Field

from engine import rounds
from engine.errors import Problem
from engine.exchange import problem_json
from engine.facts import Declaration, Delivery, Status
from engine.language import mark, translate
from engine.names import nearest
from engine.people import Scope
from engine.pushed import Answers, Batch, pointer, take_in
from engine.rights import Action, Thing
from engine.store import Delivered, Receipt, Refused
from engine.store.pushes import Answer, Keyed, KeyTaken
from engine.web.api import problems
from engine.web.api.caller import Request
from engine.web.api.shapes import DecimalText, DimensionName, Filters, Name, Page, Paged, PeriodText, Said, Told, iso, page
from engine.web.api.wants import needs, within
from engine.web.clock import now, today
from engine.web.ours import ours
from engine.web.parts import parts
from engine.workplace.delivered import delivered, one, sources

MOST_FIGURES = 10_000
router = Router(tags=["figures"])
_log = logging.getLogger("malvakt.web")

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


class FigureSaid(Said):
    metric: Name
    unit: Name
    dimension: DimensionName = ""
    period: PeriodText
    value: DecimalText | None = None
    """A number as text, such as "5.3". Null with no numerator and no denominator is a figure that is reported as missing."""
    numerator: DecimalText | None = None
    denominator: DecimalText | None = None
    n: DecimalText | None = None
    status: Status = Field(default=Status.FINAL, strict=False)


class BatchSaid(Said):
    organisation: Name
    source: Name = "tidy"
    """The id of one of the organisation's sources, or `tidy`."""
    extracted_at: date | None = Field(default=None, strict=False)
    """When the figures were drawn; the latest drawn holds."""
    figures: list[FigureSaid] = Field(min_length=1, max_length=MOST_FIGURES)


class ReceiptTold(Told):
    delivery: str
    organisation: str
    source: str
    received_at: str
    figures: int
    new: int
    """Of series and periods that had no figure."""
    changed: int
    """Saying something else than the current one."""


class QuarantineProblem(Told):
    place: str
    code: str
    message_nb: str
    message_en: str


class DeliveryTold(Told):
    id: str
    outcome: str
    """accepted or refused; nothing of a refused delivery is used."""
    organisation: str
    source: str
    file: str
    period: str | None
    extracted_at: str | None
    received_at: str
    figures: int
    problems: list[QuarantineProblem]


class OfDeliveries(Paged):
    organisation: Name
    refused: bool | None = None


class OfOrganisation(Filters):
    organisation: Name


@router.post("/figures", response={201: ReceiptTold}, url_name="api-figures")
@needs(Scope.PUSH, Action.DELIVER, Thing.DELIVERY)
def push(request: Request, said: BatchSaid, idempotency_key: Key) -> Any:
    """Deliver a batch: all of it is taken in, or nothing. The same key with the same batch gets the same answer again."""
    _may_push(request, said)
    body_hash = hashlib.sha256(said.model_dump_json().encode()).hexdigest()
    keyed = Keyed(caller=request.auth.id, key=idempotency_key, body_hash=body_hash)
    answers = Answers(
        accepted=lambda delivery, receipt: Answer(status=201, body=_receipt(delivery, receipt)),
        refused=lambda _, found: Answer(status=422, body=_refusal(request, found)),
    )
    place = request.auth.place
    try:
        answer = take_in(place.store, place.book, _batch(said), keyed, answers, now())
    except KeyTaken:
        message = mark("This Idempotency-Key was used for another batch; a new batch has a new key.")
        raise problems.Refused(409, "key_taken", message) from None
    if answer.status == 201 and not answer.is_repeated:
        _judge()
    return _response(answer)


@router.get("/deliveries", response=Page[DeliveryTold], url_name="api-deliveries")
@needs(Scope.READ, Action.SEE, Thing.DELIVERY)
def list_deliveries(request: Request, asked: Query[OfDeliveries]) -> dict[str, Any]:
    """The newest first, accepted and refused."""
    within(request, Action.SEE, Thing.DELIVERY, asked.organisation)
    found = delivered(request.auth.place, asked.organisation)
    chosen = [each for each in found if asked.refused in (None, isinstance(each, Refused))]
    return page(chosen, asked, _told)


@router.get("/deliveries/{delivery}", response=DeliveryTold, url_name="api-delivery")
@needs(Scope.READ, Action.SEE, Thing.DELIVERY)
def one_delivery(request: Request, delivery: str, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """With every problem for which it was refused."""
    found = one(request.auth.place, asked.organisation, delivery)
    if found is None:
        raise Http404
    return _told(found)


def _may_push(request: Request, said: BatchSaid) -> None:
    within(request, Action.DELIVER, Thing.DELIVERY, said.organisation)
    caller = request.auth
    if not caller.may_push(said.source):
        raise problems.Refused(403, "source", mark("The token is not for this source."))
    known = sources(caller.place, said.organisation)
    if said.source not in known:
        meant = nearest(said.source, known)
        message = (
            mark("There is no source {source} (did you mean {suggestion}?)") if meant else mark("There is no source {source}")
        )
        raise problems.Refused(422, "unknown_source", message, source=said.source, suggestion=meant)


def _batch(said: BatchSaid) -> Batch:
    declared = Declaration(source=said.source, organisation=said.organisation, extracted_at=said.extracted_at)
    return Batch(declaration=declared, rows=[_row(each) for each in said.figures])


def _row(each: FigureSaid) -> Sequence[str]:
    numbers = (each.value, each.numerator, each.denominator, each.n)
    return (each.unit, each.metric, each.dimension, each.period, *(number or "" for number in numbers), each.status.value)


def _receipt(delivery: Delivery, receipt: Receipt) -> dict[str, Any]:
    return {
        "delivery": delivery.id,
        "organisation": delivery.declaration.organisation,
        "source": delivery.declaration.source,
        "received_at": iso(delivery.received_at),
        "figures": receipt.figures,
        "new": receipt.new,
        "changed": receipt.changed,
    }


def _refusal(request: Request, found: Sequence[Problem]) -> dict[str, Any]:
    reader = problems.language(request)
    detail = translate(mark("The batch is refused whole and lies in quarantine; nothing of it is used."), reader)
    errors = [problems.told(each, reader, pointer(each)) for each in found]
    return problems.body(request, 422, detail, "batch_refused", errors)


def _response(answer: Answer) -> HttpResponse:
    kind = "application/json" if answer.status == 201 else problems.MEDIA_TYPE
    # Sorted, so that a repeat gets the same bytes: the kept answer has lost the order of its keys.
    response = JsonResponse(answer.body, status=answer.status, content_type=kind, json_dumps_params={"sort_keys": True})
    if answer.is_repeated:
        response["Idempotent-Replayed"] = "true"
    return response


def _judge() -> None:
    """A round at once, where the settings say so. The batch is kept already: what fails here the next round does."""
    if ours().round_after_push == "no":
        return
    try:
        rounds.run(parts().store, parts().shelf.book(), as_of=today(), at=now())
    except Exception:  # noqa: BLE001 -- the batch is kept and must be answered so, whatever fails in judging it
        _log.exception("the round after a batch failed; the figures are kept, and the next round judges them")


def _told(each: Delivered | Refused) -> dict[str, Any]:
    said = each.declaration
    return {
        "id": each.id,
        "outcome": "refused" if isinstance(each, Refused) else "accepted",
        "organisation": said.organisation,
        "source": said.source,
        "file": each.file_name,
        "period": None if said.period is None else str(said.period),
        "extracted_at": iso(said.extracted_at),
        "received_at": iso(each.received_at),
        "figures": 0 if isinstance(each, Refused) else each.figures,
        "problems": [*map(problem_json, each.problems)] if isinstance(each, Refused) else [],
    }
