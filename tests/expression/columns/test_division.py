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
from engine.expression.exact import quotient
from engine.expression.plain import plain
from tests.expression.tables import engines, in_columns

PAIRS = 40
WIDE = number(digits=15, decimals=3)
"""Eighteen digits: the most that a division takes."""
EDGE = 10**18 - 1


def steps() -> st.SearchStrategy[int]:
    """Whole numbers of thousandths, small, large and at the edges."""
    edges = st.sampled_from(
        [0, 1, 2, 3, 7, 10**3, 10**6, 10**12, 10**15, 10**15 - 1, 2**53, 2**53 + 1, 10**17 + 1, EDGE, EDGE - 1]
    )
    return st.one_of(edges, st.integers(1, 10**4), st.integers(1, 10**10), st.integers(1, EDGE))


@st.composite
def ties(draw: st.DrawFn) -> tuple[int, int]:
    """A pair whose quotient lies exactly between two trillionths, or one step beside it."""
    share = draw(st.integers(1, 10**5))
    return draw(st.integers(0, 10**5)) * 2 * share + share + draw(st.sampled_from([-1, 0, 1])), 2 * 10**12 * share


def pairs() -> st.SearchStrategy[list[tuple[int, int]]]:
    signs = st.sampled_from([-1, 1])
    plain_pairs = st.tuples(steps(), steps())
    signed = st.tuples(st.one_of(plain_pairs, ties()), signs, signs).map(
        lambda given: (given[0][0] * given[1], given[0][1] * given[2])
    )
    return st.lists(signed, min_size=PAIRS, max_size=PAIRS)


@settings(max_examples=60)
@given(pairs())
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
        (0, -7),
    ]
)
def test_a_quotient_is_rounded_half_up_from_its_exact_value(given: list[tuple[int, int]]) -> None:
    """12 decimals, away from zero at the tie, out of range from 10**15 on; never a float's idea of it."""
    found = expression.compile("a / b", {"a": WIDE, "b": WIDE})
    content = [{"a": Decimal(above).scaleb(-3), "b": Decimal(below).scaleb(-3)} for above, below in given]
    expected = [plain(found.root)(read_row(row, found.names)) for row in content]
    for row, outcome in zip(content, expected, strict=True):
        if outcome.error is None:
            assert outcome == Result(quotient(row["a"], row["b"]))
    stored = pa.Table.from_pylist(content, schema=pa.schema({"a": pa.decimal128(18, 3), "b": pa.decimal128(18, 3)}))
    for engine, native in engines(stored).items():
        assert in_columns(found, native) == expected, engine


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


@settings(max_examples=80)
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
