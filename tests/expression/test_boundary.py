"""Values cross the border exactly, or not at all."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import expression
from engine.expression import BOOLEAN, INSTANT, TEXT, ExpressionError, Failure, Result, Type, number
from engine.expression.boundary import read_row
from engine.expression.plain import plain

FIGURE = number(digits=6, decimals=2)


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


def read(value: Any, expected: Type) -> Any:
    return read_row({"it": value}, {"it": expected})["it"]


@pytest.mark.parametrize(
    ("given", "expected", "seen"),
    [
        (7, FIGURE, Decimal(7)),
        (Decimal("1.50"), FIGURE, Decimal("1.5")),
        (Decimal("1.5000000000000000"), FIGURE, Decimal("1.5")),
        (Decimal("-0"), FIGURE, Decimal(0)),
        (Decimal("0E-50"), FIGURE, Decimal(0)),
        (Decimal("1E+3"), FIGURE, Decimal(1000)),
        (Level.HIGH, FIGURE, Decimal(3)),
        (np.int64(7), FIGURE, Decimal(7)),
        (np.uint8(7), FIGURE, Decimal(7)),
        (np.bool_(True), BOOLEAN, True),
        (np.str_("ås"), TEXT, "ås"),
        (Colour.RED, TEXT, "red"),
        (True, BOOLEAN, True),
        ("", TEXT, ""),
        (None, FIGURE, None),
        (pd.NA, FIGURE, None),
        (pd.NaT, INSTANT, None),
        (datetime(2023, 3, 26, 3, 30, tzinfo=ZoneInfo("Europe/Oslo")), INSTANT, datetime(2023, 3, 26, 1, 30, tzinfo=UTC)),
        (
            datetime(2023, 10, 29, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Oslo")),
            INSTANT,
            datetime(2023, 10, 29, 1, 30, tzinfo=UTC),
        ),
        (pd.Timestamp("2023-04-01T00:00:00+02:00"), INSTANT, datetime(2023, 3, 31, 22, tzinfo=UTC)),
    ],
)
def test_what_is_exact_comes_in(given: Any, expected: Type, seen: Any) -> None:
    """Python's, numpy's and pandas' scalars become Decimal, str, bool or an instant in UTC; missing ones become None."""
    value = read(given, expected)
    assert value == seen
    assert type(value) is type(seen)


@pytest.mark.parametrize(
    ("given", "expected", "why"),
    [
        (4.6, FIGURE, "'it' is a float, which is not exact; give a Decimal or a whole number"),
        (np.float64(4.6), FIGURE, "'it' is a float, which is not exact; give a Decimal or a whole number"),
        (float("nan"), FIGURE, "'it' is a float, which is not exact; give a Decimal or a whole number"),
        (Decimal("NaN"), FIGURE, "'it' is not a finite number (NaN or infinity)"),
        (Decimal("sNaN"), FIGURE, "'it' is not a finite number (NaN or infinity)"),
        (Decimal("-Infinity"), FIGURE, "'it' is not a finite number (NaN or infinity)"),
        (Decimal("1.234"), FIGURE, "'it' has more decimals than are declared for it"),
        (Decimal("1E-999999"), FIGURE, "'it' has more decimals than are declared for it"),
        ("7", FIGURE, "'it' is not a number"),
        (True, FIGURE, "'it' is not a number"),
        (Fraction(1, 3), FIGURE, "'it' is not a number"),
        (1j, FIGURE, "'it' is not a number"),
        (7, TEXT, "'it' is not a text"),
        (b"a", TEXT, "'it' is not a text"),
        ("a\ud800", TEXT, "'it' has half a character, which is no text"),
        (1, BOOLEAN, "'it' is not true or false"),
        ("true", BOOLEAN, "'it' is not true or false"),
        (datetime(2023, 4, 1), INSTANT, "'it' has no time zone, so that nobody knows which instant it is"),  # noqa: DTZ001 - naive
        (pd.Timestamp("2023-04-01"), INSTANT, "'it' has no time zone, so that nobody knows which instant it is"),
        (date(2023, 4, 1), INSTANT, "'it' is not an instant with date, time and offset, to the microsecond"),
        (np.datetime64("2023-04-01"), INSTANT, "'it' is not an instant with date, time and offset, to the microsecond"),
        ("2023-04-01T00:00:00Z", INSTANT, "'it' is not an instant with date, time and offset, to the microsecond"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))), INSTANT, "'it' lies before year 1 or after year 9999"),
    ],
)
def test_what_is_not_exact_is_refused(given: Any, expected: Type, why: str) -> None:
    """Nothing is converted that could have meant something else."""
    with pytest.raises(ExpressionError) as caught:
        read(given, expected)
    assert [problem.text() for problem in caught.value.problems] == [why]


def test_every_problem_of_a_row_is_told_at_once() -> None:
    """A name that is not in the row is a problem, not a missing value."""
    with pytest.raises(ExpressionError) as caught:
        read_row({"a": 1.5, "b": 2}, {"a": FIGURE, "b": TEXT, "c": FIGURE})
    assert [problem.text() for problem in caught.value.problems] == [
        "'a' is a float, which is not exact; give a Decimal or a whole number",
        "'b' is not a text",
        "the row has no 'c'; what is missing is given as None",
    ]


@pytest.mark.parametrize(
    "value",
    [10**6, -(10**6), 10**5000, Decimal("1E+999999"), Decimal("-1E+7")],
    ids=["one more", "one less", "enormous", "enormous exponent", "negative"],
)
def test_a_number_beyond_its_declaration_fails_where_it_is_looked_at(value: Any) -> None:
    """It is an outcome of that row, as in columns, and costs no more than any other number."""
    found = expression.compile("it > 5 or open", {"it": FIGURE, "open": BOOLEAN})
    judge = plain(found.root)
    assert judge(read_row({"it": value, "open": True}, found.names)) == Result(error=Failure.OUT_OF_RANGE)
    guarded = plain(expression.compile("open or it > 5", {"it": FIGURE, "open": BOOLEAN}).root)
    assert guarded(read_row({"it": value, "open": True}, found.names)) == Result(True)


@given(st.decimals(min_value=-999999, max_value=999999, places=2))
def test_a_figure_is_what_it_was(value: Decimal) -> None:
    """No digit is lost on the way in."""
    assert read(value, FIGURE) == value
