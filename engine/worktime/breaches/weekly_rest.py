"""Weekly rest: § 10-8 (2), (3).

Window: the week, whole inside what is known.
What counts: a rest is a maximal stretch without counted work; standby at home is rest until a callout breaks it (callouts of
at most `oncall.ignore_callout_min` do not). What lies before the known stretch is no rest.
`rest.straddle: true`: weeks are taken in order, and a week is served by the earliest rest that touches it and either has the
limit inside the week, or has it in total and did not serve the week before. `false`: only the part inside the week counts.
`anchored`: the limit must be reached again within 168 hours of the end of the last rest that reached it. A rest of exactly the
limit is lawful.
One long window: a week is at most one breach; anchored, each further 168 hours without such a rest.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import WEEK, Bools, Ints
from engine.worktime.hits import Hits, hits, no_hits
from engine.worktime.kinds import BreachType
from engine.worktime.shifts import expanded
from engine.worktime.terms import Level

_NEVER = 1 << 40


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.WEEKLY_REST, level)
    rests = _Rests(block, -(-bar // block.terms.ticks))
    if block.shape.straddle == "anchored":
        return _anchored(rests)
    missing = ~rests.sure & block.week_known
    people = np.flatnonzero(missing.any(axis=1))
    if block.shape.straddle and len(people):
        missing[people] &= ~_served(rests, people)
    employee, week = np.nonzero(missing)
    return _weeks(rests, employee, week)


def unsettled(block: Block, late: int) -> Bools:
    """Who has a week from `late` on that depends on how rests were shared out before the weeks of the calendar.

    The first week whose own rests decide whether the rest over its end is spent makes what came before indifferent.
    """
    bar = block.terms.bar(BreachType.WEEKLY_REST, Level.LIMIT)
    rests, weeks = _Rests(block, -(-bar // block.terms.ticks)), block.calendar.weeks
    unsure: Bools = np.any((~rests.sure & block.week_known)[:, weeks.ends > late], axis=1) & bool(block.shape.straddle)
    people = np.flatnonzero(unsure)
    if len(people):
        # The calendar has a week to spare, and in the next the rest over its beginning is cut off.
        before = (weeks.starts >= 2 * WEEK) & (weeks.ends <= late)
        unsure[people] = np.all(_shared(rests, people).passes_on[:, before], axis=1)
    return unsure


@dataclass(frozen=True, eq=False)
class _Rests:
    """All rests of a block that are long enough for the week of the laxest term, and which weeks each touches."""

    block: Block
    least: Ints
    """By term, in minutes."""

    @property
    def known_from(self) -> int:
        """What is known may begin before the calendar does; rests on the axis do not."""
        return max(self.block.known[0], 0)

    @cached_property
    def under_way(self) -> tuple[Ints, Ints]:
        """When the rest at the end of what is known began for each employee, and how long it can become at most.

        Who is at work then has none: theirs begins when nothing is known any more.
        """
        block, shifts = self.block, self.block.rest_breakers
        axis = np.arange(block.employees, dtype=np.int64) * block.span
        following = np.searchsorted(shifts.start, axis + block.known[1])
        starts, ends = np.append(shifts.start, _NEVER), np.append(0, shifts.end)
        before = np.where(following > shifts.first[:-1], ends[following] - axis, self.known_from)
        after = np.where(following < shifts.first[1:], starts[following] - axis, _NEVER)
        return np.maximum(before, self.known_from), after - before

    @cached_property
    def long(self) -> tuple[Ints, Ints, Ints]:
        """Employee, start and end of each rest of what is known, on the employee's own axis; in no order."""
        block, shifts = self.block, self.block.rest_breakers
        lowest = max(int(self.least[:-1].min(initial=_NEVER)), 1)
        between = shifts.pause >= lowest
        # Before an employee's first shift and after the last there is no pause between two people, but a rest of each.
        starting = np.flatnonzero(np.diff(shifts.first) > 0)
        between[shifts.first[starting[1:]] - 1] = False
        at = np.flatnonzero(between)
        first, last = shifts.first[starting], shifts.first[starting + 1] - 1
        idle = np.flatnonzero(np.diff(shifts.first) == 0)
        employee = np.concatenate([shifts.employee[at], starting, starting, idle])
        before = np.concatenate([at, last])
        ended = shifts.place[before] + shifts.minutes[before]
        start = np.concatenate([ended[: len(at)], np.full(len(first), -_NEVER), ended[len(at) :], np.full(len(idle), -_NEVER)])
        end = np.concatenate([shifts.place[at + 1], shifts.place[first], np.full(len(last) + len(idle), _NEVER)])
        start, end = np.maximum(start, self.known_from), np.minimum(end, block.known[1])
        kept = np.flatnonzero(end - start >= lowest)
        return employee[kept], start[kept], end[kept]

    @cached_property
    def sure(self) -> Bools:
        """Weeks that are served whatever the weeks around them; employees × weeks.

        They hold a long enough rest, or enough of one, inside themselves; or one begins in them that goes on, and cannot have
        served the week before. What is left depends on how the rests over the weeks' edges are shared out.
        """
        weeks, (employee, start, end) = self.block.calendar.weeks, self.long
        first, last = weeks.of(start), weeks.of(end - 1)
        marked = np.zeros((self.block.employees, len(weeks)), dtype=np.bool_)
        for week, inside in (
            (first, np.minimum(end, weeks.ends[first]) - start),
            (last, end - np.maximum(start, weeks.starts[last])),
        ):
            enough = np.flatnonzero(inside >= self.least[self.block.term_of_week(employee, week)])
            marked[employee[enough], week[enough]] = True
        if self.block.shape.straddle:
            begun = np.flatnonzero((last > first) & (end - start >= self.least[self.block.term_of_week(employee, first)]))
            marked[employee[begun], first[begun]] = True
        whole = np.flatnonzero(last > first + 1)
        rest, step = expanded(last[whole] - first[whole] - 1)
        marked[employee[whole[rest]], first[whole[rest]] + 1 + step] = True
        return marked

    def touching_of(self, people: Ints) -> "_Touch":
        """One entry per long rest and week that it touches, of some people, who become 0, 1, 2 …"""
        employee, start, end = self.long
        rows = np.full(self.block.employees, -1, dtype=np.int64)
        rows[people] = np.arange(len(people))
        kept = np.flatnonzero(rows[employee] >= 0)
        employee, start, end = employee[kept], start[kept], end[kept]
        weeks = self.block.calendar.weeks
        first = weeks.of(start)
        rest, step = expanded(weeks.of(end - 1) - first + 1)
        week = first[rest] + step
        start, end = start[rest], end[rest]
        inside = np.minimum(end, weeks.ends[week]) - np.maximum(start, weeks.starts[week])
        needed = self.least[self.block.term_of_week(employee[rest], week)]
        return _Touch(
            (len(people), len(weeks)), rows[employee[rest]], week, start, end, inside, np.broadcast_to(needed, start.shape)
        )


@dataclass(frozen=True, eq=False)
class _Touch:
    """A rest and a week that it touches: its ends, its minutes inside the week, and those that the week needs."""

    shape: tuple[int, int]
    row: Ints
    week: Ints
    start: Ints
    end: Ints
    inside: Ints
    needed: Ints

    def matrix(self, chosen: Bools) -> Bools:
        marked = np.zeros(self.shape, dtype=np.bool_)
        marked[self.row[chosen], self.week[chosen]] = True
        return marked


@dataclass(frozen=True, eq=False)
class _Shared:
    """What each week of some people has, and whether it spends the rest over its end; people × weeks."""

    lead_inside: Bools
    lead_total: Bools
    within: Bools
    trail: Bools
    spends: Bools
    passes_on: Bools
    """The week does with the rest over its end as it was done to with that over its beginning."""


def _shared(rests: _Rests, people: Ints) -> _Shared:
    weeks, known = rests.block.calendar.weeks, rests.block.week_known
    touch = rests.touching_of(people)
    from_before, goes_on = touch.start < weeks.starts[touch.week], touch.end > weeks.ends[touch.week]
    enough_inside, enough = touch.inside >= touch.needed, touch.end - touch.start >= touch.needed
    lead_inside = touch.matrix(from_before & enough_inside)
    lead_total = touch.matrix(from_before & enough)
    covered = touch.matrix(from_before & goes_on)
    within = touch.matrix(~from_before & ~goes_on & enough_inside)
    trail = touch.matrix(~from_before & goes_on & enough)
    # Whether the rest over the week's end has served the week, and so is spent for the next: nearly always the week itself
    # decides; where it depends on the rest over its beginning, it passes on what it was told by the week before.
    # A week that is not wholly known is not judged and spends nothing.
    passes_on = lead_total & ~lead_inside & ~within & trail & known
    spends = np.where(lead_inside, covered, ~lead_total & ~within & trail) & known
    return _Shared(lead_inside, lead_total, within, trail, spends, passes_on)


def _served(rests: _Rests, people: Ints) -> Bools:
    """Which weeks of some people a rest serves, with the rests over their edges shared out in order of time."""
    has = _shared(rests, people)
    last_told = np.maximum.accumulate(np.where(has.passes_on, -1, np.arange(has.spends.shape[1])), axis=1)
    spent = np.take_along_axis(has.spends, np.maximum(last_told, 0), axis=1) & (last_told >= 0)
    spent_before = np.zeros_like(spent)
    spent_before[:, 1:] = spent[:, :-1]
    return has.lead_inside | (has.lead_total & ~spent_before) | has.within | has.trail


def _weeks(rests: _Rests, employee: Ints, week: Ints) -> Hits:
    """Weeks without their rest; undecided where one that is too short goes on beyond what is known."""
    if not len(employee):
        return no_hits()
    block, weeks = rests.block, rests.block.calendar.weeks
    start, end, term = weeks.starts[week], weeks.ends[week], block.term_of_week(employee, week)
    axis = employee * block.span
    longest = block.rest_breakers.longest_rest(axis + start, axis + end)
    begun, at_most = (column[employee] for column in rests.under_way)
    goes_on = (begun < end) & (begun < block.known[1]) & (at_most >= rests.least[term])
    undecided = goes_on & bool(block.shape.straddle)
    crossing = block.calendar.days.of(end - 1)
    return hits(employee, start, end, longest * block.terms.ticks, term, crossing=crossing, undecided=undecided)


def _anchored(rests: _Rests) -> Hits:
    """Spans of 168 hours from the end of a long enough rest in which no new one was completed."""
    block = rests.block
    employee, start, end = rests.long
    least = rests.least[block.term_at(employee * block.span + start)]
    long = end - start >= least
    employee, end, done = employee[long], end[long], (start + least)[long]
    people = np.arange(block.employees, dtype=np.int64)
    # An anchor is the beginning of what is known, then the end of each long rest; the last rest may yet be completed.
    anchor_of = np.concatenate([people, employee])
    anchor = np.concatenate([np.full(len(people), rests.known_from), end])
    completed_of = np.concatenate([employee, people])
    begun, at_most = rests.under_way
    needed = rests.least[block.term_at(people * block.span + block.known[1] - 1)]
    completed = np.concatenate([done, np.where(at_most >= needed, begun + needed, _NEVER)])
    by_anchor = np.lexsort((anchor, anchor_of))
    by_completion = np.lexsort((completed, completed_of))
    who, anchor, completed = anchor_of[by_anchor], anchor[by_anchor], completed[by_completion]
    late = np.maximum(-(-(completed - anchor) // WEEK) - 1, 0)
    span, step = expanded(np.minimum(late, np.maximum(block.known[1] - anchor, 0) // WEEK))
    begins = anchor[span] + step * WEEK
    axis = who[span] * block.span
    longest = block.rest_breakers.longest_rest(axis + begins, axis + begins + WEEK)
    return hits(
        who[span],
        begins,
        begins + WEEK,
        longest * block.terms.ticks,
        block.term_at(axis + begins),
        crossing=block.calendar.days.of(begins + WEEK - 1),
    )
