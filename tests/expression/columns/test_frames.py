"""Tables of every make are read exactly, or refused with every column that cannot be."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, ExpressionError, Failure, Result, Type, number
from engine.expression.columns import frame_of, judged
from tests.expression.tables import in_columns

FIGURE = number(digits=6, decimals=2)


def refused(native: Any, names: dict[str, Type], text: str) -> list[str]:
    with pytest.raises(ExpressionError) as caught:
        judged(expression.compile(text, names), frame_of(native))
    return [problem.text() for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("column", "expected", "text", "why"),
    [
        (
            pa.array([1.5]),
            FIGURE,
            "it > 1",
            "column 'it' holds floats (Float64), which are not exact; give it as decimals or whole numbers",
        ),
        (
            pa.array([Decimal("1.234")]),
            FIGURE,
            "it > 1",
            "column 'it' is Decimal(precision=4, scale=3), but only 2 decimals are declared for it",
        ),
        (pa.array(["1"]), FIGURE, "it > 1", "column 'it' is String, not a number"),
        (pa.array([True]), FIGURE, "it > 1", "column 'it' is Boolean, not a number"),
        (pa.array([None]), FIGURE, "it > 1", "column 'it' is Unknown, not a number"),
        (
            pa.array([2**63], pa.uint64()),
            FIGURE,
            "it > 1",
            "column 'it' is UInt64, which is too wide; give it as 64-bit integers with a sign, or as decimals",
        ),
        (pa.array([1]), TEXT, "it == 'a'", "column 'it' is Int64, not a text"),
        (pa.array([b"a"]), TEXT, "it == 'a'", "column 'it' is Binary, not a text"),
        (pa.array([1]), BOOLEAN, "it", "column 'it' is Int64, not true or false"),
        (
            pa.array([1], pa.timestamp("us")),
            INSTANT,
            "it == null",
            "column 'it' has no time zone, so that nobody knows which instants it holds",
        ),
        (
            pa.array([1], pa.timestamp("ns", "UTC")),
            INSTANT,
            "it == null",
            "column 'it' has nanoseconds; give it in microseconds",
        ),
        (pa.array([1], pa.date32()), INSTANT, "it == null", "column 'it' is Date, not an instant with date, time and zone"),
    ],
    ids=lambda value: value if isinstance(value, str) and "'" in value else None,
)
def test_a_column_that_is_not_exact_is_refused(column: Any, expected: Type, text: str, why: str) -> None:
    """Floats, naive times, finer figures than declared: said before anything is computed."""
    assert refused(pa.table({"it": column}), {"it": expected}, text) == [why]


def test_every_column_that_is_wrong_is_told_at_once() -> None:
    """A missing column too."""
    told = refused(pa.table({"a": [1.5], "b": [1]}), {"a": FIGURE, "b": TEXT, "c": BOOLEAN}, "a > 1 and b == 'x' and c")
    assert [word.split("'")[1] for word in told] == ["a", "b", "c"]
    assert told[2] == "the table has no column 'c'"


def test_a_pandas_frame_keeps_what_is_missing() -> None:
    """pandas' own columns would turn a missing text into False and a missing number into a float."""
    table = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "x": [Decimal("1.50"), None],
            "s": ["Ås", None],
            "c": pd.Categorical(["A", None]),
            "b": pd.array([True, None], dtype="boolean"),
            "t": pd.to_datetime(["2023-04-01T00:00:00+02:00", None], utc=True),
        },
        index=[7, 7],
    )
    names = {"n": FIGURE, "x": FIGURE, "s": TEXT, "c": TEXT, "b": BOOLEAN, "t": INSTANT}
    for text, first in {
        "n == 1": True,
        "x == 1.5": True,
        "s != 'x'": True,
        "c in ['A', 'B']": True,
        "c < 'B'": True,
        "not b": False,
        't == d"2023-03-31T22:00:00Z"': True,
    }.items():
        assert in_columns(expression.compile(text, names), table) == [Result(first), Result(None)], text


def test_a_pandas_column_of_several_kinds_is_refused() -> None:
    """`object` can hold anything, and then it is nothing."""
    assert refused(pd.DataFrame({"it": [1, "a"]}), {"it": FIGURE}, "it > 1") == ["column 'it' mixes values of several kinds"]


@pytest.mark.parametrize("value", [0, 5, 127])
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64"])
def test_whole_numbers_of_every_width_are_widened_before_they_are_calculated_with(dtype: str, value: int) -> None:
    """127 * 127 does not fit in eight bits."""
    found = expression.compile("it * it - 200 * it", {"it": number(digits=9, decimals=0)})
    content = pa.table({"it": pa.array(np.array([value], dtype))})
    for native in (content, pl.from_arrow(content), duckdb.sql("select * from content")):
        assert in_columns(found, native) == [Result(Decimal(value * value - 200 * value))]


def test_the_smallest_integer_has_no_magnitude_and_fails_like_any_other() -> None:
    """-2**63 is beyond every declaration; taking its magnitude would abort DuckDB."""
    found = expression.compile("$abs(it) > 1", {"it": number(digits=15, decimals=0)})
    content = pa.table({"it": pa.array([-(2**63), 2**63 - 1, 0])})
    for native in (content, pl.from_arrow(content), duckdb.sql("select * from content")):
        assert in_columns(found, native) == [Result(error=Failure.OUT_OF_RANGE)] * 2 + [Result(False)]


def test_wide_decimals_meet_narrow_ones() -> None:
    """38 digits on one side and 15 decimals on the other would need more than 38 together."""
    names = {"a": number(digits=15, decimals=0), "b": number(digits=3, decimals=12)}
    found = expression.compile("a > b", names)
    content = pa.table(
        {
            "a": pa.array([Decimal(10**37), Decimal(5), Decimal(0), None], pa.decimal128(38, 0)),
            "b": pa.array(
                [Decimal(1), Decimal("4.999999999999"), Decimal("0.000000000001"), Decimal(1)], pa.decimal128(15, 12)
            ),
        }
    )
    expected = [Result(error=Failure.OUT_OF_RANGE), Result(True), Result(False), Result(None)]
    for native in (content, pl.from_arrow(content), duckdb.sql("select * from content")):
        assert in_columns(found, native) == expected


def test_lazy_tables_stay_lazy() -> None:
    """Nothing is computed until somebody asks, so that the work happens where the data lie."""
    content = pa.table({"calls": [10, 0], "answered": [7, 0]})
    found = expression.compile("answered / calls >= 0.7", {name: number(decimals=0) for name in ("calls", "answered")})
    for native in (pl.from_arrow(content).lazy(), duckdb.sql("select * from content")):  # type: ignore[union-attr]
        table = judged(found, frame_of(native)).with_columns()
        assert isinstance(table, nw.LazyFrame)
        assert table.collect_schema().names() == ["calls", "answered", "value", "error"]


def test_helper_columns_have_names_of_their_own() -> None:
    """A table may already have a column that is called as a helper would be."""
    content = pa.table({"_1": [10], "_2": [4], "_3": [1]})
    found = expression.compile("_1 / _2 + _3", {name: number(decimals=0) for name in ("_1", "_2", "_3")})
    outcome = judged(found, frame_of(content))
    assert not set(outcome.helpers) & {"_1", "_2", "_3"}
    assert in_columns(found, content) == [Result(Decimal("3.5"))]
    assert outcome.with_columns().collect_schema().names() == ["_1", "_2", "_3", "value", "error"]


def test_a_filter_keeps_the_rows_for_which_the_condition_is_true() -> None:
    """Neither the missing nor the failed ones."""
    content = pa.table({"row": [1, 2, 3, 4], "calls": [10, 10, 0, None], "answered": [7, 6, 0, 1]})
    found = expression.compile("answered / calls >= 0.7", {name: number(decimals=0) for name in ("calls", "answered")})
    outcome = judged(found, frame_of(content))
    assert outcome.can_fail
    kept = outcome.frame.filter(outcome.value)
    assert kept.select("row").to_native()["row"].to_pylist() == [1]  # type: ignore[union-attr]


def test_what_cannot_fail_says_so() -> None:
    """A condition over columns that hold what they promise needs no column of errors and no helper."""
    content = pa.table({"wait": pa.array([5], pa.int16()), "unit": ["drift"]})
    found = expression.compile("wait > 60 or unit == 'drift'", {"wait": number(digits=6, decimals=0), "unit": TEXT})
    outcome = judged(found, frame_of(content))
    assert (outcome.can_fail, outcome.helpers) == (False, ())


def test_a_constant_is_the_same_for_every_row() -> None:
    """Also when it fails."""
    content = pa.table({"row": [1, 2]})
    assert in_columns(expression.compile("1 < 2", {}), content) == [Result(True)] * 2
    assert in_columns(expression.compile("1 / (2 - 2) > 1", {}), content) == [Result(error=Failure.DIVISION_BY_ZERO)] * 2
    assert in_columns(expression.compile("2 / 3", {}), content) == [Result(Decimal("0.666666666667"))] * 2


def test_instants_of_every_zone_are_the_same_instants() -> None:
    """A column in Oslo's time is compared with one in UTC, and in milliseconds with microseconds."""
    moment = datetime(2023, 3, 26, 1, 0, tzinfo=UTC)
    content = pa.table(
        {
            "a": pa.array([moment], pa.timestamp("us", "Europe/Oslo")),
            "b": pa.array([moment], pa.timestamp("ms", "America/New_York")),
        }
    )
    found = expression.compile('a == b and a == d"2023-03-26T03:00:00+02:00"', {"a": INSTANT, "b": INSTANT})
    for native in (content, pl.from_arrow(content), duckdb.sql("select * from content")):
        assert in_columns(found, native) == [Result(True)]
