"""Weekly rest: § 10-8 (2), (3).

Window: the week, whole inside what is known. What counts: a rest is a maximal stretch without counted work; standby at home is
rest until a callout breaks it (callouts of at most `oncall.ignore_callout_min` do not). What lies before the known stretch is
no rest. `rest.straddle: true`: weeks are taken in order, and a week is served by the earliest rest that touches it and either
has the limit inside the week, or has it in total and did not serve the week before. `false`: only the part inside the week
counts. `anchored`: the limit must be reached again within 168 hours of the end of the last rest that reached it. A rest of
exactly the limit is lawful. One long window: a week is at most one breach; anchored, each further 168 hours without such a
rest.
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


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.WEEKLY_REST, level)
    rests = _Rests(block, -(-bar // block.terms.ticks))
    if block.shape.straddle == "anchored":
        return _anchored(rests)
    served = _served(rests) if block.shape.straddle else rests.inside_week
    employee, week = np.nonzero(~served & block.week_known)
    return _weeks(rests, employee, week)


@dataclass(frozen=True, eq=False)
class _Rests:
    """All rests of a block that are long enough for the week of the laxest term, and which weeks each touches."""

    block: Block
    least: Ints
    """By term, in minutes."""

    @cached_property
    def all(self) -> tuple[Ints, Ints, Ints]:
        """Employee, start and end of every rest in what is known, on the employee's own axis, in order."""
        block, shifts = self.block, self.block.rest_breakers
        people = np.arange(block.employees, dtype=np.int64)
        first = shifts.first
        # Before each shift there is a rest, and one after the last; where the known stretch ends there ends the rest.
        position = np.arange(len(shifts), dtype=np.int64) + shifts.employee
        employee = np.repeat(people, np.diff(first) + 1)
        start = np.full(len(employee), block.known[0], dtype=np.int64)
        end = np.full(len(employee), block.known[1], dtype=np.int64)
        start[position + 1] = np.maximum(shifts.place + shifts.minutes, block.known[0])
        end[position] = np.minimum(shifts.place, block.known[1])
        return employee, start, end

    @cached_property
    def last_start(self) -> Ints:
        """When each employee's last rest began; it may go on beyond what is known."""
        employee, start, _ = self.all
        return start[np.searchsorted(employee, np.arange(self.block.employees, dtype=np.int64), side="right") - 1]

    @cached_property
    def long(self) -> tuple[Ints, Ints, Ints]:
        employee, start, end = self.all
        lowest = int(self.least.min()) if self.least.ndim else int(self.least)
        kept = np.flatnonzero(end - start >= max(lowest, 1))
        return employee[kept], start[kept], end[kept]

    @cached_property
    def touching(self) -> tuple[Ints, Ints, Ints, Ints]:
        """One row per long rest and week it touches: the rest, the week's place in the matrix, its minutes inside, in all."""
        weeks = self.block.calendar.weeks
        employee, start, end = self.long
        first = weeks.of(start)
        rest, step = expanded(weeks.of(end - 1) - first + 1)
        week = first[rest] + step
        inside = np.minimum(end[rest], weeks.ends[week]) - np.maximum(start[rest], weeks.starts[week])
        return rest, employee[rest] * len(weeks) + week, inside, (end - start)[rest]

    @cached_property
    def needed(self) -> Ints:
        """The minutes that each row's week needs."""
        week = self.touching[1]
        term = self.block.week_term
        return self.least[term if isinstance(term, int) else term.ravel()[week]]

    @cached_property
    def inside_week(self) -> Bools:
        """Weeks that hold a long enough rest, or part of one, inside themselves; employees × weeks."""
        _, week, inside, _ = self.touching
        return self.matrix(week[inside >= self.needed])

    def matrix(self, places: Ints) -> Bools:
        block = self.block
        marked = np.zeros(block.employees * len(block.calendar.weeks), dtype=np.bool_)
        marked[places] = True
        return marked.reshape(block.employees, -1)


def _served(rests: _Rests) -> Bools:
    """Which weeks a rest serves, with the rests over their edges shared out in order of time; employees × weeks."""
    weeks = rests.block.calendar.weeks
    rest, place, inside, total = rests.touching
    _, start, end = rests.long
    week = place % len(weeks)
    from_before, goes_on = start[rest] < weeks.starts[week], end[rest] > weeks.ends[week]
    enough_inside, enough = inside >= rests.needed, total >= rests.needed
    lead_inside = rests.matrix(place[from_before & enough_inside])
    lead_total = rests.matrix(place[from_before & enough])
    covered = rests.matrix(place[from_before & goes_on])
    within = rests.matrix(place[~from_before & ~goes_on & enough_inside])
    trail = rests.matrix(place[~from_before & goes_on & enough])
    # Whether the rest over the week's end has served the week, and so is spent for the next: nearly always the week itself
    # decides; where it depends on the rest over its beginning, it passes on what it was told by the week before.
    passes_on = lead_total & ~lead_inside & ~within & trail
    spends = np.where(lead_inside, covered, ~lead_total & ~within & trail)
    # A week that is not wholly known is not judged and spends nothing.
    passes_on, spends = passes_on & rests.block.week_known, spends & rests.block.week_known
    told = np.where(passes_on, -1, np.arange(len(weeks)))
    last_told = np.maximum.accumulate(told, axis=1)
    spent = np.take_along_axis(spends, np.maximum(last_told, 0), axis=1) & (last_told >= 0)
    spent_before = np.zeros_like(spent)
    spent_before[:, 1:] = spent[:, :-1]
    return lead_inside | (lead_total & ~spent_before) | within | trail


def _weeks(rests: _Rests, employee: Ints, week: Ints) -> Hits:
    """Weeks without their rest; undecided where one that is too short goes on beyond what is known."""
    if not len(employee):
        return no_hits()
    block, weeks = rests.block, rests.block.calendar.weeks
    start, end, term = weeks.starts[week], weeks.ends[week], block.term_of_week(employee, week)
    axis = employee * block.span
    longest = block.rest_breakers.longest_rest(axis + start, axis + end)
    last = rests.last_start[employee]
    goes_on = (last < end) & (last < block.known[1]) & (block.known[1] - last < rests.least[term])
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
    # An anchor is the beginning of what is known, then the end of each long rest; the rest that began last may yet be completed.
    anchor_of = np.concatenate([people, employee])
    anchor = np.concatenate([np.full(len(people), block.known[0]), end])
    completed_of = np.concatenate([employee, people])
    completed = np.concatenate([done, rests.last_start + rests.least[block.term_at(people * block.span + block.known[1] - 1)]])
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
