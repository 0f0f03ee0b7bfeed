"""Records → blocks: employees whose profiles lay windows in the same way, as many at a time as a processor's cache holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from engine.errors import UsageError
from engine.language import mark
from engine.worktime.block import Block
from engine.worktime.calendar import Calendar, calendar_of
from engine.worktime.clock import DAY, Ints, date_of, day_number, to_local, to_utc
from engine.worktime.owners import Owners
from engine.worktime.records import Records
from engine.worktime.red_calendar import RedCalendar
from engine.worktime.shape import Shape

SHIFTS_IN_A_BLOCK = 3 << 13
"""A third more would be a tenth faster, and take 5 MB more for each processor."""
EMPLOYEES_IN_A_BLOCK = 1 << 9


@dataclass(frozen=True, slots=True)
class Known:
    """The days, both included, of which it is known who worked when; what has no record on them was no work."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise UsageError(mark("the last day, {last}, comes before the first, {first}"), first=self.first, last=self.last)


def known_by(records: Records) -> Known | None:
    """From the day of the first record to that of the last; None without records."""
    if not len(records):
        return None
    ends = np.array([records.start.min(), records.end.max() - 1], dtype=np.int64)
    first, last = (to_local(ends) // DAY).tolist()
    return Known(date_of(first), date_of(last))


def blocks_of(
    records: Records, owners: Owners, known: Known, *, planned: bool, codes: Ints | None = None, begin: date | None = None
) -> Iterator[Block]:
    """Every block to compute. An employee whose profiles have several shapes is in a block of each.

    codes: only these employees. begin: the calendar begins there although more is known; no record begins before.
    """
    bounds = _midnights(known.first, known.last + timedelta(days=1))
    lowest, highest = int(bounds[0]), int(bounds[1])
    if begin is not None:
        lowest = int(_midnights(begin)[0])
    elif len(records):
        lowest = min(lowest, int(records.start.min()))
    if len(records):
        highest = max(highest, int(records.end.max()))
    chosen = np.arange(len(records.employees), dtype=np.int64) if codes is None else codes
    for shape, own in _by_shape(records, chosen, owners, lowest, highest).items():
        calendar = calendar_of(lowest, highest, week_start=shape.week_start, nominal=shape.nominal)
        start, end = calendar.place(bounds).tolist()
        red = RedCalendar(calendar, shape.sunday_window)
        for part in _cuts(records, np.array(own, dtype=np.int64)):
            terms = _terms_of(records, part, owners, calendar)
            yield Block(records, part, calendar, shape, owners.terms, terms, (start, end), red, planned)


def _midnights(*days: date) -> Ints:
    return to_utc(np.array([day_number(day) * DAY for day in days], dtype=np.int64)).utc


def _by_shape(records: Records, codes: Ints, owners: Owners, lowest: int, highest: int) -> dict[Shape, list[int]]:
    """The codes of the employees of each shape; who has profiles of several is under each."""
    first, last = (to_local(np.array([lowest, highest], dtype=np.int64)) // DAY).tolist()
    found: dict[Shape, list[int]] = {}
    names = (records.employees[code] for code in codes.tolist())
    for code, used in zip(codes.tolist(), owners.used(names, first, last), strict=True):
        shapes = {owners.terms.shapes[term] for term in used if term != owners.terms.none}
        for shape in shapes or {Shape()}:
            found.setdefault(shape, []).append(code)
    return found


def _cuts(records: Records, codes: Ints) -> Iterator[Ints]:
    """The employees of each block."""
    ends = np.cumsum(records.first[codes + 1] - records.first[codes])
    first = 0
    while first < len(codes):
        before = int(ends[first - 1]) if first else 0
        full = int(np.searchsorted(ends, before + SHIFTS_IN_A_BLOCK, side="right"))
        after = min(max(full, first + 1), first + EMPLOYEES_IN_A_BLOCK)
        yield codes[first:after]
        first = after


def _terms_of(records: Records, codes: Ints, owners: Owners, calendar: Calendar) -> Ints | int:
    """One term when it is everybody's all the time, else the term of each employee on each day."""
    names = [records.employees[code] for code in codes.tolist()]
    last_day = calendar.first_day + len(calendar.days) - 1
    used = frozenset().union(*owners.used(names, calendar.first_day, last_day))
    if len(used) == 1:
        return next(iter(used))
    return owners.by_day(names, calendar.first_day, len(calendar.days))
