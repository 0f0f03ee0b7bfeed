"""Total time per day: § 10-6 (8), (9).

Window, by `windows.day`: `sliding`, 24 elapsed hours from the start of each merged period of work; `start`, all periods that
begin on a date; `fixed`, the 24 hours from `day_cutoff` to the next, with what lies in them.
What counts: all counted hours, and the share of standby only with `oncall.count_in: [day]`, because it has no place on the
clock. The limit itself is lawful.
One long window: one breach per 24 hours that do not overlap (`windows.count`); where a window ends inside a period of work,
the next may begin right there, so that 30 hours on end are one breach and 60 hours are two.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.calendar import Grid
from engine.worktime.clock import DAY, Bools, Ints
from engine.worktime.hits import Hits, hits, joined, no_hits
from engine.worktime.kinds import BreachType
from engine.worktime.shifts import expanded
from engine.worktime.slots import slots_of
from engine.worktime.terms import Level
from engine.worktime.windows import apart_with_rest, grouped, worst


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.DAY_TOTAL, level)
    if not len(block.shifts):
        return no_hits()
    if block.shape.day == "sliding":
        return _sliding(block, bar)
    if block.shape.day == "start":
        return _by_start(block, bar)
    return _fixed(block, bar)


def measured(block: Block, start: Ints, end: Ints) -> Ints:
    """What counts in windows of the block's axis, in ticks."""
    ticks = block.shifts.within(start, end) * block.terms.ticks
    if not block.shape.share_in_day or not len(block.standby):
        return ticks
    standby = block.present.within(start, end) - block.shifts.within(start, end)
    return ticks + standby * block.terms.share[block.term_at(start)]


def _sliding(block: Block, bar: Ints) -> Hits:
    shifts, ticks = block.shifts, block.terms.ticks
    in_day = block.shape.share_in_day and len(block.standby)
    actual = measured(block, shifts.start, shifts.start + DAY) if in_day else _work_ahead(block) * ticks
    line = np.broadcast_to(bar[block.term_at(shifts.start)], actual.shape)
    over = np.flatnonzero(actual > line)
    return joined([_chosen(block, shifts.start[over], actual[over], bar), _open(block, actual, line)])


def _work_ahead(block: Block) -> Ints:
    """The minutes of work in the 24 hours from the start of each shift."""
    start, end = block.shifts.start, block.shifts.end
    total: Ints = np.minimum(end - start, DAY)
    reaching = np.flatnonzero(start[1:] - start[:-1] < DAY)
    step = 1
    while len(reaching):
        later = reaching + step
        limit = start[reaching] + DAY
        total[reaching] += np.minimum(end[later], limit) - start[later]
        step += 1
        reaching = reaching[reaching + step < len(start)]
        reaching = reaching[start[reaching + step] < start[reaching] + DAY]
    return total


def _chosen(block: Block, start: Ints, actual: Ints, bar: Ints) -> Hits:
    """The windows that are breaches, by `windows.count`."""
    if not len(start):
        return no_hits()
    if block.shape.count == "non_overlapping":
        begins = apart_with_rest(start, DAY, lambda at: _goes_on(block, at, bar))
        ends, found = begins + DAY, measured(block, begins, begins + DAY)
    else:
        groups = grouped(block.shape.count, start, start + DAY)
        begins, ends, found = start[groups.first], start[groups.last] + DAY, worst(actual, groups)
    return _hits(block, begins, ends, found, bar)


def _goes_on(block: Block, at: Ints, bar: Ints) -> Bools:
    """Whether points lie in work, with too much in the 24 hours from there."""
    worked = block.shifts.is_worked(at)
    inside = at[worked]
    worked[worked] = measured(block, inside, inside + DAY) > bar[block.term_at(inside)]
    return worked


def _hits(block: Block, start: Ints, end: Ints, actual: Ints, bar: Ints) -> Hits:
    employee, place = np.divmod(start, block.span)
    term = block.term_at(start)
    crossing = block.calendar.days.of(
        _crossed(block, start, end, np.broadcast_to(bar[term], start.shape)) - employee * block.span
    )
    return hits(employee, place, place + end - start, actual, term, crossing=crossing)


def _crossed(block: Block, start: Ints, end: Ints, line: Ints) -> Ints:
    """The first minute over the line; the window's last where only the share of standby, which has no minute, leads over it."""
    minutes = line // block.terms.ticks
    by_work = block.shifts.within(start, end) > minutes
    crossed = end - 1
    crossed[by_work] = block.shifts.moment_after(start[by_work], minutes[by_work])
    return crossed


def _open(block: Block, actual: Ints, line: Ints) -> Hits:
    """Windows that reach out of what is known and would be breaches if all that is not known were work."""
    shifts = block.shifts
    at = np.flatnonzero(shifts.place > block.known[1] - DAY)
    beyond = np.minimum(shifts.place[at] + DAY - block.known[1], DAY)
    at = at[(actual[at] <= line[at]) & (actual[at] + beyond * block.terms.ticks > line[at])]
    place = shifts.place[at]
    return hits(
        shifts.employee[at],
        place,
        place + DAY,
        actual[at],
        block.term_at(shifts.start[at]),
        crossing=block.calendar.days.of(place),
        undecided=np.ones(len(at), dtype=np.bool_),
    )


def _by_start(block: Block, bar: Ints) -> Hits:
    slots = slots_of(block.shifts, block.calendar, "start")
    day = block.calendar.slot_day[slots.slot]
    found = _dates(block, block.calendar.days, slots.employee, day, slots.minutes, bar)
    return found.but(crossing=block.calendar.days.of(found.start))


def _fixed(block: Block, bar: Ints) -> Hits:
    shifts, days = block.shifts, block.calendar.cut_at(block.shape.day_cutoff)
    first = days.of(shifts.place)
    piece, step = expanded(days.of(shifts.place + shifts.minutes - 1) - first + 1)
    employee, day = shifts.employee[piece], first[piece] + step
    axis = employee * block.span
    minutes = np.minimum(shifts.end[piece], axis + days.ends[day]) - np.maximum(shifts.start[piece], axis + days.starts[day])
    return _dates(block, days, employee, day, minutes, bar)


def _dates(block: Block, days: Grid, employee: Ints, day: Ints, minutes: Ints, bar: Ints) -> Hits:
    """One window per stretch of the grid with work."""
    opens = np.flatnonzero(np.diff(employee * len(days) + day, prepend=-1))
    employee, day, actual = employee[opens], day[opens], np.add.reduceat(minutes, opens) * block.terms.ticks
    axis = employee * block.span
    start, end = axis + days.starts[day], axis + days.ends[day]
    if block.shape.share_in_day and len(block.standby):
        actual = actual + measured(block, start, end) - block.shifts.within(start, end) * block.terms.ticks
    at = np.flatnonzero(actual > bar[block.term_at(start)])
    return _hits(block, start[at], end[at], actual[at], bar)
