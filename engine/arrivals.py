"""When each source's figures came, as figures of their own: what a calendar expects is judged like everything else. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from engine.current import says_something
from engine.facts import Figure, Observation, Series
from engine.periods import Grain, Period
from engine.rulebook.timetable import DeliveryItem, Timetable

_Source = tuple[str, str]
"""Organisation and source."""


def with_arrivals(observations: Iterable[Observation], timetables: Mapping[str, Timetable]) -> Iterator[Observation]:
    """The observations, and for each expected source and period the first that said something, under the delivery's metric.

    Figures of another grain than the due date's do not make a delivery: a month's file brings the year's budget too.
    """
    expected = {(owner, item.source): item for owner, table in timetables.items() for item in table.deliveries}
    first: dict[tuple[_Source, Period], Observation] = {}
    for each in observations:
        yield each
        source = (each.figure.series.organisation, each.source)
        item = expected.get(source)
        if item is None or not _arrives(each.figure, item.due.grain):
            continue
        key = (source, each.figure.period)
        held = first.get(key)
        if held is None or (each.received_at, each.delivery) < (held.received_at, held.delivery):
            first[key] = each
    yield from (_arrival(each, expected[source]) for (source, _), each in first.items())


def _arrives(figure: Figure, grain: Grain) -> bool:
    return figure.period.grain is grain and says_something(figure)


def _arrival(first: Observation, item: DeliveryItem) -> Observation:
    """A figure of value 0: only when it was received is ever asked."""
    series = Series(first.figure.series.organisation, item.id, first.figure.series.organisation)
    return replace(first, figure=Figure(series=series, period=first.figure.period, value=Decimal(0)))
