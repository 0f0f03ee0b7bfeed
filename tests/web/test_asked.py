"""What addresses and forms say on more than one page."""

import pytest

from engine.web.asked import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("17", 17), ("007", 7), ("9" * 15, 10**15 - 1)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", " 1", "1_000", "٣", "²", "0x1", "9" * 16, "9" * 5_000])
def test_anything_else_is_none(text: str) -> None:
    """Among them what Python takes for a number, or would refuse with an error, and what no database holds."""
    assert whole_number(text) is None
