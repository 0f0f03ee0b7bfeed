"""Free Sundays and holidays in 26 weeks: § 10-8 (4), where working Sundays is averaged (`sundays.max_consecutive` over 1).

Window: up to 26 consecutive weeks that end in the week of the crossing, of which at least half the red days must be free; and
four consecutive weeks, of which one must have a free red day.
What counts: a red day is worked as for the Sundays in a row; half is lawful.
`actual` is the number of free red days that are known or still possible (for four weeks 0), `limit` how many there must be.
One long window: as for four weeks of overtime, the count begins anew after a breach.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import Bools, Ints
from engine.worktime.hits import Hits, first_told, hits, no_hits
from engine.worktime.kinds import BreachType
from engine.worktime.terms import Level
from engine.worktime.windows import Runs, runs_over

_HALF_OF, _ONE_IN = 26, 4


def concerns(block: Block, start: int, _end: int) -> Bools:
    """Those for whom more than one Sunday in a row was agreed."""
    term = block.term_at(np.arange(block.employees, dtype=np.int64) * block.span + start)
    return np.broadcast_to(block.terms.limit(BreachType.FREE_SUNDAYS_26W)[term] > 1, (block.employees,))


def find(block: Block, level: Level) -> Hits:
    if level is not Level.LIMIT:
        return no_hits()
    red = block.red
    worked = red.by_week(block.red_worked)
    there = red.by_week(np.ones_like(block.red_worked))
    averaged = np.broadcast_to(block.terms.bar(BreachType.FREE_SUNDAYS_26W, level)[block.week_term] > 1, there.shape)
    never = _HALF_OF * 7
    half = runs_over(
        block.shape.count,
        worked,
        _HALF_OF,
        np.where(averaged, red.of_26_weeks // 2, never),
        (worked > 0) | block.week_touched,
    )
    none_free = ((worked == there) & (there > 0)).astype(np.int64)
    rows = runs_over(
        block.shape.count, none_free, _ONE_IN, np.where(averaged, _ONE_IN - 1, never), (worked > 0) | block.week_touched
    )
    of_26 = red.of_26_weeks[half.week]
    one = np.ones(len(rows.week), dtype=np.int64)
    return first_told([_hits(block, half, of_26 - half.first, (of_26 + 1) // 2), _hits(block, rows, one - 1, one)])


def _hits(block: Block, runs: Runs, actual: Ints, limit: Ints) -> Hits:
    weeks = block.calendar.weeks
    return hits(
        runs.employee,
        weeks.starts[runs.week],
        weeks.ends[runs.last],
        actual,
        block.term_of_week(runs.employee, runs.week),
        since=weeks.starts[runs.since],
        limit=limit,
        crossing=block.calendar.days.of(weeks.ends[runs.week] - 1),
    )
