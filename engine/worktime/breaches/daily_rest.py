"""Daily rest: § 10-8 (1), (3).

Window: 24 elapsed hours from the start of each main period of work (one that is more than callouts).
What counts: the longest stretch without counted work inside the window, not the shortest; a rest of exactly the limit is
lawful.
The day is the one on which the rest became impossible: that of the first work in the window's last hours, as many as the
limit.
One long window: one breach per window that does not overlap the one before (`windows.count`).
The absolute line of 8 hours does not hold where only callouts or overtime broke the rest (section 10-8 (3)).
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import DAY, Bools, Ints
from engine.worktime.hits import Hits, hits, joined, no_hits
from engine.worktime.kinds import BreachType, RecordType
from engine.worktime.records import CODE
from engine.worktime.terms import Level
from engine.worktime.windows import grouped


def find(block: Block, level: Level) -> Hits:
    least = -(-block.terms.bar(BreachType.DAILY_REST, level) // block.terms.ticks)
    start, rest = _too_short(block, least)
    beyond = start % block.span + DAY > block.known[1]
    # Beyond what is known there may be work or rest: only what is too short even with rest there is a breach.
    hopeful = _longest(block, start[beyond], start[beyond] + DAY)
    decided = ~beyond
    decided[beyond] = hopeful < least[block.term_at(start[beyond])]
    rest[beyond] = hopeful
    return joined([_breaches(block, start[decided], rest[decided], least), _open(block, start[~decided], rest[~decided])])


def _too_short(block: Block, least: Ints) -> tuple[Ints, Ints]:
    """The starts of main periods whose 24 hours hold no long enough rest in what is known, and the longest they hold."""
    shifts = block.shifts
    if not len(shifts):
        return shifts.start, shifts.start
    line = least[block.term_at(shifts.start)]
    # The rest that follows a shift decides nearly always; the few others are looked at whole.
    doubtful = shifts.minutes > DAY - line
    doubtful[:-1] |= shifts.pause < (line if line.ndim == 0 else line[:-1])
    doubtful[shifts.place > block.known[1] - DAY] = True
    at = np.flatnonzero(doubtful)
    start = shifts.start[at[_is_main(block, at)]]
    rest = _longest(block, start, np.minimum(start + DAY, start - start % block.span + block.known[1]))
    short = rest < least[block.term_at(start)]
    return start[short], rest[short]


def _is_main(block: Block, at: Ints) -> Bools:
    """Which shifts consist of more than callouts."""
    if RecordType.CALLOUT not in block.work.present:
        return np.ones(len(at), dtype=np.bool_)
    others = block.work.start[block.work.type != CODE[RecordType.CALLOUT]]
    return np.searchsorted(others, block.shifts.end[at]) > np.searchsorted(others, block.shifts.start[at])


def _longest(block: Block, start: Ints, end: Ints) -> Ints:
    return block.shifts.longest_rest(start, np.maximum(end, start + 1))


def _breaches(block: Block, start: Ints, rest: Ints, least: Ints) -> Hits:
    if not len(start):
        return no_hits()
    groups = grouped(block.shape.count, start, start + DAY)
    begins, ends = start[groups.first], start[groups.last] + DAY
    worst = np.minimum.reduceat(rest, groups.first) if block.shape.count == "episode" else rest[groups.first]
    employee, place = np.divmod(begins, block.span)
    term = block.term_at(begins)
    crossed = block.shifts.next_worked(begins + DAY - least[term])
    return hits(
        employee,
        place,
        place + ends - begins,
        worst * block.terms.ticks,
        term,
        crossing=block.calendar.days.of(crossed - employee * block.span),
        lifted=_by_callout(block, begins, ends, worst),
    )


def _by_callout(block: Block, start: Ints, end: Ints, rest: Ints) -> Bools:
    """Whether the rest is below the absolute line, and would not be without callouts and overtime."""
    absolute = block.terms.absolute(BreachType.DAILY_REST)[block.term_at(start)]
    below = rest * block.terms.ticks < absolute
    if below.any():
        steady = block.without(RecordType.CALLOUT, RecordType.OVERTIME).longest_rest(start, end)
        below &= steady * block.terms.ticks >= absolute
    return below


def _open(block: Block, start: Ints, rest: Ints) -> Hits:
    employee, place = np.divmod(start, block.span)
    return hits(
        employee,
        place,
        place + DAY,
        rest * block.terms.ticks,
        block.term_at(start),
        crossing=block.calendar.days.of(place),
        undecided=np.ones(len(start), dtype=np.bool_),
    )
