"""What arrived, as pages show it: a stretch of a long list, one delivery, and when each source brought each period."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from engine.arrivals import Arrival
from engine.facts import Status, Way
from engine.store import deliveries, models
from engine.store.after import after
from engine.store.deliveries import delivered_of, in_quarantine, refused_of
from engine.store.nouns import Delivered, Refused, Stretch

Before = tuple[datetime, str]
"""When a delivery came, and its id."""


def arrivals(db: str, organisation: str | None = None, sources: Collection[str] | None = None) -> tuple[Arrival, ...]:
    """Every delivery with every period of which it says something, as `engine.current.says_something` reads it."""
    rows = models.Observation.objects.using(db).exclude(status=Status.INVALID.value)
    rows = rows.filter(~Q(words="") | Q(value__isnull=False) | Q(numerator__isnull=False) | Q(denominator__isnull=False))
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if sources is not None:
        rows = rows.filter(delivery__source__in=sorted(sources))
    columns = ("received_at", "way", "sender", "source")
    found = rows.order_by().values_list("organisation", "period", "delivery_id", *(f"delivery__{each}" for each in columns))
    return tuple(
        Arrival(
            organisation=owner,
            source=source,
            period=period,
            delivery=delivery,
            received_at=at,
            way=Way(way) if way else None,
            sender=sender or "",
        )
        for owner, period, delivery, at, way, sender, source in found.distinct()
        if period is not None
    )


def accepted(db: str, organisation: str, first: int, most: int) -> Stretch[Delivered]:
    """The newest first. With those whose files name the organisations themselves, where they name this one."""
    rows = models.Delivery.objects.using(db).filter(_concerns(organisation))
    names = rows.order_by("-received_at", "-id").values_list("id", flat=True)[first : first + most]
    return Stretch(_delivered(db, tuple(names)), rows.count())


def quarantined(db: str, organisation: str, first: int, most: int, *, with_unnamed: bool) -> Stretch[Refused]:
    """The newest first. `with_unnamed`: also the files of which nobody can say whose they are."""
    rows = _refused(db, organisation, with_unnamed)
    return Stretch(refused_of(rows.order_by("-seq")[first : first + most]), rows.count())


def newest_accepted(db: str, organisation: str, before: Before | None, most: int) -> tuple[Delivered, ...]:
    """The next `most` of the same before that time and id, the newest first."""
    rows = models.Delivery.objects.using(db).filter(_concerns(organisation))
    found = after(rows, ("received_at", "id"), before, most, backwards=True)
    return _delivered(db, tuple(found.values_list("id", flat=True)))


def newest_refused(db: str, organisation: str, before: Before | None, most: int, *, with_unnamed: bool) -> tuple[Refused, ...]:
    """Likewise of what lies in quarantine."""
    rows = _refused(db, organisation, with_unnamed)
    return refused_of(after(rows, ("received_at", "delivery_id"), before, most, backwards=True))


def one(db: str, delivery: str) -> Delivered | Refused | None:
    found: tuple[Delivered | Refused, ...] = _delivered(db, (delivery,)) or refused_of(
        in_quarantine(db).filter(delivery_id=delivery)
    )
    return next(iter(found), None)


def owners(db: str, delivery: Delivered | Refused) -> frozenset[str]:
    """Whose figures it has, as it was declared or as the file says. Empty where nobody can say."""
    declared = delivery.declaration.organisation
    if declared:
        return frozenset({declared})
    rows = models.Observation.objects.using(db).filter(delivery_id=delivery.id)
    return frozenset(rows.order_by().values_list("organisation", flat=True).distinct())


def _delivered(db: str, names: Collection[str]) -> tuple[Delivered, ...]:
    return delivered_of(deliveries.accepted(db).filter(id__in=names).order_by("-received_at", "-id"))


def _concerns(organisation: str) -> Any:
    brought = models.Observation.objects.filter(delivery_id=OuterRef("id"), organisation=organisation)
    return Q(organisation=organisation) | (Q(organisation="") & Exists(brought))


def _refused(db: str, organisation: str, with_unnamed: bool) -> Any:
    return in_quarantine(db).filter(organisation__in=(organisation, "") if with_unnamed else (organisation,))
