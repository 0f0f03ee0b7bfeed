"""Measured figures as a delivery like any other, so that rules judge what was measured as they judge what was sent."""

import json
from collections.abc import Iterable
from datetime import datetime

from engine.catalogue import Metric, Organisation
from engine.facts import Declaration, Delivery, Figure, Observation, Series, Status, Way
from engine.measures.rows import Row
from engine.numbers import plain

SOURCE = "measure"


def figures(rows: Iterable[Row], organisation: Organisation) -> tuple[Figure, ...]:
    """A figure for each row. An incomplete one is preliminary; one whose expression failed is invalid, and never judged."""
    return tuple(
        Figure(
            series=Series(organisation.id, row.metric, row.unit, row.dimension),
            period=row.period,
            value=row.value,
            numerator=row.numerator,
            denominator=row.denominator,
            n=row.n,
            status=_status(row),
        )
        for row in rows
    )


def delivered(
    rows: Iterable[Row], metric: Metric, organisation: Organisation, received_at: datetime
) -> tuple[Delivery, tuple[Observation, ...]]:
    """The rows as a delivery and its observations. The same rows are the same delivery, which is no news."""
    measured = figures(rows, organisation)
    content = json.dumps([_line(figure) for figure in measured], ensure_ascii=False, separators=(",", ":"))
    delivery = Delivery(
        declaration=Declaration(source=SOURCE, organisation=organisation.id),
        file_name=f"{metric.id}.json",
        content=content.encode(),
        received_at=received_at,
        way=Way.OWN,
    )
    return delivery, delivery.observations(measured)


def _status(row: Row) -> Status:
    if row.failed:
        return Status.INVALID
    return Status.PRELIMINARY if row.incomplete else Status.FINAL


def _line(figure: Figure) -> list[str | None]:
    numbers = (figure.value, figure.numerator, figure.denominator, figure.n)
    written = [None if number is None else plain(number) for number in numbers]
    return [*figure.series, str(figure.period), *written, figure.status.value]
