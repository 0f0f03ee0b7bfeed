"""What arrived: accepted deliveries with their figures, and the quarantine of refused ones with their problems."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Count, Exists, OuterRef

from engine.errors import Place, Problem
from engine.facts import Declaration, Delivery, Figure, Status, Way
from engine.language import Marked
from engine.store import figures as stored_figures
from engine.store import models
from engine.store.nouns import Delivered, Receipt, Refused


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
    return delivered_of(_of(accepted(db), organisation).order_by("received_at", "id"))


def delivered_of(rows: Iterable[Any]) -> tuple[Delivered, ...]:
    """Rows of accepted deliveries with how many `figures` each has."""
    return tuple(Delivered(**_told(row), id=row.id, figures=row.figures) for row in rows)


def count(db: str, organisation: str) -> int:
    """Of those whose files name the organisations themselves nobody can say whose they are: they count for everybody."""
    return models.Delivery.objects.using(db).filter(organisation__in=(organisation, "")).count()


def refused(db: str, organisation: str | None = None) -> tuple[Refused, ...]:
    """The deliveries in quarantine as they were last refused; without those that have been accepted since."""
    return refused_of(_of(in_quarantine(db), organisation).order_by("seq"))


def refused_of(rows: Any) -> tuple[Refused, ...]:
    """Rows of refusals, with their problems."""
    return tuple(
        Refused(
            **_told(row),
            id=row.delivery_id,
            problems=tuple(_problem(problem) for problem in sorted(row.problems.all(), key=lambda each: each.id)),
        )
        for row in rows.prefetch_related("problems")
    )


def file_names(db: str, ids: Collection[str]) -> Mapping[str, str]:
    """Delivery → the name of its file."""
    return dict(models.Delivery.objects.using(db).filter(id__in=sorted(ids)).values_list("id", "file_name"))


def content(db: str, content_hash: str) -> bytes:
    """The bytes of a file on record, accepted or refused; an unknown hash raises KeyError."""
    found = models.Content.objects.using(db).filter(hash=content_hash).values_list("data", flat=True).first()
    if found is None:
        raise KeyError(content_hash)
    return bytes(found)


def accepted(db: str) -> Any:
    """The rows of accepted deliveries, each with how many `figures` it has."""
    return models.Delivery.objects.using(db).annotate(figures=Count("observation"))


def in_quarantine(db: str) -> Any:
    """The rows of refused ones, as they were last refused; without those that have been accepted since."""
    later = models.Refusal.objects.using(db).filter(delivery_id=OuterRef("delivery_id"), seq__gt=OuterRef("seq"))
    taken = models.Delivery.objects.using(db).filter(id=OuterRef("delivery_id"))
    return models.Refusal.objects.using(db).filter(~Exists(later), ~Exists(taken))


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
        "way": delivery.way.value if delivery.way else None,
        "sender": delivery.sender or None,
    }


def _told(row: models.Arrival) -> dict[str, Any]:
    return {
        "declaration": _declaration(row),
        "file_name": row.file_name,
        "content_hash": row.content_id,
        "received_at": row.received_at,
        "way": None if row.way is None else Way(row.way),
        "sender": row.sender or "",
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
