"""When each source's figures came, as figures of their own: what a calendar expects is judged like everything else. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from engine.current import says_something
from engine.facts import Figure, Observation, Series, Way
from engine.periods import Period
from engine.rulebook.timetable import DeliveryItem, Timetable

_Source = tuple[str, str]
"""Organisation and source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A delivery that said something about a period."""

    organisation: str
    source: str
    period: Period
    delivery: str
    received_at: datetime
    way: Way | None = None
    sender: str = ""

    @property
    def order(self) -> tuple[datetime, str]:
        """The smallest came first."""
        return self.received_at, self.delivery


def first_arrivals(arrivals: Iterable[Arrival], timetables: Mapping[str, Timetable]) -> Iterator[Arrival]:
    """Of each expected source and period the first.

    Figures of another grain than the due date's do not make a delivery: a month's file brings the year's budget too.
    """
    expected = _expected(timetables)
    first: dict[tuple[_Source, Period], Arrival] = {}
    for each in arrivals:
        source = (each.organisation, each.source)
        if source in expected and each.period.grain is expected[source].due.grain:
            held = first.get((source, each.period))
            if held is None or each.order < held.order:
                first[source, each.period] = each
    yield from first.values()


def with_arrivals(observations: Iterable[Observation], timetables: Mapping[str, Timetable]) -> Iterator[Observation]:
    """The observations, and for each expected source and period the first that said something, under the delivery's metric."""
    expected = _expected(timetables)
    told: dict[tuple[_Source, Period, str], Observation] = {}
    for each in observations:
        yield each
        source = (each.figure.series.organisation, each.source)
        item = expected.get(source)
        if item is not None and each.figure.period.grain is item.due.grain and says_something(each.figure):
            told.setdefault((source, each.figure.period, each.delivery), each)
    for first in first_arrivals(map(_arrival_of, told.values()), timetables):
        source = (first.organisation, first.source)
        yield _as_figure(told[source, first.period, first.delivery], expected[source])


def _expected(timetables: Mapping[str, Timetable]) -> dict[_Source, DeliveryItem]:
    return {(owner, item.source): item for owner, table in timetables.items() for item in table.deliveries}


def _arrival_of(each: Observation) -> Arrival:
    return Arrival(
        organisation=each.figure.series.organisation,
        source=each.source,
        period=each.figure.period,
        delivery=each.delivery,
        received_at=each.received_at,
    )


def _as_figure(first: Observation, item: DeliveryItem) -> Observation:
    """A figure of value 0: only when it was received is ever asked."""
    series = Series(first.figure.series.organisation, item.id, first.figure.series.organisation)
    return replace(first, figure=Figure(series=series, period=first.figure.period, value=Decimal(0)))
