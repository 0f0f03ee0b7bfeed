"""The deliveries that a calendar expects: which are late, which are due now, and which come next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.arrivals import with_arrivals
from engine.facts import Observation
from engine.language import mark
from engine.periods import Period
from engine.rulebook.book import Rulebook
from engine.rulebook.timetable import DeliveryItem

_MOST_LATE = 24
"""Periods of one source. Whoever is later than that is told so by the avvik."""


class State(StrEnum):
    LATE = "late"
    GRACE = "grace"
    """Past its due date, and not yet told."""
    WAITED_FOR = "waited_for"
    """The next one."""


STATES = {State.LATE: mark("late"), State.GRACE: mark("past its due date"), State.WAITED_FOR: mark("not due yet")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One period of one source that has not come."""

    organisation: str
    source: str
    rule: str
    """The rule that judges it, and its metric."""
    owner: str
    period: Period
    due: date
    last_day: date
    state: State


def deliveries(
    book: Rulebook, observations: Iterable[Observation], as_of: date, organisation: str | None = None
) -> list[Delivery]:
    """What has not come, the longest waited for first: everything that is past its due date, and each source's next."""
    items = [
        (owner, item) for owner, table in book.timetables.items() if organisation in (None, owner) for item in table.deliveries
    ]
    metrics = {(owner, item.id) for owner, item in items}
    came: dict[tuple[str, str], set[Period]] = {metric: set() for metric in metrics}
    for each in with_arrivals(observations, book.timetables):
        series = each.figure.series
        if (series.organisation, series.metric) in metrics:
            came[series.organisation, series.metric].add(each.figure.period)
    found = [each for owner, item in items for each in _of(owner, item, came[owner, item.id], as_of)]
    return sorted(found, key=lambda each: (each.last_day, each.organisation, each.source))


def _of(owner: str, item: DeliveryItem, came: set[Period], as_of: date) -> list[Delivery]:
    running = Period.containing(as_of, item.due.grain)
    first = item.valid_from or min(came, default=running.shift(-1))
    found: list[Delivery] = []
    period = max(first, running.shift(-_MOST_LATE))
    while True:
        if period not in came:
            found.append(_delivery(owner, item, period, as_of))
            if found[-1].state is State.WAITED_FOR:
                return found
        period = period.shift(1)


def _delivery(owner: str, item: DeliveryItem, period: Period, as_of: date) -> Delivery:
    due, last_day = item.expected.due_on(period), item.expected.last_day(period)
    state = State.LATE if as_of > last_day else State.GRACE if as_of > due else State.WAITED_FOR
    return Delivery(
        organisation=owner,
        source=item.source,
        rule=item.id,
        owner=item.owner,
        period=period,
        due=due,
        last_day=last_day,
        state=state,
    )
