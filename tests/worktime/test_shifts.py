"""The merged intervals that everything is measured in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.worktime.shifts import Shifts, expanded, merged, opening

SPAN = 500
_intervals = st.lists(st.tuples(st.integers(0, 2), st.integers(10, 300), st.integers(1, 60)), max_size=25)
_windows = st.lists(st.tuples(st.integers(0, 2), st.integers(5, 350), st.integers(1, 100)), min_size=1, max_size=10)


def _shifts(intervals: list[tuple[int, int, int]], gap: int = 0) -> Shifts:
    sorted_ = sorted((who * SPAN + start, who * SPAN + start + length) for who, start, length in intervals)
    start, end = (np.array([each[side] for each in sorted_], dtype=np.int64) for side in (0, 1))
    return merged(SPAN, 3, start, end, gap)


def _minutes(intervals: list[tuple[int, int, int]]) -> set[int]:
    return {who * SPAN + start + step for who, start, length in intervals for step in range(length)}


@given(_intervals, _windows)
def test_windows_are_measured_as_minutes_are_counted(
    intervals: list[tuple[int, int, int]], windows: list[tuple[int, int, int]]
) -> None:
    """Work, the longest rest, and whether a minute is worked, of any window of anybody."""
    shifts, worked = _shifts(intervals), _minutes(intervals)
    start = np.array([who * SPAN + begin for who, begin, _ in windows], dtype=np.int64)
    end = start + np.array([length for _, _, length in windows], dtype=np.int64)
    for at, (low, high) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        inside = [minute in worked for minute in range(low, high)]
        assert shifts.within(start, end)[at] == sum(inside)
        assert shifts.longest_rest(start, end)[at] == max(map(len, "".join("x" if each else "." for each in inside).split("x")))
        assert shifts.is_worked(start)[at] == inside[0]


@given(_intervals.filter(bool), _intervals.filter(bool), _windows)
def test_more_work_never_lowers_what_counts_nor_lengthens_a_rest(
    intervals: list[tuple[int, int, int]], more: list[tuple[int, int, int]], windows: list[tuple[int, int, int]]
) -> None:
    """Of any window whatever."""
    few, many = _shifts(intervals), _shifts(intervals + more)
    start = np.array([who * SPAN + begin for who, begin, _ in windows], dtype=np.int64)
    end = start + np.array([length for _, _, length in windows], dtype=np.int64)
    assert (many.within(start, end) >= few.within(start, end)).all()
    assert (many.longest_rest(start, end) <= few.longest_rest(start, end)).all()


@given(_intervals.filter(bool), st.integers(0, 500))
def test_the_minute_after_so_much_work(intervals: list[tuple[int, int, int]], minutes: int) -> None:
    """The first minute that is worked after a number of minutes of work from a shift's start on."""
    shifts, worked = _shifts(intervals), sorted(_minutes(intervals))
    start = shifts.start[:1]
    if minutes < len(worked):
        assert shifts.moment_after(start, np.array([minutes]))[0] == worked[minutes]


def test_a_pause_no_longer_than_the_gap_belongs_to_the_work_around_it() -> None:
    """Two people are never merged, however long the gap."""
    shifts = _shifts([(0, 10, 10), (0, 25, 5), (0, 60, 10), (1, 0, 5)], gap=5)
    assert list(zip(shifts.start.tolist(), shifts.end.tolist(), strict=True)) == [(10, 30), (60, 70), (500, 505)]
    assert shifts.employee.tolist() == [0, 0, 1]
    assert shifts.place.tolist() == [10, 60, 0]


def test_groups_unfold_to_their_members() -> None:
    """Empty groups have none."""
    groups, places = expanded(np.array([2, 0, 3]))
    assert groups.tolist() == [0, 0, 2, 2, 2]
    assert places.tolist() == [0, 1, 0, 1, 2]
    assert opening(np.array([4, 4, 5, 9, 9])).tolist() == [0, 2, 3]
