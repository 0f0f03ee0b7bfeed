"""Random records: every engine of this process agrees with a reading in plain Python, on values, gaps and counts."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.measures.intervals import Interval, common, length, united, without
from engine.measures.rows import exact
from tests.measures.measuring import INSTANT, TRUTH, WHOLE, metric, records, rows

CALL = st.tuples(
    st.sampled_from(["2023-02-28 23:59:59", "2023-03-01 00:00:00", "2023-03-31 23:59:59", "2023-04-01 00:00:00"]),
    st.sampled_from([None, 0, 59, 60, 61, 10**9 - 1]),
    st.sampled_from([None, True, False]),
)
Call = tuple[str, int | None, bool | None]


@settings(max_examples=25, deadline=None)
@given(calls=st.lists(CALL, max_size=12), limit=st.sampled_from(["at_most", "below"]), as_no=st.booleans())
def test_answered_within_is_what_a_reader_of_the_records_counts(calls: list[Call], limit: str, as_no: bool) -> None:
    """Nulls, the second at the limit and the seconds around midnight included."""
    written = {
        "kind": "answered_within", "over": "calls", "at": "at", "per": "month", "answered": "answered", "wait": "wait",
        "seconds": 60, "limit": limit, "abandoned": "exclude_short", "short_seconds": 60,
        "missing": "as_no" if as_no else "leave_out",
    }  # fmt: skip
    with TemporaryDirectory() as name:
        lines = "\n".join(
            f"{at};{'' if wait is None else wait};{'' if answered is None else int(answered)}" for at, wait, answered in calls
        )
        table = records(Path(name), "calls", {"at": INSTANT, "wait": WHOLE, "answered": TRUTH}, lines, partition="at")
        found = rows(metric(written), table, periods=("2023-02", "2023-04"))
    for row in found:
        above, below = _counted([call for call in calls if call[0][:7] == str(row.period)], limit, as_no=as_no)
        assert (row.numerator or 0, row.denominator or 0) == (above, below)
        assert row.value == (exact(Fraction(above * 100, below)) if below else None)


def _counted(calls: Sequence[Call], limit: str, *, as_no: bool) -> tuple[int, int]:
    above = below = 0
    for _, wait, answered in calls:
        in_time = None if wait is None else (wait <= 60 if limit == "at_most" else wait < 60)
        above += bool(answered and in_time)
        if as_no:
            below += not (answered is False and in_time)
        elif answered:
            below += in_time is not None
        elif answered is False and wait is not None:
            below += not in_time
    return above, below


INTERVALS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(first=INTERVALS, second=INTERVALS)
def test_intervals_are_sets_of_instants(first: list[Interval], second: list[Interval]) -> None:
    """Union, intersection and difference, against the sets that they stand for."""
    left, right = united(first), united(second)
    here, there = ({instant for start, end in each for instant in range(start, end)} for each in (first, second))
    for found, expected in ((left, here), (common(left, right), here & there), (without(left, right), here - there)):
        assert {instant for start, end in found for instant in range(start, end)} == expected
        assert length(found) == len(expected)


@given(above=st.integers(-(10**20), 10**20), below=st.integers(1, 10**9))
def test_a_quotient_has_twelve_decimals_rounded_half_up(above: int, below: int) -> None:
    """As everywhere in the product: away from zero at the half."""
    value = exact(Fraction(above, below))
    assert value is not None
    assert abs(Fraction(value) - Fraction(above, below)) * 2 <= Fraction(1, 10**12)
    assert exact(Fraction(-1, 2 * 10**12)) == Decimal("-0.000000000001")
