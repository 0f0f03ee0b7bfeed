"""Files come in as `malvakt ingest` takes them, or are looked at first; what arrived, and what lies in quarantine."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Header, Query, Router
from pydantic import Field

from engine.errors import Problem
from engine.exchange import problem_json
from engine.facts import Delivery, Way
from engine.intake import Profile, choose, declare
from engine.language import mark
from engine.people import Scope
from engine.pushed import take_in
from engine.reception import preview as preview_of
from engine.rights import Action, Thing
from engine.store import Delivered, Refused
from engine.store.pushes import Keyed
from engine.web.api import bodies, problems
from engine.web.api.caller import Request
from engine.web.api.pages import moment, turn
from engine.web.api.receiving import JudgingTold, ReceiptTold, answered, answers, judging
from engine.web.api.shapes import Filters, Name, Page, Paged, PeriodText, Told, iso
from engine.web.api.wants import needs, within
from engine.web.clock import now
from engine.web.exports import attachment
from engine.workplace.deliveries import newest, one

LARGEST = 20 << 20
"""Bytes, as through the pages; larger files are taken in where they lie, by `malvakt ingest`."""
LONGEST_NAME = 150
TYPES = (
    bodies.ANY,
    "application/vnd.apache.parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
)
router = Router(tags=["deliveries"])

MaybeKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


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
    """Empty where the file names its organisations itself."""
    source: str
    file: str
    period: str | None
    extracted_at: str | None
    received_at: str
    way: Way | None
    """How it came; null for what came before ways were written down."""
    figures: int
    problems: list[QuarantineProblem]


class OneDeliveryTold(DeliveryTold):
    judging: JudgingTold | None
    """Null for a refused delivery."""


class PreviewTold(Told):
    """What taking the file in would do."""

    outcome: Literal["accepted", "known", "refused"]
    organisation: str
    source: str
    period: str | None
    figures: int
    new: int
    changed: int
    problems: list[QuarantineProblem]


class OfDeliveries(Paged):
    organisation: Name
    refused: bool | None = None


class OfOrganisation(Filters):
    organisation: Name


class OfFile(Filters):
    organisation: Name
    source: Name | None = None
    """The id of a source; else the one whose globs fit the file's name."""
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^/\\\x00-\x1f\x7f]+$")] | None = None
    """What the file is called, where the request itself does not say."""
    period: PeriodText | None = None
    extracted_at: date | None = None
    status: Literal["final", "preliminary"] | None = None
    decimal: Literal["comma", "point"] | None = None
    """The decimal mark of a tidy file."""
    preview: bool = False
    """Only tell what would happen."""


@router.post(
    "/deliveries",
    response={200: ReceiptTold | PreviewTold, 201: ReceiptTold},
    url_name="api-deliver",
    openapi_extra=bodies.described(TYPES),
)
@needs(Scope.PUSH, Action.DELIVER, Thing.DELIVERY)
def deliver(request: Request, asked: Query[OfFile], idempotency_key: MaybeKey = None) -> Any:
    """Deliver a file: all of it is taken in, or it lies in quarantine. 200 for what came before, or is only looked at."""
    within(request, Action.DELIVER, Thing.DELIVERY, asked.organisation)
    if idempotency_key is None and not asked.preview:
        raise problems.Refused(428, "key", mark("Send an Idempotency-Key: your own name for this delivery."))
    delivery, profile = _file(request, asked)
    place = request.auth.place
    if asked.preview:
        return _previewed(request, delivery, profile)
    said = asked.model_dump_json() + delivery.file_name + delivery.content_hash
    keyed = Keyed(caller=request.auth.id, key=idempotency_key or "", body_hash=hashlib.sha256(said.encode()).hexdigest())
    told = answers(request, lambda _: "")
    return answered(lambda: take_in(place.store, place.book, delivery, keyed, told, profile))


@router.get("/deliveries", response=Page[DeliveryTold], url_name="api-deliveries")
@needs(Scope.READ, Action.SEE, Thing.DELIVERY)
def list_deliveries(request: Request, asked: Query[OfDeliveries]) -> dict[str, Any]:
    """The newest first, accepted and refused."""
    within(request, Action.SEE, Thing.DELIVERY, asked.organisation)
    part = turn(request, asked)
    before = (moment(part.after[0]), part.after[1]) if part.after else None
    found = newest(request.auth.place, asked.organisation, before, part.most, is_refused=asked.refused)
    return part.page(found, lambda each: (each.received_at.isoformat(), each.id), _told)


@router.get("/deliveries/{delivery}", response=OneDeliveryTold, url_name="api-delivery")
@needs(Scope.READ, Action.SEE, Thing.DELIVERY)
def one_delivery(request: Request, delivery: str, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """With every problem for which it was refused, or with whether and when it was judged."""
    found = _one(request, Action.SEE, asked.organisation, delivery)
    told = None if isinstance(found, Refused) else judging(request, asked.organisation, found)
    return {**_told(found), "judging": told}


@router.get("/deliveries/{delivery}/original", url_name="api-delivery-original", openapi_extra=bodies.ANSWERED)
@needs(Scope.READ, Action.EXPORT, Thing.DELIVERY)
def original(request: Request, delivery: str, asked: Query[OfOrganisation]) -> HttpResponse:
    """The bytes as they came, accepted or refused."""
    found = _one(request, Action.EXPORT, asked.organisation, delivery)
    return attachment(request.auth.place.store.content(found.content_hash), found.file_name, bodies.ANY)


def _one(request: Request, action: Action, organisation: str, delivery: str) -> Delivered | Refused:
    within(request, action, Thing.DELIVERY, organisation)
    found = one(request.auth.place, delivery.replace("\0", ""), action)
    if found is None or found.declaration.organisation not in ("", organisation):
        raise Http404
    return found


def _file(request: Request, asked: OfFile) -> tuple[Delivery, Profile]:
    """The file with what is said about it. Raises UsageError where its source, period or name is not to be told."""
    named, content = bodies.file_in(request, LARGEST, TYPES)
    name = asked.name or named[-LONGEST_NAME:]
    if not name:
        raise problems.Refused(422, "name", mark("Say what the file is called: name=…"))
    own = [(owner, profile) for owner, profile in request.auth.place.book.profiles if owner == asked.organisation]
    profile = choose(own, name, asked.source, decimal=asked.decimal)
    if not request.auth.may_push(profile.id):
        raise problems.Refused(403, "source", mark("The token is not for this source."))
    declaration = declare(
        profile,
        name,
        organisation=asked.organisation,
        period=asked.period,
        extracted_at=asked.extracted_at,
        preliminary=None if asked.status is None else asked.status == "preliminary",
    )
    delivery = Delivery(
        declaration=declaration,
        file_name=name,
        content=content,
        received_at=now(),
        way=Way.API,
        sender=request.auth.id,
    )
    return delivery, profile


def _previewed(request: Request, delivery: Delivery, profile: Profile) -> dict[str, Any]:
    place = request.auth.place
    seen = preview_of(place.store, place.book, delivery, profile)
    said, receipt = delivery.declaration, seen.receipt
    return {
        "outcome": "refused" if receipt is None else "known" if receipt.known_before else "accepted",
        "organisation": said.organisation,
        "source": said.source,
        "period": None if said.period is None else str(said.period),
        "figures": receipt.figures if receipt else 0,
        "new": receipt.new if receipt else 0,
        "changed": receipt.changed if receipt else 0,
        "problems": _problems(seen.problems),
    }


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
        "way": each.way,
        "figures": 0 if isinstance(each, Refused) else each.figures,
        "problems": _problems(each.problems) if isinstance(each, Refused) else [],
    }


def _problems(found: Iterable[Problem]) -> list[Mapping[str, str]]:
    return [*map(problem_json, found)]
