"""Figures as they were delivered: every revision of every one, with the delivery that brought it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from engine.facts import Delivery, Figure, Observation, Series, Status
from engine.periods import Period
from engine.store import models
from engine.store.after import after

_CELL = ("metric", "unit", "dimension", "period")
BATCH = 500
"""Rows an insert: SQLite takes no more than 32 766 values in a statement."""

_COLUMNS = (
    "organisation",
    "metric",
    "unit",
    "dimension",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "status",
    "words",
    "place",
    "delivery_id",
    "delivery__known_at",
    "delivery__received_at",
    "delivery__source",
)


def add(db: str, delivery: Delivery, figures: Iterable[Figure]) -> None:
    models.Observation.objects.using(db).bulk_create((_row(figure, delivery.id) for figure in figures), batch_size=BATCH)


def observations(
    db: str,
    organisation: str | None = None,
    metrics: Collection[str] | None = None,
    units: Collection[str] | None = None,
    *,
    after: int = 0,
    upto: int | None = None,
) -> tuple[Observation, ...]:
    """Every revision of every figure, in the order in which they were stored; or those between two `newest`."""
    rows = models.Observation.objects.using(db).order_by("id")
    if after:
        rows = rows.filter(id__gt=after)
    if upto is not None:
        rows = rows.filter(id__lte=upto)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if metrics is not None:
        rows = rows.filter(metric__in=sorted(metrics))
    if units is not None:
        rows = rows.filter(unit__in=sorted(units))
    return tuple(_observation(*row) for row in rows.values_list(*_COLUMNS))


def newest(db: str) -> int:
    """The number of the last figure; it grows with each that is stored, because one delivery at a time is."""
    return models.Observation.objects.using(db).aggregate(last=Max("id"))["last"] or 0


def current_of_source(
    db: str, organisation: str, source: str, sought: Mapping[str, object], key: Sequence[str] | None, most: int
) -> tuple[Observation, ...]:
    """The figures that hold of one source, the next `most` after a key of metric, unit, dimension and period.

    `sought`: conditions on the columns. What holds is the highest in rank of a series and period.
    """
    rows = models.Observation.objects.using(db).filter(organisation=organisation, delivery__source=source, **sought)
    cells = [tuple(map(str, cell)) for cell in after(rows.values_list(*_CELL).distinct(), _CELL, key, most)]
    among = {f"{name}__in": sorted({cell[at] for cell in cells}) for at, name in enumerate(_CELL)}
    known = sorted((_observation(*row) for row in rows.filter(**among).values_list(*_COLUMNS)), key=lambda each: each.rank)
    latest = {_cell(each): each for each in known}
    return tuple(latest[cell] for cell in cells)


def _cell(each: Observation) -> tuple[str, ...]:
    series = each.figure.series
    return series.metric, series.unit, series.dimension, str(each.figure.period)


def periods(db: str, organisation: str) -> frozenset[tuple[str, Period]]:
    """Metric and period of everything of which there is a figure."""
    rows = models.Observation.objects.using(db).filter(organisation=organisation)
    found = rows.order_by().values_list("metric", "period").distinct()
    return frozenset((metric, period) for metric, period in found if period is not None)


def news(db: str, delivery: Delivery, figures: Sequence[Figure]) -> tuple[int, int]:
    """How many of these figures are the first of their series and period, and how many differ from the current one."""
    current = _current(db, figures)
    brought = [(current.get(_key(each.figure)), each) for each in delivery.observations(figures)]
    new = sum(1 for known, _ in brought if known is None)
    changed = sum(1 for known, each in brought if known is not None and known.content != each.content)
    return new, changed


def _current(db: str, figures: Iterable[Figure]) -> dict[tuple[Series, Period], Observation]:
    measured = {(figure.series.organisation, figure.series.metric) for figure in figures}
    organisations, metrics = ({part[at] for part in measured} for at in (0, 1))
    rows = models.Observation.objects.using(db).filter(organisation__in=organisations, metric__in=metrics)
    known = sorted((_observation(*row) for row in rows.values_list(*_COLUMNS)), key=lambda each: each.rank)
    return {_key(each.figure): each for each in known}


def _key(figure: Figure) -> tuple[Series, Period]:
    return figure.series, figure.period


def _row(figure: Figure, delivery: str) -> models.Observation:
    return models.Observation(
        delivery_id=delivery,
        organisation=figure.series.organisation,
        metric=figure.series.metric,
        unit=figure.series.unit,
        dimension=figure.series.dimension,
        period=figure.period,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        n=figure.n,
        status=figure.status,
        words=figure.words,
        place=figure.place,
    )


def _observation(*row: Any) -> Observation:
    organisation, metric, unit, dimension, period, value, numerator, denominator, n, status, words, place, *rest = row
    delivery, known_at, received_at, source = rest
    figure = Figure(
        series=Series(organisation, metric, unit, dimension),
        period=period,
        value=value,
        numerator=numerator,
        denominator=denominator,
        n=n,
        status=Status(status),
        words=words,
        place=place,
    )
    return Observation(figure=figure, delivery=delivery, known_at=known_at, received_at=received_at, source=source)
