"""The days, weeks and slots that a stretch of time is cut into, on the axis of one employee.

The axis counts minutes from the edge of a week: elapsed ones, or those the wall clock showed (`dst: nominal`). Its weeks begin
where the profile says, its days at local midnight. Slots are the pieces between all those edges: a slot lies in exactly one day
and one week, and is the day itself wherever weeks begin at midnight.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from engine.worktime.clock import DAY, HOUR, Ints, date_of, day_number, to_local, to_utc

_MONDAY = day_number(date(1970, 1, 5))


@dataclass(frozen=True, eq=False)
class Grid:
    """Consecutive half-open stretches of the axis; stretch i is [edges[i], edges[i + 1])."""

    edges: Ints

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def starts(self) -> Ints:
        return self.edges[:-1]

    @property
    def ends(self) -> Ints:
        return self.edges[1:]

    def of(self, at: Ints) -> Ints:
        """In which stretch each minute lies. Minutes are on the axis of one employee."""
        if self._by_hour is not None:
            return self._by_hour[at // HOUR]
        return np.searchsorted(self.edges, at, side="right") - 1

    @cached_property
    def _by_hour(self) -> Ints | None:
        # Edges on whole hours are the rule, and a table of hours is several times faster than a search among the edges.
        if self.edges[0] != 0 or (self.edges % HOUR).any():
            return None
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.edges) // HOUR)


@dataclass(frozen=True, eq=False)
class Calendar:
    """The axis from `origin` on (UTC minutes, or wall-clock minutes when nominal), and its grids."""

    origin: int
    first_day: int
    """The day number of days[0]."""
    days: Grid
    weeks: Grid
    nominal: bool = False

    @property
    def length(self) -> int:
        return int(self.weeks.edges[-1])

    def place(self, utc: Ints) -> Ints:
        """Instants on the axis."""
        return (to_local(utc) if self.nominal else utc) - self.origin

    def instant(self, at: Ints) -> Ints:
        """Minutes of the axis as instants in UTC."""
        return to_utc(at + self.origin).utc if self.nominal else at + self.origin

    def wall_clock(self, at: Ints) -> Ints:
        """The minutes that the wall clock shows at points of the axis."""
        return at + self.origin if self.nominal else to_local(at + self.origin)

    @cached_property
    def slots(self) -> Grid:
        inside = self.days.edges[(self.days.edges > 0) & (self.days.edges < self.length)]
        return Grid(np.union1d(inside, self.weeks.edges))

    @cached_property
    def slot_day(self) -> Ints:
        return self.days.of(self.slots.starts)

    @cached_property
    def slot_week(self) -> Ints:
        return self.weeks.of(self.slots.starts)

    @cached_property
    def first_slot(self) -> Ints:
        """The first slot of each week, and the number of slots at the end."""
        return np.searchsorted(self.slot_week, np.arange(len(self.weeks) + 1, dtype=np.int64))

    @cached_property
    def week_day(self) -> Ints:
        """The day on which each week begins."""
        return self.days.of(self.weeks.starts)

    def cut_at(self, minute_of_day: int) -> Grid:
        """Stretches of a day each that begin at another time than midnight."""
        numbers = np.arange(self.first_day - 1, self.first_day + len(self.days) + 1, dtype=np.int64)
        return Grid(_placed(numbers * DAY + minute_of_day, self.nominal) - self.origin)

    def date(self, day: int) -> date:
        return date_of(self.first_day + day)


def calendar_of(first: int, last: int, *, week_start: int, nominal: bool) -> Calendar:
    """The calendar of all weeks that the UTC minutes first … last touch, and at least a week before and after them.

    `week_start`: minutes after Monday 00:00 at which a week begins. Weeks that begin late on a Sunday are those of the Monday
    before, so that 0 and 6 × 1440 + 1320 are both possible.
    """
    local = to_local(np.array([first, last], dtype=np.int64))
    first_monday, last_monday = ((local // DAY - _MONDAY) // 7 * 7 + _MONDAY).tolist()
    mondays = np.arange(first_monday - 14, last_monday + 22, 7, dtype=np.int64)
    week_edges = _placed(mondays * DAY + week_start, nominal)
    days = np.arange(first_monday - 14, last_monday + 30, dtype=np.int64)
    origin = int(week_edges[0])
    day_edges = _placed(days * DAY, nominal) - origin
    begun = int(np.searchsorted(day_edges, 0, side="right")) - 1
    kept = day_edges[begun:]
    return Calendar(origin, int(days[begun]), Grid(kept), Grid(week_edges - origin), nominal)


def _placed(local: Ints, nominal: bool) -> Ints:
    return local if nominal else to_utc(local).utc
