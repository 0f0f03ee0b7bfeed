"""Globs that share a file name."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rulebook.lint.globs import can_both_match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a-{period}.csv", "a-{period}.csv"),
        ("a-{period}.csv", "a-*.csv"),
        ("a-{period}.csv", "A-2023-03.CSV"),
        ("a-{period}.csv", "a-????-Q?.csv"),
        ("*-{period}.csv", "a-*"),
        ("*", "x"),
        ("a*b", "*ab"),
        ("[ab].csv", "b.csv"),
    ],
)
def test_some_file_is_both(one: str, other: str) -> None:
    """Whichever comes first; capitals make no difference, as for the files themselves."""
    assert can_both_match(one, other)
    assert can_both_match(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a-{period}.csv", "a-rettet-{period}.csv"),
        ("a-{period}.csv", "a-{period}.xlsx"),
        ("a-{period}.csv", "a-{period}-b.csv"),
        ("a-{period}.csv", "a-mars.csv"),
        ("a-{period}.csv", "a-.csv"),
        ("a*c", "b*"),
        ("?", "ab"),
    ],
)
def test_no_file_is_both(one: str, other: str) -> None:
    """{period} stands for a period and nothing else."""
    assert not can_both_match(one, other)
    assert not can_both_match(other, one)


GLOBS = st.text("ab*?", max_size=5)
NAMES = [""] + [first + second + third for first in "ab" for second in ["", "a", "b"] for third in ["", "a", "b", "ab"]]


@given(GLOBS, GLOBS)
def test_a_name_that_both_match_is_never_overlooked(one: str, other: str) -> None:
    """Against the matching of single names."""
    if any(fnmatchcase(name, one) and fnmatchcase(name, other) for name in NAMES):
        assert can_both_match(one, other)


@pytest.mark.timeout(10)
def test_stars_cost_their_number_not_their_power() -> None:
    """Forty stars on each side."""
    assert not can_both_match("*a" * 60 + "x", "*b" * 60 + "y")
