"""Which Sundays and holidays the employees of a block worked."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.worktime.clock import Bools, Ints, to_utc
from engine.worktime.red_days import RedDays, red_days

if TYPE_CHECKING:
    from engine.worktime.block import Block

_HALF_YEAR = 26 * 7


@dataclass(frozen=True, eq=False)
class RedWork:
    """The red days of the block's calendar, in order."""

    block: "Block"

    @cached_property
    def _all(self) -> RedDays:
        """Half a year before the calendar too, because counts of red days look back that far."""
        calendar = self.block.calendar
        first, last = calendar.date(-_HALF_YEAR), calendar.date(len(calendar.days))
        return red_days(first.year, last.year, self.block.shape.sunday_window)

    @cached_property
    def _inside(self) -> Bools:
        return (self._place(self._all.opens) >= 0) & (self._place(self._all.closes) <= self.block.calendar.length)

    @cached_property
    def day(self) -> Ints:
        """Where each red day stands in the calendar's grid of days."""
        return self._all.day[self._inside] - self.block.calendar.first_day

    @cached_property
    def sunday(self) -> Bools:
        return self._all.sunday[self._inside]

    @cached_property
    def opens(self) -> Ints:
        """When the window of each opens, on an employee's axis."""
        return self._place(self._all.opens[self._inside])

    @cached_property
    def closes(self) -> Ints:
        return self._place(self._all.closes[self._inside])

    @cached_property
    def known(self) -> Bools:
        """The windows that lie wholly in what is known."""
        return (self.opens >= self.block.known[0]) & (self.closes <= self.block.known[1])

    @cached_property
    def touched(self) -> Bools:
        """The windows of which at least a part is known."""
        return (self.opens < self.block.known[1]) & (self.closes > self.block.known[0])

    @cached_property
    def worked(self) -> Bools:
        """Whether counted work overlaps the window by more than `sunday_min_minutes`; employees × red days."""
        shifts, days = self.block.shifts, len(self.day)
        minutes = np.zeros(self.block.employees * days, dtype=np.int64)
        shift, end = np.arange(len(shifts), dtype=np.int64), shifts.place + shifts.minutes
        red = np.searchsorted(self.closes, shifts.place, side="right")
        while len(shift):
            reaching = np.flatnonzero(red < days)
            reaching = reaching[end[shift[reaching]] > self.opens[red[reaching]]]
            shift, red = shift[reaching], red[reaching]
            inside = np.minimum(end[shift], self.closes[red]) - np.maximum(shifts.place[shift], self.opens[red])
            np.add.at(minutes, shifts.employee[shift] * days + red, inside)
            red = red + 1
        return (minutes > self.block.shape.sunday_min_minutes).reshape(self.block.employees, days)

    @cached_property
    def of_26_weeks(self) -> Ints:
        """How many red days the 26 weeks have that end with each week of the calendar."""
        calendar = self.block.calendar
        after = calendar.days.of(calendar.weeks.ends - 1) + 1 + calendar.first_day
        return np.searchsorted(self._all.day, after) - np.searchsorted(self._all.day, after - _HALF_YEAR)

    def by_week(self, marked: Bools) -> Ints:
        """How many of the marked red days lie in each week; employees × weeks."""
        calendar = self.block.calendar
        week = calendar.weeks.of(calendar.days.starts[self.day])
        edges = np.searchsorted(week, np.arange(len(calendar.weeks) + 1, dtype=np.int64))
        total = np.zeros((len(marked), marked.shape[1] + 1), dtype=np.int64)
        np.cumsum(marked, axis=1, out=total[:, 1:])
        return total[:, edges[1:]] - total[:, edges[:-1]]

    def _place(self, local: Ints) -> Ints:
        calendar = self.block.calendar
        return (local if calendar.nominal else to_utc(local).utc) - calendar.origin
