"""A few weeks of a block's records: what they find by themselves, and of whom more has to be read.

Most windows are decided by the hours inside them. Only where windows of a type must not overlap, or rests are shared between
weeks, does one depend on those before it; and that chain is the true one from where it has found what was found before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.worktime.block import Block
from engine.worktime.breaches import data_quality, weekly_rest
from engine.worktime.check import EVERYTHING
from engine.worktime.clock import DAY, WEEK, Bools, Ints
from engine.worktime.earlier import Earlier
from engine.worktime.findings import Entries
from engine.worktime.hits import Hits
from engine.worktime.judge import Question, entries_of, kinds_asked, unknown_windows
from engine.worktime.kinds import BreachType
from engine.worktime.normalise import Remarked
from engine.worktime.terms import Level

QUESTION: Final = Question(EVERYTHING, soft=False, report=None)
LONG_SUMS: Final = frozenset({BreachType.YEAR_OVERTIME, BreachType.FREE_SUNDAYS_26W, BreachType.NIGHT_WORK})
"""Types whose windows are longer than a few weeks, or concern only those of whom such weeks say so."""
_CHAINS: Final = {
    BreachType.DAY_TOTAL: DAY,
    BreachType.DAILY_REST: DAY,
    BreachType.WEEK_OVERTIME: WEEK,
    BreachType.WEEK_TOTAL: WEEK,
    BreachType.FOUR_WEEK_OVERTIME: 4 * WEEK,
}
"""Windows that must not overlap, by how far back a breach can keep the next one away."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Points in time, minutes UTC: records are read from `begin` on, windows that begin from `resume` on are judged anew, and
    records change from `since` on.
    """

    begin: int
    resume: int
    since: int


@dataclass(frozen=True, eq=False)
class Look:
    """What a few weeks' records say of a block."""

    codes: Ints
    begins: int
    """Where the block's calendar begins; what is unknown there may be unknown before."""
    deep: set[int]
    """Those of whom it takes all records to say more."""
    overtime: set[int]
    """Those who have overtime in the touched weeks, that a year's sum counts."""
    found: Entries
    """Windows that begin after the turn; of the others of `deep` they may be wrong."""
    unknown: Entries
    remarks: list[Remarked]


def look(block: Block, turn: Turn, old: Earlier) -> Look:
    """The block's calendar begins some weeks before the turn; `old` is what was found before the change."""
    late = place(block, turn.resume)
    windows = {breach: kind.find(block, Level.LIMIT) for breach, kind in kinds_asked(block, EVERYTHING)}
    overtime = np.any(block.overtime_of_weeks[:, block.calendar.weeks.ends > late] > 0, axis=1)
    deep = _depends_on_more(block, turn, windows) | _in_other_chains(block, late, windows, old)
    found = (
        entries_of(block, breach, Level.LIMIT, hits.take(hits.start >= late), None)
        for breach, hits in windows.items()
        if breach not in LONG_SUMS
    )
    return Look(
        codes=block.codes,
        begins=int(block.calendar.instant(np.array([0], dtype=np.int64))[0]),
        deep=set(block.codes[deep].tolist()),
        overtime=set(block.codes[overtime].tolist()),
        found=np.concatenate([*found]),
        unknown=np.concatenate([*unknown_windows(block, QUESTION)]),
        remarks=list(data_quality.remarks(block)),
    )


def place(block: Block, instant: int) -> int:
    return int(block.calendar.place(np.array([instant], dtype=np.int64))[0])


def _depends_on_more(block: Block, turn: Turn, windows: Mapping[BreachType, Hits]) -> Bools:
    """Who has anything after the turn that a few weeks cannot decide. Too much rather than too little."""
    late, since = place(block, turn.resume), place(block, turn.since)
    deep = np.any(block.red_worked[:, block.red.closes > late], axis=1) & _averages_sundays(block)
    deep |= weekly_rest.unsettled(block, late)
    if block.shape.straddle == "anchored":
        deep[:] = True
    if not isinstance(block.owners, int):
        days = block.calendar.days.ends[1:] > late
        deep |= np.any((block.owners[:, 1:] != block.owners[:, :-1])[:, days], axis=1)
    for breach, found in windows.items():
        deep[found.employee[_is_long(block, breach, found, turn)]] = True
    # Hours count where their period began: what is added to one that is still under way counts before the turn.
    shifts = block.shifts
    under_way = (shifts.place < late) & (shifts.place + shifts.minutes + block.shape.merge_gap_min >= since)
    deep[shifts.employee[under_way]] = True
    return np.asarray(deep)


def _is_long(block: Block, breach: BreachType, found: Hits, turn: Turn) -> Bools:
    """Which windows after the turn can reach back before the looked-at weeks."""
    late = place(block, turn.resume)
    touched = found.end > late
    if breach is BreachType.NIGHT_WORK:
        return found.end > late - 4 * WEEK
    if breach in LONG_SUMS or block.shape.count == "episode":
        return touched & (breach is not BreachType.YEAR_OVERTIME)
    if breach is BreachType.CONSECUTIVE_SUNDAYS:
        # Before the first Sunday that was read every Sunday looks free.
        return touched & (found.undecided | (found.since <= place(block, turn.begin) + WEEK + DAY))
    if breach is BreachType.WEEK_TOTAL and block.shape.averaging_weeks > 1:
        return found.end > late - block.shape.averaging_weeks * WEEK
    return np.zeros(len(found), dtype=np.bool_)


def _in_other_chains(block: Block, late: int, windows: Mapping[BreachType, Hits], old: Earlier) -> Bools:
    """Of whom the last windows before the turn are not those that were found before: then the next may not be either."""
    other = np.zeros(block.employees, dtype=np.bool_)
    if block.shape.count != "non_overlapping":
        return other
    for breach, reach in _CHAINS.items():
        found = windows.get(breach)
        if found is not None:
            mine = found.take((found.start >= late - reach) & (found.start < late) & ~found.undecided)
            span = block.calendar.instant(np.array([late - reach, late], dtype=np.int64)).tolist()
            before = old.windows(breach, span[0], span[1], block.codes)
            ours = np.stack([block.codes[mine.employee], block.calendar.instant(mine.start)])
            different = _in_one_only(ours, np.stack([before["employee"], before["start"]]).astype(np.int64))
            other[np.searchsorted(block.codes, different)] = True
    return other


def _in_one_only(ours: Ints, theirs: Ints) -> Ints:
    """The employees of (employee, start) pairs that are not on both sides."""
    pairs, times = np.unique(np.concatenate([ours, theirs], axis=1), axis=1, return_counts=True)
    different: Ints = pairs[0, times == 1]
    return different


def _averages_sundays(block: Block) -> Bools:
    term = block.term_at(np.arange(block.employees, dtype=np.int64) * block.span + block.calendar.length - 1)
    return np.broadcast_to(block.terms.in_a_row[term] > 1, (block.employees,))
