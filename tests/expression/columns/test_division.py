"""Quotients in columns are exact on every engine, at the ties and at the ends of the range."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import expression
from engine.expression import Result, number
from engine.expression.boundary import read_row
from engine.expression.exact import EXACT, quotient
from engine.expression.plain import plain
from tests.expression.tables import engines, in_columns

PAIRS = 40
EDGE = 10**18 - 1
"""The largest that is divided as 64-bit integers."""
FINEST = 10**27 - 1


def steps(most: int) -> st.SearchStrategy[int]:
    """Whole numbers of last decimals, small, large and at the edges."""
    edges = [0, 1, 2, 3, 7, 10**3, 10**6, 10**12, 10**15, 10**15 - 1, 2**53, 2**53 + 1, 10**17 + 1, EDGE, EDGE - 1]
    edges += [10**18, 10**20 - 1, 10**20, 10**20 + 1, FINEST - 1, FINEST]
    return st.one_of(
        st.sampled_from([edge for edge in edges if edge <= most]),
        st.integers(1, 10**4),
        st.integers(1, 10**10),
        st.integers(1, most),
    )


@st.composite
def ties(draw: st.DrawFn) -> tuple[int, int]:
    """A pair whose quotient lies exactly between two trillionths, or one step beside it."""
    share = draw(st.integers(1, 10**5))
    return draw(st.integers(0, 10**5)) * 2 * share + share + draw(st.sampled_from([-1, 0, 1])), 2 * 10**12 * share


def pairs(most: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    signs = st.sampled_from([-1, 1])
    unsigned = st.one_of(st.tuples(steps(most), steps(most)), ties())
    signed = st.tuples(unsigned, signs, signs).map(lambda given: (given[0][0] * given[1], given[0][1] * given[2]))
    return st.lists(signed, min_size=PAIRS, max_size=PAIRS)


def judged_everywhere(given: list[tuple[int, int]], digits: int, decimals: int) -> None:
    """Divides the pairs on every engine, and compares with the exact quotients."""
    declared, stored = number(digits=digits, decimals=decimals), pa.decimal128(digits + decimals, decimals)
    found = expression.compile("a / b", {"a": declared, "b": declared})
    content = [
        {"a": EXACT.scaleb(Decimal(above), -decimals), "b": EXACT.scaleb(Decimal(below), -decimals)} for above, below in given
    ]
    expected = [plain(found.root)(read_row(row, found.names)) for row in content]
    for row, outcome in zip(content, expected, strict=True):
        if outcome.error is None:
            assert outcome == Result(quotient(row["a"], row["b"]))
    table = pa.Table.from_pylist(content, schema=pa.schema({"a": stored, "b": stored}))
    for engine, native in engines(table).items():
        assert in_columns(found, native) == expected, engine


@settings(max_examples=20)
@given(pairs(EDGE))
@example(
    [
        (EDGE, 1),
        (EDGE, EDGE),
        (1, EDGE),
        (10**15 - 1, 1),
        (10**15, 1),
        (EDGE, 1000),
        (EDGE, 1001),
        (-EDGE, 1001),
        (5, 0),
        (0, 0),
    ]
)
def test_a_quotient_is_rounded_half_up_from_its_exact_value(given: list[tuple[int, int]]) -> None:
    """12 decimals, away from zero at the tie, out of range from 10**15 on; never a float's idea of it."""
    judged_everywhere(given, 15, 3)


@settings(max_examples=20)
@given(pairs(FINEST))
@example(
    [
        (FINEST, 1),
        (FINEST, FINEST),
        (1, FINEST),
        (FINEST, 10**20 - 1),
        (FINEST, 10**20),
        (-FINEST, 10**12),
        (FINEST, 10**12 + 1),
    ]
)
def test_so_is_the_quotient_of_quotients(given: list[tuple[int, int]]) -> None:
    """27 digits do not fit in 64 bits; they are divided as decimals, to the same answer."""
    judged_everywhere(given, 15, 12)


@pytest.mark.parametrize(
    ("above", "below", "rounded"),
    [
        ("1", "3", "0.333333333333"),
        ("2", "3", "0.666666666667"),
        ("1", "2000000000000", "0.000000000001"),
        ("-1", "2000000000000", "-0.000000000001"),
        ("1", "-2000000000000", "-0.000000000001"),
        ("3", "2000000000000", "0.000000000002"),
        ("1", "2000000000001", "0"),
        ("11", "318", "0.034591194969"),
        ("-0", "7", "0"),
        ("999999999999999", "1", "999999999999999"),
    ],
)
def test_half_up_is_away_from_zero(above: str, below: str, rounded: str) -> None:
    """The rule that both paths share, as Decimal's own ROUND_HALF_UP has it."""
    assert quotient(Decimal(above), Decimal(below)) == Decimal(rounded)


def _grid() -> list[tuple[int, int]]:
    return [(digits, decimals) for digits in (1, 9, 12, 15) for decimals in (0, 2, 6, 12)]


def _edges(digits: int, decimals: int) -> list[Any]:
    bound = Decimal(10 ** (digits + decimals) - 1).scaleb(-decimals)
    return [bound, -bound, Decimal(1).scaleb(-decimals), Decimal(0), Decimal(7), None]


@settings(max_examples=50)
@given(left=st.sampled_from(_grid()), right=st.sampled_from(_grid()), sign=st.sampled_from(["+", "-", "*", "/", "<", "=="]))
def test_numbers_at_the_ends_of_their_range_agree(left: tuple[int, int], right: tuple[int, int], sign: str) -> None:
    """No engine rounds, wraps or gives up where another does not, whatever two types meet."""
    names = {"a": number(digits=left[0], decimals=left[1]), "b": number(digits=right[0], decimals=right[1])}
    try:
        found = expression.compile(f"a {sign} b", names)
    except expression.ExpressionError as error:
        assert [problem.code for problem in error.problems] == [expression.Code.EXACT]
        return
    content = [{"a": one, "b": other} for one in _edges(*left) for other in _edges(*right)]
    schema = pa.schema({"a": pa.decimal128(sum(left), left[1]), "b": pa.decimal128(sum(right), right[1])})
    expected = [plain(found.root)(read_row(row, found.names)) for row in content]
    for engine, native in engines(pa.Table.from_pylist(content, schema=schema)).items():
        assert in_columns(found, native) == expected, engine
