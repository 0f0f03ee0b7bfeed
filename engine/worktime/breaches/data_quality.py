"""What is wrong with the records themselves: § 10-7 (the employer keeps a record of working time).

Window: the record.
What counts: records of counted types longer than `max_record_hours`, which are left out; overlaps of an employee's records,
which count once (only a callout inside standby is in order); breaks inside work, which are not subtracted; standby where the
profile gives no factor, of which the law's least share is counted; records on days for which no profile or no law holds, in
which nothing is found. What happens before records reach a profile (open, reversed, doubtful times, duplicates) is remarked in
engine/worktime/normalise.py.
One long window: one remark per record or pair of records; one per employee for what concerns all records of a kind.
"""

from collections.abc import Iterator

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import Ints
from engine.worktime.kinds import RecordType, Remark
from engine.worktime.normalise import Remarked, of_rows
from engine.worktime.own import Own


def remarks(block: Block) -> Iterator[Remarked]:
    """Everything about the block's records that a reader of the results must know."""
    yield from _too_long(block)
    yield from _overlaps(block)
    yield from _breaks_in_work(block)
    yield from _without_factor(block)
    yield from _without_profile(block)


def _too_long(block: Block) -> Iterator[Remarked]:
    longest = block.shape.max_record
    work = block.own.of(block.counted - {RecordType.STANDBY})
    for at in np.flatnonzero(work.end - work.start > longest).tolist():
        minutes = int(work.end[at] - work.start[at])
        yield of_rows(block.records, Remark.TOO_LONG, [int(work.row[at])], minutes=minutes, limit=longest)


def _overlaps(block: Block) -> Iterator[Remarked]:
    # A pair other than callout and standby is seen without the one or without the other.
    every = frozenset(RecordType) - {RecordType.BREAK}
    pairs = _pairs(block.own.of(every - {RecordType.STANDBY}))
    if RecordType.STANDBY in block.own.present:
        pairs |= _pairs(block.own.of(every - {RecordType.CALLOUT}))
    records = block.records
    for first, second in sorted(pairs):
        start, end = int(records.start[second]), int(min(records.end[first], records.end[second]))
        yield of_rows(records, Remark.OVERLAP, [first, second], start=start, end=end, minutes=end - start)


def _breaks_in_work(block: Block) -> Iterator[Remarked]:
    """The first break of each employee that lies in a record of work: systems that write them so have one in every shift."""
    breaks = block.own.of((RecordType.BREAK,))
    inside = block.shifts.within(breaks.start, breaks.end) > 0
    for row in _first_of_each(block, breaks.row[inside]):
        yield of_rows(block.records, Remark.BREAK_IN_WORK, [row])


def _pairs(own: Own) -> set[tuple[int, int]]:
    """Each record that begins before an earlier one of the same employee has ended, with the one that ends last."""
    if len(own) < 2:
        return set()
    reach = np.maximum.accumulate(own.end)
    at = np.flatnonzero(own.start[1:] < reach[:-1]) + 1
    if not len(at):
        return set()
    furthest = np.maximum.accumulate(np.where(own.end == reach, np.arange(len(own)), 0))
    return set(zip(own.row[furthest[at - 1]].tolist(), own.row[at].tolist(), strict=True))


def _without_factor(block: Block) -> Iterator[Remarked]:
    """The first standby record of each employee whose profile gives no factor."""
    if block.shape.standby_is_work or RecordType.STANDBY not in block.own.present:
        return
    given = np.array([*(each.profile.oncall.factor is not None for each in block.terms.terms), True], dtype=np.bool_)
    standby = block.own.of((RecordType.STANDBY,))
    for row in _first_of_each(block, standby.row[~given[_terms(block, standby)]]):
        yield of_rows(block.records, Remark.STANDBY_WITHOUT_FACTOR, [row])


def _without_profile(block: Block) -> Iterator[Remarked]:
    """The first record of each employee for which no profile or no law holds."""
    if isinstance(block.owners, int) and block.owners != block.terms.none:
        return
    for row in _first_of_each(block, block.own.row[_terms(block, block.own) == block.terms.none]):
        yield of_rows(block.records, Remark.NO_PROFILE, [row])


def _terms(block: Block, own: Own) -> Ints:
    """The term in force when each record begins."""
    return np.broadcast_to(block.term_at(own.start), (len(own),))


def _first_of_each(block: Block, rows: Ints) -> list[int]:
    _, first = np.unique(block.records.employee[rows], return_index=True)
    return [int(row) for row in rows[first]]
