"""The kernel's ground: the work of a block of employees as merged intervals, laid end to end on one axis.

Employee number i of the block has the axis from i × span on. The pause between two employees is longer than any window that
slides, so every search and every difference runs over the whole block at once and never mixes two people.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.worktime.clock import Bools, Ints


@dataclass(frozen=True, eq=False)
class Shifts:
    """Intervals [start, end) in axis minutes, sorted, disjoint, and apart by more than the merge gap."""

    span: int
    employees: int
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def employee(self) -> Ints:
        return np.repeat(np.arange(self.employees, dtype=np.int64), np.diff(self.first))

    @cached_property
    def first(self) -> Ints:
        """Where each employee's intervals begin, and the number of intervals at the end."""
        return np.searchsorted(self.start, np.arange(self.employees + 1, dtype=np.int64) * self.span)

    @cached_property
    def place(self) -> Ints:
        """The start of each interval on its employee's own axis."""
        return self.start - self.employee * self.span

    @cached_property
    def minutes(self) -> Ints:
        return self.end - self.start

    @cached_property
    def pause(self) -> Ints:
        """The minutes from the end of each interval to the start of the next; one fewer than there are intervals."""
        return self.start[1:] - self.end[:-1]

    @cached_property
    def before(self) -> Ints:
        """The minutes of work before each interval, over the whole block, and all of them at the end."""
        sums = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(self.minutes, out=sums[1:])
        return sums

    def until(self, at: Ints) -> Ints:
        """The minutes of work before each point of the axis."""
        if not len(self):
            return np.zeros(len(at), dtype=np.int64)
        last = np.searchsorted(self.start, at, side="right") - 1
        begun = np.maximum(last, 0)
        inside = np.minimum(at, self.end[begun]) - self.start[begun]
        return np.where(last < 0, 0, self.before[begun] + inside)

    def within(self, start: Ints, end: Ints) -> Ints:
        """The minutes of work in each window [start, end)."""
        return self.until(end) - self.until(start)

    def moment_after(self, start: Ints, minutes: Ints) -> Ints:
        """The first minute worked after so many minutes of work from `start` on; there must be one."""
        wanted = self.until(start) + minutes
        at = np.searchsorted(self.before, wanted, side="right") - 1
        return self.start[at] + wanted - self.before[at]

    def next_worked(self, at: Ints) -> Ints:
        """The first minute worked at or after each point; there must be one."""
        return np.maximum(at, self.start[np.searchsorted(self.end, at, side="right")])

    def is_worked(self, at: Ints) -> Bools:
        """Whether each minute lies inside an interval."""
        if not len(self):
            return np.zeros(len(at), dtype=np.bool_)
        last = np.searchsorted(self.start, at, side="right") - 1
        return (last >= 0) & (at < self.end[np.maximum(last, 0)])

    def longest_rest(self, start: Ints, end: Ints) -> Ints:
        """The longest stretch without work in each window [start, end), in minutes."""
        if not len(start) or not len(self):
            return end - start
        low = np.searchsorted(self.end, start, side="right")
        high = np.searchsorted(self.start, end, side="left")
        starts, ends = np.append(self.start, 0), np.append(self.end, 0)
        # The pauses between the shifts that the window touches, then what is left before the first and after the last.
        pauses = np.append(self.pause, (0, 0))
        between = np.maximum.reduceat(pauses, np.column_stack([low, np.maximum(high - 1, low)]).ravel())[::2]
        before, after = starts[low] - start, end - ends[high - 1]
        longest = np.maximum(np.maximum(before, after), np.where(high - low > 1, between, 0))
        return np.where(high > low, np.maximum(longest, 0), end - start)


def merged(span: int, employees: int, start: Ints, end: Ints, gap: int = 0) -> Shifts:
    """The union of intervals that are sorted by start; what is apart by at most `gap` minutes becomes one."""
    if not len(start):
        return Shifts(span, employees, start, end)
    reach = np.maximum.accumulate(end)
    opens = np.empty(len(start), dtype=np.bool_)
    opens[0] = True
    np.greater(start[1:], reach[:-1] + gap, out=opens[1:])
    at = np.flatnonzero(opens)
    if len(at) == len(start):
        return Shifts(span, employees, start, end)
    last = np.append(at[1:], len(start)) - 1
    return Shifts(span, employees, start[at], reach[last])


def expanded(counts: Ints) -> tuple[Ints, Ints]:
    """For groups of so many members each: the group of every member, and its place in the group."""
    groups = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    starts = np.cumsum(counts) - counts
    return groups, np.arange(len(groups), dtype=np.int64) - np.repeat(starts, counts)


def opening(key: Ints) -> Ints:
    """Where a new value begins in keys whose equals are neighbours."""
    opens = np.empty(len(key), dtype=np.bool_)
    opens[:1] = True
    np.not_equal(key[1:], key[:-1], out=opens[1:])
    return np.flatnonzero(opens)
