"""What the types that sum up weeks share: runs of weeks over a limit → hits with the day on which it was crossed."""

from collections.abc import Callable

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import Ints
from engine.worktime.hits import Hits, hits, no_hits
from engine.worktime.slots import Slots
from engine.worktime.windows import grouped, runs_over, worst

Crossing = Callable[[Block, Ints, Ints, Ints], Ints]
"""A block, employees, weeks, what the week may still have in ticks → the day on which it has more."""


def weeks_over(block: Block, values: Ints, length: int, limit: Ints | int, crossing: Crossing) -> Hits:
    """Sums over up to `length` weeks that are more than the limit; the window is the week of the crossing.

    After the end of what is known no week is a window of its own, unless there is work in it all the same.
    """
    runs = runs_over(block.shape.count, values, length, limit, (values > 0) | block.week_touched)
    weeks = block.calendar.weeks
    bar = np.broadcast_to(limit, values.shape)[runs.employee, runs.week]
    before = runs.first - values[runs.employee, runs.week]
    return hits(
        runs.employee,
        weeks.starts[runs.week],
        weeks.ends[runs.last],
        runs.actual,
        block.term_of_week(runs.employee, runs.week),
        since=weeks.starts[runs.since],
        crossing=crossing(block, runs.employee, runs.week, bar - before),
    )


def seven_days_over(block: Block, slots: Slots, values: Ints, bar: Ints) -> Hits:
    """Sums over any seven dates that are more than the bar of the term in force on the first of them.

    `values` are ticks per row of the slots. Windows begin on dates with work, as those of a day begin with a shift.
    """
    calendar = block.calendar
    day = calendar.slot_day[slots.slot]
    key = slots.employee * (len(calendar.days) + 7) + day
    total = np.append(0, np.cumsum(values))
    actual = total[np.searchsorted(key, key + 7, side="left")] - total[:-1]
    line = np.broadcast_to(bar[block.term_on(slots.employee, day)], actual.shape)
    # Where the edge of a week cuts a day in two, the date has two rows, and its windows begin with the first.
    opens = np.diff(key, prepend=-1) > 0
    at = np.flatnonzero((actual > line) & opens)
    groups = grouped(block.shape.count, key[at], key[at] + 7)
    first, last = at[groups.first], at[groups.last]
    if not len(first):
        return no_hits()
    crossed = np.searchsorted(total, total[first] + line[first], side="right") - 1
    edges, employee = calendar.days.edges, slots.employee[first]
    return hits(
        employee,
        edges[day[first]],
        edges[day[last] + 7],
        worst(actual[at], groups),
        block.term_on(employee, day[first]),
        crossing=day[crossed],
    )
