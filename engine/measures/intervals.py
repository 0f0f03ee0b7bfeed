"""Half-open intervals of whole numbers, [start, end): united, cut and measured. Touching is no overlap."""

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def united(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time, each instant once, in order."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(first: Sequence[Interval], second: Sequence[Interval]) -> list[Interval]:
    """The time in both. Each is united and in order."""
    found: list[Interval] = []
    left = right = 0
    while left < len(first) and right < len(second):
        start, end = max(first[left][0], second[right][0]), min(first[left][1], second[right][1])
        if start < end:
            found.append((start, end))
        if first[left][1] < second[right][1]:
            left += 1
        else:
            right += 1
    return found


def without(intervals: Sequence[Interval], removed: Sequence[Interval]) -> list[Interval]:
    """The time in the first and not in the second. Each is united and in order."""
    found: list[Interval] = []
    for start, end in intervals:
        for cut, back in removed:
            if back <= start or cut >= end:
                continue
            if cut > start:
                found.append((start, cut))
            start = max(start, back)
        if start < end:
            found.append((start, end))
    return found


def length(intervals: Iterable[Interval]) -> int:
    return sum(end - start for start, end in intervals)
