"""How many breaches overlapping windows are (`windows.count`), for windows that slide and for runs of weeks.

`non_overlapping`: in order of time, the earliest window over the line is one breach, and its hours are charged to no other of
the type. `episode`: windows that overlap or meet are one. `every_window`: each is one.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from engine.worktime.clock import Bools, Ints

Count = Literal["non_overlapping", "episode", "every_window"]


class Groups(NamedTuple):
    """The first and the last window of each breach, by their places in the list of windows."""

    first: Ints
    last: Ints


def grouped(count: Count, start: Ints, end: Ints) -> Groups:
    """Windows over the line, sorted by start on the block's axis → breaches."""
    if count == "every_window" or not len(start):
        every = np.arange(len(start), dtype=np.int64)
        return Groups(every, every)
    if count == "non_overlapping":
        chosen = _apart(start, end)
        return Groups(chosen, chosen)
    reach = np.maximum.accumulate(end)
    opens = np.flatnonzero(np.append(True, start[1:] > reach[:-1]))
    return Groups(opens, np.append(opens[1:], len(start)) - 1)


def _apart(start: Ints, end: Ints) -> Ints:
    following = np.searchsorted(start, end, side="left").tolist()
    chosen: list[int] = []
    at = 0
    while at < len(following):
        chosen.append(at)
        at = following[at]
    return np.array(chosen, dtype=np.int64)


def worst(actual: Ints, groups: Groups) -> Ints:
    """The greatest value among the windows of each breach."""
    if not len(groups.first):
        return actual[:0]
    edges = np.column_stack([groups.first, groups.last + 1]).ravel()
    return np.maximum.reduceat(np.append(actual, actual[-1]), edges)[::2]


def apart_with_rest(start: Ints, length: int, goes_on: Callable[[Ints], Bools]) -> Ints:
    """The starts of windows of one length that do not overlap.

    `start` are those over the line, sorted. Where a window ends inside a period of work, the next may begin right there:
    `goes_on` says of points of the axis whether they lie in work and the window from there is over its line.
    """
    starts, again = start.tolist(), goes_on(start + length).tolist()
    chosen: list[int] = []
    at = 0
    while at < len(starts):
        begins, more = starts[at], again[at]
        chosen.append(begins)
        while more:
            begins += length
            chosen.append(begins)
            more = bool(goes_on(np.array([begins + length], dtype=np.int64))[0])
        at = bisect_left(starts, begins + length, lo=at + 1)
    return np.array(chosen, dtype=np.int64)


class Runs(NamedTuple):
    """Breaches over summed weeks."""

    employee: Ints
    week: Ints
    """In which the line was crossed."""
    since: Ints
    """The first week that is summed."""
    last: Ints
    """The last week of an episode; else the week itself."""
    first: Ints
    """The sum in the week of the crossing."""
    actual: Ints
    """The greatest sum of an episode; else the same."""


def runs_over(count: Count, values: Ints, length: int, limit: Ints | int, asked: Bools) -> Runs:
    """Sums over up to `length` consecutive weeks that are more than the limit.

    `values` are employees × weeks; `limit` is one number or one per employee and week, that of the run's last week; `asked`
    says which weeks can be the last.
    """
    total = np.zeros((values.shape[0], values.shape[1] + 1), dtype=np.int64)
    np.cumsum(values, axis=1, out=total[:, 1:])
    weeks = np.arange(values.shape[1], dtype=np.int64)
    since = np.maximum(weeks + 1 - length, 0)
    sums = total[:, 1:] - total[:, since]
    over = (sums > limit) & asked
    if not over.any():
        none = np.empty(0, dtype=np.int64)
        return Runs(none, none, none, none, none, none)
    if count == "non_overlapping" and length > 1:
        return _restarting(total, length, np.broadcast_to(limit, values.shape), over)
    employee, week = np.nonzero(over)
    if count == "every_window" or length == 1:
        return Runs(employee, week, since[week], week, sums[employee, week], sums[employee, week])
    opens = np.flatnonzero(np.append(True, (employee[1:] != employee[:-1]) | (week[1:] != week[:-1] + 1)))
    groups = Groups(opens, np.append(opens[1:], len(employee)) - 1)
    found = sums[employee, week]
    crossed = week[groups.first]
    return Runs(employee[groups.first], crossed, since[crossed], week[groups.last], found[groups.first], worst(found, groups))


def _restarting(total: Ints, length: int, limit: Ints, over: Bools) -> Runs:
    """After a breach the sum begins anew in the week after; only who is over at all needs the walk through the weeks."""
    people = np.flatnonzero(over.any(axis=1))
    begins = np.zeros(len(people), dtype=np.int64)
    found: list[tuple[Ints, Ints, Ints, Ints]] = []
    for week in np.flatnonzero(over.any(axis=0)).tolist():
        since = np.maximum(week + 1 - length, begins)
        sums = total[people, week + 1] - total[people, since]
        hit = np.flatnonzero(over[people, week] & (sums > limit[people, week]))
        if len(hit):
            found.append((people[hit], np.full(len(hit), week, dtype=np.int64), since[hit], sums[hit]))
            begins[hit] = week + 1
    employee, week_of, first, actual = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((week_of, employee))
    week_of, actual = week_of[order], actual[order]
    return Runs(employee[order], week_of, first[order], week_of, actual, actual)
