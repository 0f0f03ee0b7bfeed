"""Work records: one row as a person delivers it, and all of them as columns sorted by employee and start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.worktime.clock import Bools, Ints, oslo
from engine.worktime.kinds import RecordType, Source

TYPES: Final = tuple(RecordType)
CODE: Final = {kind: code for code, kind in enumerate(TYPES)}
_PIECE: Final = 1 << 16
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRecord:
    """One row. Times without a zone are Oslo's; `end` is None for a record that is still open."""

    employee: str
    start: datetime
    end: datetime | None
    type: RecordType
    unit: str = ""
    source: Source = Source.ACTUAL
    record_id: str = ""


@dataclass(frozen=True, eq=False)
class Records:
    """Accepted records as columns: [start, end) in minutes UTC, sorted by employee, start, end, type and source.

    `employees` is sorted, and a code is the place in it. The arrays are never written to.
    """

    employees: tuple[str, ...]
    units: tuple[str, ...]
    employee: Ints
    start: Ints
    end: Ints
    type: Codes
    planned: Bools
    unit: Ints
    ids: Sequence[str] = ()
    """Empty where the records came without ids; then a record is named by its start and type."""

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def first(self) -> Ints:
        """Where each employee's records begin, and the number of records at the end."""
        return np.searchsorted(self.employee, np.arange(len(self.employees) + 1, dtype=np.int64))

    @cached_property
    def longest(self) -> int:
        """The length of the longest record: how far back a search for records that reach into a window must go."""
        # In pieces, because the lengths of all records at once are as large as the records.
        pieces = range(0, len(self), _PIECE)
        return max((int((self.end[at : at + _PIECE] - self.start[at : at + _PIECE]).max()) for at in pieces), default=0)

    @cached_property
    def any_planned(self) -> bool:
        return bool(self.planned.any())

    def name(self, row: int) -> str:
        """How a result names a record: by its id, else by what stays the same in whichever order the records come."""
        given = self.ids[row] if self.ids else ""
        return given or f"{oslo(int(self.start[row])).isoformat(timespec='minutes')}/{TYPES[self.type[row]]}"

    def of(self, code: int) -> slice:
        return slice(int(self.first[code]), int(self.first[code + 1]))

    def within(self, code: int, start: int, end: int) -> Ints:
        """The rows of an employee's records that reach into [start, end)."""
        own = self.of(code)
        starts = self.start[own]
        low = np.searchsorted(starts, start - self.longest, side="left")
        high = np.searchsorted(starts, end, side="left")
        rows = np.arange(own.start + low, own.start + high, dtype=np.int64)
        return rows[self.end[rows] > start]

    def take(self, chosen: Bools | Ints) -> "Records":
        """Some rows, or all in another order; the employees and units stay, so that codes keep their meaning."""
        if chosen.dtype == np.bool_ and 8 * np.count_nonzero(chosen) < len(chosen):
            # A few of millions: their places are looked for once, and not again for every column.
            chosen = np.flatnonzero(chosen)
        return Records(
            self.employees,
            self.units,
            self.employee[chosen],
            self.start[chosen],
            self.end[chosen],
            self.type[chosen],
            self.planned[chosen],
            self.unit[chosen],
            [self.ids[row] for row in np.arange(len(self))[chosen].tolist()] if self.ids else (),
        )

    def of_source(self, *, planned: bool) -> "Records":
        """Only the planned records, or only the actual ones; not copied when they are all of that source."""
        if planned:
            return self.take(self.planned)
        return self.take(~self.planned) if self.any_planned else self


def sorted_records(records: Records) -> Records:
    """The same records in order; what is in order already is not copied."""
    if _in_order(records):
        return records
    keys = (records.planned, records.type, records.end, records.start, records.employee)
    return records.take(np.lexsort(keys))


def _in_order(records: Records) -> bool:
    """Whether employee, start, end, type and source never fall."""
    tie = np.ones(max(len(records) - 1, 0), dtype=np.bool_)
    for column in (records.employee, records.start, records.end, records.type, records.planned):
        if (tie & (column[1:] < column[:-1])).any():
            return False
        tie &= column[1:] == column[:-1]
    return True
