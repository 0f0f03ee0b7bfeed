"""Figures come in as JSON: a batch is one delivery, taken in whole or refused whole."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from ninja import Router
from pydantic import Field

from engine.facts import Declaration, Status
from engine.language import mark
from engine.names import nearest
from engine.people import Scope
from engine.pushed import Batch, delivery_of, pointer, take_in
from engine.rights import Action, Thing
from engine.store.pushes import Keyed
from engine.web.api.caller import Request
from engine.web.api.problems import Refused
from engine.web.api.receiving import Key, ReceiptTold, answered, answers
from engine.web.api.shapes import DecimalText, DimensionName, Name, PeriodText, Said
from engine.web.api.wants import needs, within
from engine.web.clock import now
from engine.workplace.deliveries import sources

MOST_FIGURES = 10_000
router = Router(tags=["figures"])


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


@router.post("/figures", response={201: ReceiptTold}, url_name="api-figures")
@needs(Scope.PUSH, Action.DELIVER, Thing.DELIVERY)
def push(request: Request, said: BatchSaid, idempotency_key: Key) -> Any:
    """Deliver a batch: all of it is taken in, or nothing. The same key with the same batch gets the same answer again."""
    _may_push(request, said)
    body_hash = hashlib.sha256(said.model_dump_json().encode()).hexdigest()
    keyed = Keyed(caller=request.auth.id, key=idempotency_key, body_hash=body_hash)
    delivery, place = delivery_of(_batch(said), keyed, now()), request.auth.place
    return answered(lambda: take_in(place.store, place.book, delivery, keyed, answers(request, pointer)))


def _may_push(request: Request, said: BatchSaid) -> None:
    within(request, Action.DELIVER, Thing.DELIVERY, said.organisation)
    caller = request.auth
    if not caller.may_push(said.source):
        raise Refused(403, "source", mark("The token is not for this source."))
    known = sources(caller.place, said.organisation)
    if said.source not in known:
        meant = nearest(said.source, known)
        message = (
            mark("There is no source {source} (did you mean {suggestion}?)") if meant else mark("There is no source {source}")
        )
        raise Refused(422, "unknown_source", message, source=said.source, suggestion=meant)


def _batch(said: BatchSaid) -> Batch:
    declared = Declaration(source=said.source, organisation=said.organisation, extracted_at=said.extracted_at)
    return Batch(declaration=declared, rows=[_row(each) for each in said.figures])


def _row(each: FigureSaid) -> Sequence[str]:
    numbers = (each.value, each.numerator, each.denominator, each.n)
    return (each.unit, each.metric, each.dimension, each.period, *(number or "" for number in numbers), each.status.value)
