"""What arrived: accepted deliveries with their figures, and the quarantine of refused ones with their problems."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef

from engine.errors import Place, Problem
from engine.facts import Declaration, Delivery, Figure, Status
from engine.language import Marked
from engine.store import figures as stored_figures
from engine.store import models
from engine.store.after import after
from engine.store.nouns import Delivered, Receipt, Refused

Before = tuple[datetime, str]
"""When a delivery came, and its id."""


def news(db: str, delivery: Delivery, figures: Sequence[Figure]) -> Receipt:
    """What receiving this delivery would do."""
    if models.Delivery.objects.using(db).filter(id=delivery.id).exists():
        return Receipt(delivery=delivery.id, known_before=True, figures=len(figures))
    new, changed = stored_figures.news(db, delivery, figures)
    return Receipt(delivery=delivery.id, known_before=False, figures=len(figures), new=new, changed=changed)


def receive(db: str, delivery: Delivery, figures: Sequence[Figure]) -> Receipt:
    """Store an accepted delivery with its figures. Only inside a transaction, so that neither is kept without the other."""
    receipt = news(db, delivery, figures)
    if not receipt.known_before:
        models.Delivery.objects.using(db).create(id=delivery.id, known_at=delivery.known_at, **_arrival(db, delivery))
        stored_figures.add(db, delivery, figures)
    return receipt


def quarantine(db: str, delivery: Delivery, problems: Iterable[Problem]) -> None:
    """Keep a refused delivery and why it was refused. Refused again for the same reasons it is no news; for others it is."""
    found = [_problem_row(problem) for problem in problems]
    last = models.Refusal.objects.using(db).filter(delivery_id=delivery.id).order_by("-seq").first()
    if last is not None and list(last.problems.order_by("id").values("code", "place", "message", "details")) == found:
        return
    refusal = models.Refusal.objects.using(db).create(delivery_id=delivery.id, **_arrival(db, delivery))
    models.Problem.objects.using(db).bulk_create(models.Problem(refusal=refusal, **row) for row in found)


def delivered(db: str, organisation: str | None = None) -> tuple[Delivered, ...]:
    """The accepted deliveries in the order of their receipt."""
    return tuple(map(_delivered, _of(_accepted(db), organisation).order_by("received_at", "id")))


def newest_delivered(db: str, organisation: str, before: Before | None, most: int) -> tuple[Delivered, ...]:
    """The next `most` accepted deliveries before that time and id, the newest first."""
    ids = models.Delivery.objects.using(db).filter(organisation=organisation)
    chosen = after(ids, ("received_at", "id"), before, most, backwards=True).values_list("id", flat=True)
    found = _accepted(db).filter(id__in=list(chosen))  # counted for these alone
    return tuple(map(_delivered, found.order_by("-received_at", "-id")))


def newest_refused(db: str, organisation: str, before: Before | None, most: int) -> tuple[Refused, ...]:
    """The next `most` deliveries in quarantine before that time and id, the newest first."""
    rows = _in_quarantine(db).filter(organisation=organisation)
    return tuple(map(_refused, after(rows, ("received_at", "delivery_id"), before, most, backwards=True)))


def one(db: str, organisation: str, delivery: str) -> Delivered | Refused | None:
    """The delivery of this id, accepted or in quarantine."""
    accepted = _accepted(db).filter(organisation=organisation, id=delivery).first()
    if accepted is not None:
        return _delivered(accepted)
    refusal = _in_quarantine(db).filter(organisation=organisation, delivery_id=delivery).first()
    return None if refusal is None else _refused(refusal)


def count(db: str, organisation: str) -> int:
    """Of those whose files name the organisations themselves nobody can say whose they are: they count for everybody."""
    return models.Delivery.objects.using(db).filter(organisation__in=(organisation, "")).count()


def refused(db: str, organisation: str | None = None) -> tuple[Refused, ...]:
    """The deliveries in quarantine as they were last refused; without those that have been accepted since."""
    return tuple(map(_refused, _of(_in_quarantine(db), organisation).order_by("seq")))


def file_names(db: str, ids: Collection[str]) -> Mapping[str, str]:
    """Delivery → the name of its file."""
    return dict(models.Delivery.objects.using(db).filter(id__in=sorted(ids)).values_list("id", "file_name"))


def content(db: str, content_hash: str) -> bytes:
    """The bytes of a file on record, accepted or refused; an unknown hash raises KeyError."""
    found = models.Content.objects.using(db).filter(hash=content_hash).values_list("data", flat=True).first()
    if found is None:
        raise KeyError(content_hash)
    return bytes(found)


def _accepted(db: str) -> Any:
    return models.Delivery.objects.using(db).annotate(figures=Count("observation"))


def _in_quarantine(db: str) -> Any:
    later = models.Refusal.objects.using(db).filter(delivery_id=OuterRef("delivery_id"), seq__gt=OuterRef("seq"))
    accepted = models.Delivery.objects.using(db).filter(id=OuterRef("delivery_id"))
    return models.Refusal.objects.using(db).filter(~Exists(later), ~Exists(accepted)).prefetch_related("problems")


def _delivered(row: Any) -> Delivered:
    return Delivered(
        id=row.id,
        declaration=_declaration(row),
        file_name=row.file_name,
        content_hash=row.content_id,
        received_at=row.received_at,
        figures=row.figures,
    )


def _refused(row: models.Refusal) -> Refused:
    return Refused(
        id=row.delivery_id,
        declaration=_declaration(row),
        file_name=row.file_name,
        content_hash=row.content_id,
        received_at=row.received_at,
        problems=tuple(_problem(problem) for problem in sorted(row.problems.all(), key=lambda each: each.id)),
    )


def _arrival(db: str, delivery: Delivery) -> Mapping[str, Any]:
    said = delivery.declaration
    kept = delivery.content_hash
    if not models.Content.objects.using(db).filter(hash=kept).exists():
        models.Content.objects.using(db).create(hash=kept, data=delivery.content)
    return {
        "source": said.source,
        "organisation": said.organisation,
        "period": said.period,
        "extracted_at": said.extracted_at,
        "status": said.status,
        "file_name": delivery.file_name,
        "content_id": kept,
        "received_at": delivery.received_at,
    }


def _declaration(row: models.Arrival) -> Declaration:
    return Declaration(
        source=row.source,
        organisation=row.organisation,
        period=row.period,
        extracted_at=row.extracted_at,
        status=None if row.status is None else Status(row.status),
    )


def _of(rows: Any, organisation: str | None) -> Any:
    return rows if organisation is None else rows.filter(organisation=organisation)


def _problem_row(problem: Problem) -> dict[str, Any]:
    details = {name: _detail(value) for name, value in problem.details.items()}
    return {"code": problem.code, "place": asdict(problem.place), "message": problem.message, "details": details}


def _detail(value: object) -> Any:
    """A detail as JSON. A word that is translated where it is shown must still be known as one when it comes back."""
    if isinstance(value, Marked):
        return {_MARKED: str(value)}
    return value if isinstance(value, int) else str(value)


def _problem(row: models.Problem) -> Problem:
    details = {name: Marked(value[_MARKED]) if isinstance(value, dict) else value for name, value in row.details.items()}
    return Problem(Place(**row.place), row.code, row.message, details)


_MARKED = "marked"
