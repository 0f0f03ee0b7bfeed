"""The red days of a calendar, and which of them employees worked."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.worktime.calendar import Calendar, Grid
from engine.worktime.clock import DAY, HOUR, Bools, Ints, to_utc
from engine.worktime.red_days import RedDays, red_days
from engine.worktime.shifts import Shifts

_HALF_YEAR = 26 * 7


@dataclass(frozen=True, eq=False)
class RedCalendar:
    """The red days of a calendar in order, with their windows on the axis of an employee."""

    calendar: Calendar
    window: Literal["statutory", "calendar"]

    @cached_property
    def _all(self) -> RedDays:
        """Half a year before the calendar too, because counts of red days look back that far."""
        first, last = self.calendar.date(-_HALF_YEAR), self.calendar.date(len(self.calendar.days))
        return red_days(first.year, last.year, self.window)

    @cached_property
    def _inside(self) -> Bools:
        return (self._place(self._all.opens) >= 0) & (self._place(self._all.closes) <= self.calendar.length)

    @cached_property
    def day(self) -> Ints:
        """Where each red day stands in the calendar's grid of days."""
        return self._all.day[self._inside] - self.calendar.first_day

    @cached_property
    def sunday(self) -> Bools:
        return self._all.sunday[self._inside]

    @cached_property
    def opens(self) -> Ints:
        return self._place(self._all.opens[self._inside])

    @cached_property
    def closes(self) -> Ints:
        return self._place(self._all.closes[self._inside])

    @cached_property
    def next(self) -> Grid:
        """Answers for any minute which red day's window closes next; after the last one their number."""
        # On a whole hour, as the windows' edges are: then the grid answers from its table of hours.
        beyond = (self.calendar.length // HOUR + 1) * HOUR
        return Grid(np.concatenate([[0], self.closes, [beyond]]))

    @cached_property
    def of_26_weeks(self) -> Ints:
        """How many red days the 26 weeks have that end with each week of the calendar."""
        calendar = self.calendar
        after = calendar.days.of(calendar.weeks.ends - 1) + 1 + calendar.first_day
        return np.searchsorted(self._all.day, after) - np.searchsorted(self._all.day, after - _HALF_YEAR)

    def by_week(self, marked: Bools) -> Ints:
        """How many of the marked red days lie in each week; employees × weeks."""
        week = self.calendar.weeks.of(self.calendar.days.starts[self.day])
        edges = np.searchsorted(week, np.arange(len(self.calendar.weeks) + 1, dtype=np.int64))
        total = np.zeros((len(marked), marked.shape[1] + 1), dtype=np.int64)
        np.cumsum(marked, axis=1, out=total[:, 1:])
        return total[:, edges[1:]] - total[:, edges[:-1]]

    def _place(self, local: Ints) -> Ints:
        calendar = self.calendar
        return (local if calendar.nominal else to_utc(local).utc) - calendar.origin


def worked(red: RedCalendar, shifts: Shifts, at_least: int) -> Bools:
    """Whether work overlaps the window of each red day by more than `at_least` minutes; employees × red days."""
    minutes = np.zeros((shifts.employees, len(red.opens)), dtype=np.int64)
    opens = np.append(red.opens, red.calendar.length + DAY)
    end = shifts.place + shifts.minutes
    number = red.next.of(shifts.place)
    shift = np.flatnonzero(end > opens[number])
    number = number[shift]
    while len(shift):
        inside = np.minimum(end[shift], red.closes[number]) - np.maximum(shifts.place[shift], opens[number])
        np.add.at(minutes, (shifts.employee[shift], number), inside)
        further = np.flatnonzero(end[shift] > opens[number + 1])
        shift, number = shift[further], number[further] + 1
    return minutes > at_least
