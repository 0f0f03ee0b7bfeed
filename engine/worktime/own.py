"""The records of a block's employees as intervals on its axis."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import Bools, Ints
from engine.worktime.kinds import RecordType
from engine.worktime.records import CODE, TYPES, Codes, Records
from engine.worktime.shifts import Shifts, merged


@dataclass(frozen=True, eq=False)
class Own:
    """One entry per record, [start, end) in axis minutes, sorted by start. `row` is its place among all records."""

    span: int
    employees: int
    row: Ints
    start: Ints
    end: Ints
    type: Codes

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def present(self) -> frozenset[RecordType]:
        """The types of records that there are at all; most blocks have few, and much can be left out."""
        return frozenset(TYPES[code] for code in np.flatnonzero(np.bincount(self.type, minlength=len(TYPES))))

    def take(self, chosen: Bools | Ints) -> "Own":
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        return Own(self.span, self.employees, self.row[chosen], self.start[chosen], self.end[chosen], self.type[chosen])

    def of(self, types: Collection[RecordType]) -> "Own":
        """Only the records of some types."""
        if self.present <= frozenset(types):
            return self
        return self.take(np.array([kind in types for kind in TYPES], dtype=np.bool_)[self.type])

    def not_longer(self, minutes: int) -> "Own":
        """Without records that are too long to be true; standby may be of any length."""
        standby = CODE[RecordType.STANDBY]
        return self.take((self.end - self.start <= minutes) | (self.type == standby))

    def union(self, gap: int) -> Shifts:
        """The merged intervals; what is apart by at most `gap` minutes becomes one."""
        return merged(self.span, self.employees, self.start, self.end, gap)


def own_records(records: Records, codes: Ints, calendar: Calendar, span: int, *, planned: bool) -> Own:
    """The planned or the actual records of the employees with these codes, who get the block's numbers 0, 1, 2 …"""
    low, high = records.first[codes], records.first[codes + 1]
    if len(codes) and codes[-1] - codes[0] == len(codes) - 1:
        row = np.arange(low[0], high[-1], dtype=np.int64)
    else:
        row = np.concatenate([np.arange(*ends, dtype=np.int64) for ends in zip(low.tolist(), high.tolist(), strict=True)])
    employee = np.repeat(np.arange(len(codes), dtype=np.int64), high - low)
    if planned or records.any_planned:
        chosen = np.flatnonzero(records.planned[row] == planned)
        row, employee = row[chosen], employee[chosen]
    axis = employee * span
    start, end = axis + calendar.place(records.start[row]), axis + calendar.place(records.end[row])
    own = Own(span, len(codes), row, start, end, records.type[row])
    if not calendar.nominal:
        return own
    # By the wall clock a record may end before it begins, and a later one begin before an earlier one.
    kept = np.flatnonzero(end > start)
    return own.take(kept[np.argsort(start[kept], kind="stable")])
