"""Rows → columns: local times become instants, what is no record is left out and said, exact duplicates are dropped.

Nothing is guessed: an open or reversed record counts for nothing, and the remark says so. Overlaps and records that are too
long are judged later, because what is too long is for the profile to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from engine.worktime.clock import Bools, Ints, minute_of, to_utc, utc_minute
from engine.worktime.kinds import Remark, Source
from engine.worktime.records import CODE, Records, WorkRecord, sorted_records


@dataclass(frozen=True, slots=True, order=True)
class Remarked:
    """Something about one record (or two that overlap) that the reader of the results must know. Minutes UTC."""

    employee: str
    start: int
    end: int
    remark: Remark
    records: tuple[str, ...] = ()
    minutes: int = 0
    """How much overlaps, or how long a record is that is too long."""
    limit: int = 0
    unit: str = ""
    planned: bool = False


@dataclass(frozen=True, eq=False)
class Normalised:
    records: Records
    remarks: tuple[Remarked, ...]


def normalise(rows: Iterable[WorkRecord]) -> Normalised:
    """Columns of all sound rows, whatever their order, and a remark for each that is not used or not certain.

    A record without an id is named by its start and type, so that the rows' order never shows in a result.
    """
    # The order decides which of two exact duplicates gives its id, so it must not be the order of delivery.
    given = sorted(rows, key=lambda row: (row.record_id, row.unit))
    closed = [row for row in given if row.end is not None]
    start, doubtful_start = _instants([row.start for row in closed], later=False)
    end, doubtful_end = _instants([row.end for row in closed if row.end is not None], later=True)
    sound = end > start
    # What the cut seconds made empty is no work, and no mistake either.
    emptied = np.array([_lasts_seconds(row) for row in closed], dtype=np.bool_) & (end == start)
    reversed_ = ~sound & ~emptied
    remarks = [_remark(row, Remark.OPEN, _instants([row.start], later=False)[0][0]) for row in given if row.end is None]
    remarks += [_remark(closed[at], Remark.REVERSED, start[at]) for at in np.flatnonzero(reversed_)]
    for doubtful in (doubtful_start, doubtful_end):
        for remark, marked in doubtful.items():
            remarks += [_remark(closed[at], remark, start[at], end[at]) for at in np.flatnonzero(marked & sound)]
    kept = [row for row, good in zip(closed, sound.tolist(), strict=True) if good]
    records = sorted_records(_columns(kept, start[sound], end[sound]))
    repeated = duplicates(records)
    remarks += [of_rows(records, Remark.DUPLICATE, [int(row)]) for row in np.flatnonzero(repeated)]
    records = records.take(~repeated) if repeated.any() else records
    return Normalised(records, tuple(sorted(set(remarks))))


def duplicates(records: Records) -> Bools:
    """True for each row that says the same as the row before: employee, times, type and source."""
    repeated = np.zeros(len(records), dtype=np.bool_)
    columns = (records.employee, records.start, records.end, records.type, records.planned)
    repeated[1:] = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
    return repeated


def _lasts_seconds(row: WorkRecord) -> bool:
    return row.end is not None and row.end.second > row.start.second


def _instants(moments: Sequence[datetime], *, later: bool) -> tuple[Ints, dict[Remark, Bools]]:
    local = np.array([moment.tzinfo is None for moment in moments], dtype=np.bool_)
    minutes = [minute_of(each) if each.tzinfo is None else utc_minute(each) for each in moments]
    given = np.array(minutes, dtype=np.int64)
    placed = to_utc(given, later=later)
    doubtful = {Remark.AMBIGUOUS_TIME: placed.ambiguous & local, Remark.NONEXISTENT_TIME: placed.nonexistent & local}
    return np.where(local, placed.utc, given), doubtful


def _columns(rows: Sequence[WorkRecord], start: Ints, end: Ints) -> Records:
    employees = tuple(sorted({row.employee for row in rows}))
    units = tuple(sorted({row.unit for row in rows}))
    employee_code = {name: code for code, name in enumerate(employees)}
    unit_code = {name: code for code, name in enumerate(units)}
    return Records(
        employees,
        units,
        np.array([employee_code[row.employee] for row in rows], dtype=np.int64),
        start,
        end,
        np.array([CODE[row.type] for row in rows], dtype=np.int8),
        np.array([row.source is Source.PLANNED for row in rows], dtype=np.bool_),
        np.array([unit_code[row.unit] for row in rows], dtype=np.int64),
        [row.record_id for row in rows] if any(row.record_id for row in rows) else (),
    )


def _remark(row: WorkRecord, remark: Remark, start: int, end: int | None = None) -> Remarked:
    name = row.record_id or f"{row.start.isoformat(timespec='minutes')}/{row.type}"
    begins = int(start)
    return Remarked(
        row.employee,
        begins,
        begins if end is None else int(end),
        remark,
        (name,),
        unit=row.unit,
        planned=row.source is Source.PLANNED,
    )


def of_rows(records: Records, remark: Remark, rows: Sequence[int], **more: int) -> Remarked:
    """A remark about one record, or about two of which the last gives the place."""
    last = rows[-1]
    place = {"start": int(records.start[last]), "end": int(records.end[last])}
    return Remarked(
        employee=records.employees[records.employee[last]],
        remark=remark,
        records=tuple(records.name(row) for row in rows),
        unit=records.units[records.unit[last]],
        planned=bool(records.planned[last]),
        **{**place, **more},
    )
