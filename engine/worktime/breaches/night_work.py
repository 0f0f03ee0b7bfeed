"""Night work: § 10-11.

What counts: counted work; the night is 21:00 to 06:00. Three rules, by the profile:
* who works regularly at night (`night.regular_nights` nights with more than three hours in four weeks) works at most 8 hours
  in 24 on average over four weeks, the four weekly rests left out: 177 h 20 min. Window: up to four weeks, as for overtime;
* with `night.special_strain`, at most 8 hours in any 24 with more than three hours of night work. Window: 24 h from a shift's
  start;
* with `night.basis: false`, no night work at all. Window: the night.
One long window: `windows.count` for the first two; each night is one breach.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.calendar import Grid
from engine.worktime.clock import DAY, Bools, Ints
from engine.worktime.hits import Hits, first_told, hits, no_hits
from engine.worktime.kinds import BreachType
from engine.worktime.law import Night
from engine.worktime.overtime import work_crossing
from engine.worktime.shifts import expanded
from engine.worktime.terms import Level
from engine.worktime.weekly import weeks_over
from engine.worktime.windows import grouped, worst

_AVERAGE_OF = 4
_NEVER = 1 << 50


def concerns(block: Block, start: int, end: int) -> Bools:
    """Those who worked in a night of that stretch."""
    if not block.terms.terms:
        return np.zeros(block.employees, dtype=np.bool_)
    begins, ends = _nights(block, _law(block))
    inside = (begins >= start) & (begins < end)
    axis = np.arange(block.employees, dtype=np.int64)[:, None] * block.span
    worked = block.shifts.within((axis + begins[inside]).ravel(), (axis + ends[inside]).ravel())
    concerned: Bools = np.any(worked.reshape(block.employees, -1) > 0, axis=1)
    return concerned


def find(block: Block, level: Level) -> Hits:
    if not len(block.shifts) or not block.terms.terms:
        return no_hits()
    law = _law(block)
    parts = [_average(block, law, level)]
    if level is Level.LIMIT and block.shape.special_strain:
        parts.append(_strained(block, law))
    if level is Level.LIMIT and not block.shape.night_basis:
        parts.append(_without_basis(block, law))
    return first_told(parts)


def _law(block: Block) -> Night:
    """The hours of the night are those of the newest law that concerns anybody."""
    return max((term.law for term in block.terms.terms), key=lambda law: law.valid_from).night


def _nights(block: Block, law: Night) -> tuple[Ints, Ints]:
    """When each night begins and ends, from the evening before the calendar's first day on."""
    begins: Grid = block.calendar.cut_at(law.begins)
    ends: Grid = block.calendar.cut_at(law.ends)
    return begins.starts[:-1], ends.starts[1:]


def _average(block: Block, law: Night, level: Level) -> Hits:
    minutes = block.week_minutes * block.terms.ticks
    bar = np.broadcast_to(block.terms.bar(BreachType.NIGHT_WORK, level)[block.week_term], minutes.shape)
    total = np.concatenate([np.zeros((block.employees, 1), dtype=np.int64), np.cumsum(minutes, axis=1)], axis=1)
    last = np.arange(1, total.shape[1], dtype=np.int64)
    employee, week = np.nonzero(total[:, last] - total[:, np.maximum(last - _AVERAGE_OF, 0)] > bar)
    if not len(employee):
        return no_hits()
    regular = _is_regular(block, law, employee, week)
    line = np.full(minutes.shape, _NEVER, dtype=np.int64)
    line[employee[regular], week[regular]] = bar[employee[regular], week[regular]]
    return weeks_over(block, minutes, _AVERAGE_OF, line, work_crossing)


def _is_regular(block: Block, law: Night, employee: Ints, week: Ints) -> Bools:
    """Whether enough nights of the four weeks that end with the week have more than three hours of work."""
    begins, ends = _nights(block, law)
    weeks_of = block.calendar.weeks
    first = np.searchsorted(begins, weeks_of.starts[np.maximum(week - _AVERAGE_OF + 1, 0)])
    after = np.searchsorted(begins, weeks_of.ends[week])
    window, step = expanded(after - first)
    night, axis = first[window] + step, employee[window] * block.span
    long = block.shifts.within(axis + begins[night], axis + ends[night]) > law.regular
    return np.bincount(window[long], minlength=len(week)) >= block.shape.regular_nights


def _strained(block: Block, law: Night) -> Hits:
    start = block.shifts.start
    actual = block.shifts.within(start, start + DAY)
    at = np.flatnonzero(actual > law.strained_day)
    at = at[_night_minutes(block, law, start[at], start[at] + DAY) > law.regular]
    groups = grouped(block.shape.count, start[at], start[at] + DAY)
    begins, ends = start[at][groups.first], start[at][groups.last] + DAY
    crossed = block.shifts.moment_after(begins, np.full(len(begins), law.strained_day, dtype=np.int64))
    return _sliding(block, begins, ends, worst(actual[at], groups), crossed, law.strained_day)


def _night_minutes(block: Block, law: Night, start: Ints, end: Ints) -> Ints:
    """The night work in windows of 24 hours: in the night under way at their start, and in the next."""
    begins, ends = _nights(block, law)
    axis = start // block.span * block.span
    first = np.searchsorted(ends, start - axis, side="right")
    minutes = np.zeros(len(start), dtype=np.int64)
    for night in (first, first + 1):
        opens, closes = np.maximum(start, axis + begins[night]), np.minimum(end, axis + ends[night])
        minutes += block.shifts.within(opens, np.maximum(closes, opens))
    return minutes


def _without_basis(block: Block, law: Night) -> Hits:
    begins, ends = _nights(block, law)
    place = block.shifts.place
    first = np.searchsorted(ends, place, side="right")
    after = np.searchsorted(begins, place + block.shifts.minutes)
    shift, step = expanded(np.maximum(after - first, 0))
    key = np.unique(block.shifts.employee[shift] * len(begins) + first[shift] + step)
    employee, night = np.divmod(key, len(begins))
    start, end = employee * block.span + begins[night], employee * block.span + ends[night]
    return _sliding(block, start, end, block.shifts.within(start, end), block.shifts.next_worked(start), 0)


def _sliding(block: Block, start: Ints, end: Ints, minutes: Ints, crossed: Ints, limit: int) -> Hits:
    employee, place = np.divmod(start, block.span)
    return hits(
        employee,
        place,
        place + end - start,
        minutes * block.terms.ticks,
        block.term_at(start),
        limit=np.full(len(start), limit * block.terms.ticks, dtype=np.int64),
        crossing=block.calendar.days.of(crossed - employee * block.span),
    )
