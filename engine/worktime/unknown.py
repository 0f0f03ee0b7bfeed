"""Windows of weeks that the records do not cover: unknown is not in order, so they are told."""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.breaches import Kind
from engine.worktime.clock import WEEK, Bools
from engine.worktime.hits import Hits, hits, joined


def not_covered(block: Block, kind: Kind, reported: Bools) -> Hits:
    """Undecided windows: each stretch of `reported` weeks that end a window which reaches out of what is known.

    A breach that what is known proves alone stands beside it all the same: work that nobody knows of cannot undo it.
    """
    length = kind.weeks_in(block.shape)
    weeks = block.calendar.weeks
    gaps = np.append(0, np.cumsum(~block.week_known))
    after = np.arange(1, len(weeks) + 1, dtype=np.int64)
    first = after - length
    partly = (gaps[after] > gaps[np.maximum(first, 0)]) | (first < -_weeks_before(block))
    at = np.flatnonzero(partly & block.week_touched & reported)
    first = at[np.diff(at, prepend=-2) > 1]
    last = at[np.diff(at, append=len(weeks) + 1) > 1]
    return joined([_stretch(block, kind, *ends) for ends in zip(first.tolist(), last.tolist(), strict=True)])


def _weeks_before(block: Block) -> int:
    """How many weeks before those of the calendar are wholly known too."""
    calendar = block.calendar
    begins, known = calendar.wall_clock(np.array([0, block.known[0]], dtype=np.int64)).tolist()
    return int(max(begins - known, 0)) // WEEK


def _stretch(block: Block, kind: Kind, first: int, last: int) -> Hits:
    weeks = block.calendar.weeks
    since = int(weeks.starts[max(first + 1 - kind.weeks_in(block.shape), 0)])
    start, end = int(weeks.starts[first]), int(weeks.ends[last])
    employee = np.flatnonzero(kind.concerns(block, since, end))
    same = np.ones(len(employee), dtype=np.int64)
    return hits(
        employee,
        same * start,
        same * end,
        same * 0,
        block.term_of_week(employee, same * first),
        crossing=block.calendar.days.of(same * (end - 1)),
        undecided=same > 0,
    )
