"""A user's own words never do harm in a message, and a misspelt name finds the one that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.names import nearest, printable, shown


@given(st.text(max_size=400))
def test_words_in_a_message_are_one_short_printable_line(text: str) -> None:
    line = shown(text)
    assert line.isprintable()
    assert len(line) <= 41 * 10 + 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("drift", "'drift'"),
        ("to\n linjer", "'to linjer'"),
        ("\x1b[2J", r"'\u001b[2J'"),
        ("\u202egnp.exe", r"'\u202egnp.exe'"),
        ("a" * 41, f"'{'a' * 40}…'"),
    ],
)
def test_what_moves_a_cursor_is_spelled_out(text: str, line: str) -> None:
    assert shown(text) == line


def test_a_limit_of_ones_own() -> None:
    assert printable("abcdef", 3) == "abc…"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("driftt", "drift"),
        ("DRIFT", "drift"),
        ("sick_leave", "sick_leave_total"),
        ("brukerstøtte", "brukerstotte"),
        ("zzz", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_the_nearest_name(name: str, meant: str | None) -> None:
    assert nearest(name, ["drift", "sick_leave_total", "brukerstotte"]) == meant
