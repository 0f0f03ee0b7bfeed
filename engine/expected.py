"""The deliveries that a calendar expects: which are late, due now or next, and which came, in time or late. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.arrivals import Arrival, first_arrivals
from engine.language import mark
from engine.periods import Period
from engine.rulebook.book import Rulebook
from engine.rulebook.timetable import DeliveryItem

_MOST_LATE = 24
"""Periods of one source. Whoever is later than that is told so by the avvik."""
_LONGEST_WAIT = timedelta(days=800)
"""No due date lies farther from the end of its period."""
_OSLO = ZoneInfo("Europe/Oslo")


class State(StrEnum):
    LATE = "late"
    GRACE = "grace"
    """Past its due date, and not yet told."""
    WAITED_FOR = "waited_for"
    """The next one, and those after it."""
    IN_TIME = "in_time"
    CAME_LATE = "came_late"
    UNASKED = "unasked"
    """It came for a period before the first one that the calendar expects: nobody judges when."""


STATES = {
    State.LATE: mark("late"),
    State.GRACE: mark("past its due date"),
    State.WAITED_FOR: mark("not due yet"),
    State.IN_TIME: mark("received in time"),
    State.CAME_LATE: mark("received late"),
    State.UNASKED: mark("received before the calendar begins"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One period of one source."""

    organisation: str
    source: str
    rule: str
    """The rule that judges it, and its metric."""
    owner: str
    period: Period
    due: date
    last_day: date
    state: State
    came: Arrival | None = None
    """The first that brought a figure of the period."""
    and_earlier: bool = False
    """Periods before it are missing too, farther back than is listed."""


def deliveries(book: Rulebook, arrivals: Iterable[Arrival], as_of: date, organisation: str | None = None) -> list[Delivery]:
    """What has not come, the longest waited for first: everything that is past its due date, and each source's next."""
    found = [each for source in _sources(book, arrivals, organisation) for each in source.missing(as_of)]
    return sorted(found, key=lambda each: (each.last_day, each.organisation, each.source))


def calendar(book: Rulebook, arrivals: Iterable[Arrival], as_of: date, organisation: str, year: int) -> list[Delivery]:
    """Everything that is due in a year, come or not, by its due date."""
    found = [each for source in _sources(book, arrivals, organisation) for each in source.due_in(year, as_of)]
    return sorted(found, key=lambda each: (each.due, each.source, each.period.ordinal))


def runs(missing: Iterable[Delivery]) -> list[tuple[Delivery, Delivery]]:
    """The first and the last of what a source has not brought, by state: a year of silence is one line."""
    found: dict[tuple[str, str, str], tuple[Delivery, Delivery]] = {}
    for each in missing:
        key = (each.organisation, each.source, each.state.value)
        found[key] = (found[key][0] if key in found else each, each)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Source:
    """One line of a calendar with what has come of it."""

    organisation: str
    item: DeliveryItem
    came: Mapping[Period, Arrival]

    def first(self, as_of: date) -> Period:
        """The first period that is expected."""
        return self.item.valid_from or min(self.came, default=self._running(as_of).shift(-1))

    def missing(self, as_of: date) -> Iterator[Delivery]:
        first = period = max(self.first(as_of), self._running(as_of).shift(-_MOST_LATE))
        while True:
            if period not in self.came:
                found = self._delivery(period, as_of)
                yield replace(found, and_earlier=self._is_missing_before(first, as_of)) if period == first else found
                if found.state is State.WAITED_FOR:
                    return
            period = period.shift(1)

    def _is_missing_before(self, period: Period, as_of: date) -> bool:
        return self.first(as_of) < period and period.shift(-1) not in self.came

    def due_in(self, year: int, as_of: date) -> Iterator[Delivery]:
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        earliest = Period.containing(begins - _LONGEST_WAIT, self.item.due.grain)
        for period in earliest.until(Period.containing(ends, self.item.due.grain)):
            is_ours = period in self.came or period >= self.first(as_of)
            if is_ours and begins <= self.item.expected.due_on(period) <= ends:
                yield self._delivery(period, as_of)

    def _running(self, as_of: date) -> Period:
        return Period.containing(as_of, self.item.due.grain)

    def _delivery(self, period: Period, as_of: date) -> Delivery:
        due, last_day = self.item.expected.due_on(period), self.item.expected.last_day(period)
        came = self.came.get(period)
        return Delivery(
            organisation=self.organisation,
            source=self.item.source,
            rule=self.item.id,
            owner=self.item.owner,
            period=period,
            due=due,
            last_day=last_day,
            state=self._waits(due, last_day, as_of) if came is None else self._came(came, last_day, as_of),
            came=came,
        )

    def _waits(self, due: date, last_day: date, as_of: date) -> State:
        return State.LATE if as_of > last_day else State.GRACE if as_of > due else State.WAITED_FOR

    def _came(self, came: Arrival, last_day: date, as_of: date) -> State:
        if came.period < self.first(as_of):
            return State.UNASKED
        return State.IN_TIME if came.received_at.astimezone(_OSLO).date() <= last_day else State.CAME_LATE


def _sources(book: Rulebook, arrivals: Iterable[Arrival], organisation: str | None) -> Sequence[_Source]:
    came: defaultdict[tuple[str, str], dict[Period, Arrival]] = defaultdict(dict)
    for each in first_arrivals(arrivals, book.timetables):
        came[each.organisation, each.source][each.period] = each
    return [
        _Source(owner, item, came[owner, item.source])
        for owner, table in book.timetables.items()
        if organisation in (None, owner)
        for item in table.deliveries
    ]
