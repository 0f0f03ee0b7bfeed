"""What is wrong with the records themselves: § 10-7 (the employer keeps a record of working time).

Window: the record. What counts: records of counted types longer than `max_record_hours`, which are left out; overlaps of an
employee's records, which count once (only a callout inside standby is in order); standby where the profile gives no factor, of
which the law's least share is counted; records on days for which no profile or no law holds, in which nothing is found. What
happens before records reach a profile (open, reversed, doubtful times, duplicates) is remarked in
engine/worktime/normalise.py. One long window: one remark per record or pair; per employee for what concerns all records.
"""

from collections.abc import Iterator

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import DAY, Ints, to_local
from engine.worktime.kinds import RecordType, Remark
from engine.worktime.normalise import Remarked, of_rows
from engine.worktime.records import CODE, TYPES


def remarks(block: Block) -> Iterator[Remarked]:
    """Everything about the block's records that a reader of the results must know."""
    rows = np.arange(block.rows.start, block.rows.stop, dtype=np.int64)
    rows = rows[block.records.planned[rows] == block.planned]
    yield from _too_long(block, rows)
    yield from _overlaps(block, rows)
    yield from _without_factor(block, rows)
    yield from _without_profile(block, rows)


def _too_long(block: Block, rows: Ints) -> Iterator[Remarked]:
    records, longest = block.records, block.shape.max_record
    work = np.array([kind in block.counted - {RecordType.STANDBY} for kind in TYPES], dtype=np.bool_)
    length = records.end[rows] - records.start[rows]
    for row in rows[(length > longest) & work[records.type[rows]]].tolist():
        minutes = int(records.end[row] - records.start[row])
        yield of_rows(records, Remark.TOO_LONG, [row], minutes=minutes, limit=longest)


def _overlaps(block: Block, rows: Ints) -> Iterator[Remarked]:
    kind = block.records.type[rows]
    standby, callout = CODE[RecordType.STANDBY], CODE[RecordType.CALLOUT]
    # A pair other than callout and standby is seen without the one or without the other.
    pairs = _pairs(block, rows[kind != standby])
    if (kind == standby).any():
        pairs |= _pairs(block, rows[kind != callout])
    for first, second in sorted(pairs):
        start = int(block.records.start[second])
        end = int(min(block.records.end[first], block.records.end[second]))
        yield of_rows(block.records, Remark.OVERLAP, [first, second], start=start, end=end, minutes=end - start)


def _pairs(block: Block, rows: Ints) -> set[tuple[int, int]]:
    """Each row that begins before an earlier one of the same employee has ended, with the one that ends last."""
    if len(rows) < 2:
        return set()
    records = block.records
    axis = records.employee[rows] * block.span
    start, end = axis + records.start[rows], axis + records.end[rows]
    reach = np.maximum.accumulate(end)
    at = np.flatnonzero((start[1:] < reach[:-1]) & (axis[1:] == axis[:-1])) + 1
    if not len(at):
        return set()
    furthest = np.maximum.accumulate(np.where(end == reach, np.arange(len(rows)), 0))
    return set(zip(rows[furthest[at - 1]].tolist(), rows[at].tolist(), strict=True))


def _without_factor(block: Block, rows: Ints) -> Iterator[Remarked]:
    """The first standby record of each employee whose profile gives no factor."""
    if block.shape.standby_is_work:
        return
    given = np.array([*(each.profile.oncall.factor is not None for each in block.terms.terms), True], dtype=np.bool_)
    standby = rows[block.records.type[rows] == CODE[RecordType.STANDBY]]
    for row in _first_of_each(block, standby[~given[_terms(block, standby)]]):
        yield of_rows(block.records, Remark.STANDBY_WITHOUT_FACTOR, [row])


def _without_profile(block: Block, rows: Ints) -> Iterator[Remarked]:
    """The first record of each employee for which no profile or no law holds."""
    if isinstance(block.owners, int) and block.owners != block.terms.none:
        return
    for row in _first_of_each(block, rows[_terms(block, rows) == block.terms.none]):
        yield of_rows(block.records, Remark.NO_PROFILE, [row])


def _terms(block: Block, rows: Ints) -> Ints:
    """The term in force when each record begins."""
    records = block.records
    day = to_local(records.start[rows]) // DAY - block.calendar.first_day
    return np.broadcast_to(block.term_on(records.employee[rows] - block.first_code, day), rows.shape)


def _first_of_each(block: Block, rows: Ints) -> list[int]:
    _, first = np.unique(block.records.employee[rows], return_index=True)
    return [int(row) for row in rows[first]]
