"""Minutes by slot (a day, or the piece of it that lies in one week), as the profile attributes them, and their sums by week."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import Ints
from engine.worktime.shifts import Shifts, expanded, opening


@dataclass(frozen=True, eq=False)
class Slots:
    """One row for each employee and slot with minutes, in that order."""

    calendar: Calendar
    employees: int
    key: Ints
    """Rises from row to row: employee × number of slots + slot."""
    employee: Ints
    slot: Ints
    minutes: Ints

    @cached_property
    def week(self) -> Ints:
        return self.calendar.slot_week[self.slot]

    def by_week(self, values: Ints) -> Ints:
        """The sums of one value per row, as a matrix of employees × weeks."""
        weeks = len(self.calendar.weeks)
        sums = np.zeros(self.employees * weeks, dtype=np.int64)
        if len(values):
            at, key = self._weeks
            sums[key] = np.add.reduceat(values, at)
        return sums.reshape(self.employees, weeks)

    @cached_property
    def _weeks(self) -> tuple[Ints, Ints]:
        """The first row of each employee's week, and the week's place in the matrix."""
        key = self.employee * len(self.calendar.weeks) + self.week
        at = opening(key)
        return at, key[at]

    def in_week(self, employee: Ints, week: Ints, values: Ints) -> Ints:
        """One value per row, spread over the slots of single weeks: a matrix of the asked weeks × their slots."""
        calendar = self.calendar
        width = int(np.diff(calendar.first_slot).max())
        slot = calendar.first_slot[week][:, None] + np.arange(width, dtype=np.int64)
        wanted = employee[:, None] * len(calendar.slots) + slot
        spread = np.zeros(wanted.shape, dtype=np.int64)
        if len(self.slot):
            row = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
            found = (self.key[row] == wanted) & (slot < calendar.first_slot[week + 1][:, None])
            spread[found] = values[row[found]]
        return spread

    def at(self, key: Ints) -> Ints:
        """The minutes of single employees' slots by their keys, zero where there are none."""
        if not len(self.key):
            return np.zeros(len(key), dtype=np.int64)
        row = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[row] == key, self.minutes[row], 0)


def slots_of(shifts: Shifts, calendar: Calendar, attribution: Literal["start", "split"], work: Shifts | None = None) -> Slots:
    """The minutes of each slot: whole shifts where they start, or cut at the slots' edges. `work` inside does not count."""
    if not len(shifts):
        empty = np.empty(0, dtype=np.int64)
        return Slots(calendar, shifts.employees, empty, empty, empty, empty)
    slot = calendar.slots.of(shifts.place)
    employee, start, end = shifts.employee, shifts.start, shifts.end
    if attribution == "split":
        last = calendar.slots.of(shifts.place + shifts.minutes - 1)
        piece, place = expanded(last - slot + 1)
        employee, slot = employee[piece], slot[piece] + place
        axis = employee * shifts.span
        start = np.maximum(start[piece], axis + calendar.slots.starts[slot])
        end = np.minimum(end[piece], axis + calendar.slots.ends[slot])
    minutes = end - start if work is None else end - start - work.within(start, end)
    key = employee * len(calendar.slots) + slot
    at = opening(key)
    if len(at) < len(key):
        key, employee, slot, minutes = key[at], employee[at], slot[at], np.add.reduceat(minutes, at)
    return Slots(calendar, shifts.employees, key, employee, slot, minutes)


def united(first: Slots, values: Ints, second: Slots, more: Ints) -> tuple[Slots, Ints]:
    """The slots that either has, and the sum of one value of each."""
    if not len(second.slot):
        return first, values
    count = len(first.calendar.slots)
    key = np.concatenate([first.key, second.key])
    order = np.argsort(key, kind="stable")
    key = key[order]
    at = opening(key)
    total = np.add.reduceat(np.concatenate([values, more])[order], at)
    employee, slot = np.divmod(key[at], count)
    return Slots(first.calendar, first.employees, key[at], employee, slot, total), total
