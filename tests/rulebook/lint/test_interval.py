"""Intervals: the ends decide."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checks.compare import compare
from engine.facts import Comparator, TargetValue
from engine.rulebook.lint.interval import Interval, bounded, meeting

ENDS = st.integers(-3, 3).map(Decimal)
INTERVALS = st.builds(bounded, st.none() | ENDS, st.none() | ENDS, low_open=st.booleans(), high_open=st.booleans())
POINTS = [Decimal(half) / 2 for half in range(-9, 10)]


def holds(interval: Interval, point: Decimal) -> bool:
    above = point > interval.low if interval.low_open else point >= interval.low
    below = point < interval.high if interval.high_open else point <= interval.high
    return above and below


@given(INTERVALS, INTERVALS)
def test_common_is_what_both_hold(one: Interval, other: Interval) -> None:
    """Point by point, whichever end is open."""
    common = one.common(other)
    for point in POINTS:
        assert (holds(one, point) and holds(other, point)) == (common is not None and holds(common, point))


@given(
    comparator=st.sampled_from(Comparator),
    low=ENDS,
    width=st.integers(0, 3),
    tolerance=st.integers(0, 2).map(Decimal),
    value=st.sampled_from(POINTS),
)
def test_what_meets_a_target_is_what_the_check_calls_met(
    comparator: Comparator, low: Decimal, width: int, tolerance: Decimal, value: Decimal
) -> None:
    """Lint and the judge mean the same by every comparator and tolerance."""
    limit: TargetValue = (low, low + width) if comparator is Comparator.BETWEEN else low
    assert holds(meeting(comparator, limit, tolerance), value) == compare(value, comparator, limit, tolerance).met


def test_an_empty_interval_has_nothing_in_common_with_anything() -> None:
    """Below 0 and above 0."""
    assert bounded(None, Decimal(0), high_open=True).common(bounded(Decimal(0), None, low_open=True)) is None


@pytest.mark.parametrize("end", [None, Decimal(5)])
def test_no_bound_is_infinity(end: Decimal | None) -> None:
    """A metric without a maximum may be anything."""
    assert holds(bounded(None, end), Decimal("-1e20"))
