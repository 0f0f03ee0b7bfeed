"""Sundays in a row: § 10-8 (4) and 10-10.

Window: `sundays.window: statutory`, from 18:00 on Saturday (15:00 on jul-, påske- and pinseaften) to 22:00 on Sunday, or to
midnight where the Monday is a red day; `calendar`, the date.
What counts: the Sunday is worked when counted work, not standby, overlaps the window by more than `sunday_min_minutes`. A free
Sunday ends the row; a holiday only counts in it with `include_holidays`, and a free holiday only ends it with
`free_holiday_resets`. As many in a row as the limit are lawful.
One long window: each Sunday beyond the limit is one breach.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import Bools, Ints
from engine.worktime.hits import Hits, hits
from engine.worktime.kinds import BreachType
from engine.worktime.terms import Level


def find(block: Block, level: Level) -> Hits:
    red, worked = block.red, block.red_worked
    known = (red.opens >= block.known[0]) & (red.closes <= block.known[1])
    touched = (red.opens < block.known[1]) & (red.closes > block.known[0])
    counts = red.sunday | block.shape.include_holidays
    row, first, unknown_before = _rows(worked, counts, red.sunday | block.shape.free_holiday_resets, known)
    term = block.term_on(np.arange(block.employees, dtype=np.int64)[:, None], red.day)
    line = block.terms.bar(BreachType.CONSECUTIVE_SUNDAYS, level)[term]
    over = (row > line) & worked & counts
    # A Sunday that was worked, or may have been, in a row that is already too long or reaches back into the unknown.
    possible = (worked | ~known) & touched & counts & ~over
    undecided = possible & (unknown_before | (row + ~worked > line))
    employee, at = np.nonzero(over | undecided)
    edges, day = block.calendar.days.edges, red.day[at]
    return hits(
        employee,
        edges[day],
        edges[day + 1],
        row[employee, at],
        block.term_on(employee, day),
        since=edges[red.day[first[employee, at]]],
        crossing=day,
        undecided=undecided[employee, at],
    )


def _rows(worked: Bools, counts: Bools, ends_row: Bools, known: Bools) -> tuple[Ints, Ints, Bools]:
    """For each red day the length of its row, the first day that can be in it, and whether that one is the first of all."""
    columns = np.arange(worked.shape[1], dtype=np.int64)
    ended = ends_row & ~worked & known
    last_end = np.maximum.accumulate(np.where(ended, columns, -1), axis=1)
    total = np.cumsum(worked & counts, axis=1)
    before = np.where(last_end >= 0, np.take_along_axis(total, np.maximum(last_end, 0), axis=1), 0)
    return total - before, np.minimum(last_end + 1, len(columns) - 1), last_end < 0
