"""What an unquoted word means: numbers exactly as written, and nothing that a person did not mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.composer import plain


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("70", 70),
        ("-668", -668),
        ("0", 0),
        ("-0", 0),
        ("5.0", Decimal("5.0")),
        ("-0.0", Decimal("0.0")),
        ("99.9800000000000000001", Decimal("99.9800000000000000001")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_numbers_truths_and_nothing(text: str, meaning: object) -> None:
    """Exactly these forms are more than text; -0 is 0, as in a report."""
    found = plain(text)
    assert (found, type(found), str(found)) == (meaning, type(meaning), str(meaning))


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "yes",
        "on",
        "True",
        "NULL",
        "22:00",
        "12:30:45",
        "010",
        "1e3",
        "1_000",
        "0x1F",
        "0o17",
        "7,5",
        "5 %",
        "+5",
        ".5",
        "5.",
        ".inf",
        "-.inf",
        ".nan",
        "NaN",
        "Infinity",
        "2022-09",
        "2022-09-01",
        "1.2.3",
        "--1",
        "− 5",
        "٣",
        "５",
        "9" * 31,
        "1 000",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    """Norway is not false, ten past is not 610, and a number that is not plainly one is left to the schema's hint."""
    assert plain(text) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_every_decimal_is_exact(number: Decimal) -> None:
    """No float stands between the file and the verdict."""
    assert plain(f"{number:f}") == number
