"""Minutes by slot (a day, or the piece of it that lies in one week), as the profile attributes them, and their sums by week."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import Ints
from engine.worktime.shifts import Shifts, expanded


@dataclass(frozen=True, eq=False)
class Slots:
    """One row for each employee and slot with minutes, in that order."""

    calendar: Calendar
    employees: int
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
        key, total = _summed(self.employee * weeks + self.week, values)
        sums[key] = total
        return sums.reshape(self.employees, weeks)

    def in_week(self, employee: Ints, week: Ints, values: Ints) -> Ints:
        """One value per row, spread over the slots of single weeks: a matrix of the asked weeks × their slots."""
        calendar = self.calendar
        width = int(np.diff(calendar.first_slot).max())
        slot = calendar.first_slot[week][:, None] + np.arange(width, dtype=np.int64)
        wanted = employee[:, None] * len(calendar.slots) + slot
        spread = np.zeros(wanted.shape, dtype=np.int64)
        if len(self.slot):
            row = np.minimum(np.searchsorted(self._key, wanted), len(self._key) - 1)
            found = (self._key[row] == wanted) & (slot < calendar.first_slot[week + 1][:, None])
            spread[found] = values[row[found]]
        return spread

    def at(self, employee: Ints, slot: Ints) -> Ints:
        """The minutes of single slots, zero where there are none."""
        if not len(self.slot):
            return np.zeros(len(slot), dtype=np.int64)
        wanted = employee * len(self.calendar.slots) + slot
        row = np.minimum(np.searchsorted(self._key, wanted), len(self._key) - 1)
        return np.where(self._key[row] == wanted, self.minutes[row], 0)

    @cached_property
    def _key(self) -> Ints:
        return self.employee * len(self.calendar.slots) + self.slot


def slots_of(shifts: Shifts, calendar: Calendar, attribution: Literal["start", "split"], work: Shifts | None = None) -> Slots:
    """The minutes of each slot: whole shifts where they start, or cut at the slots' edges. `work` inside does not count."""
    if not len(shifts):
        empty = np.empty(0, dtype=np.int64)
        return Slots(calendar, shifts.employees, empty, empty, empty)
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
    key, total = _summed(employee * len(calendar.slots) + slot, minutes)
    employee, slot = np.divmod(key, len(calendar.slots))
    return Slots(calendar, shifts.employees, employee, slot, total)


def united(first: Slots, values: Ints, second: Slots, more: Ints) -> tuple[Slots, Ints]:
    """The slots that either has, and the sum of one value of each."""
    if not len(second.slot):
        return first, values
    count = len(first.calendar.slots)
    key = np.concatenate([first.employee * count + first.slot, second.employee * count + second.slot])
    order = np.argsort(key, kind="stable")
    key, total = _summed(key[order], np.concatenate([values, more])[order])
    employee, slot = np.divmod(key, count)
    return Slots(first.calendar, first.employees, employee, slot, total), total


def _summed(key: Ints, values: Ints) -> tuple[Ints, Ints]:
    """The sums of values under equal neighbouring keys."""
    if not len(key):
        return key, values
    opens = np.empty(len(key), dtype=np.bool_)
    opens[0] = True
    np.not_equal(key[1:], key[:-1], out=opens[1:])
    at = np.flatnonzero(opens)
    return key[at], np.add.reduceat(values, at)
