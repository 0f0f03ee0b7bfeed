"""A national identity number is known in every shape; an employee number is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.timesheets.identity import is_national_id, looks_like_a_name, names_somebody

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def numbered(front: str) -> str | None:
    """The nine digits with their control digits, by the definition of the tax administration; None where there are none."""
    for weights in (FIRST, SECOND):
        rest = sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True)) % 11
        if rest == 1:
            return None
        front += str((11 - rest) % 11)
    return front


fronts = st.builds(
    lambda day, month, year, serial, d, m: f"{day + d:02d}{month + m:02d}{year:02d}{serial:03d}",
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(0, 999),
    st.sampled_from([0, 40]),
    st.sampled_from([0, 40, 80]),
)


@given(fronts.map(numbered).filter(bool))
def test_every_number_with_its_control_digits_is_known(number: str) -> None:
    """Birth numbers, D-numbers and the synthetic numbers of test environments."""
    assert is_national_id(number)
    assert is_national_id(f"{number[:6]} {number[6:]}")
    if number.startswith("0"):
        assert is_national_id(number[1:]), "a workbook drops the zero in front"


@given(fronts.map(numbered).filter(bool), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_and_it_is_another_number(number: str, place: int, change: int) -> None:
    """Modulus 11 finds every single wrong digit, so what is refused was meant."""
    digit = str((int(number[place]) + change) % 10)
    assert not is_national_id(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize("number", ["1001", "", "P-1f3a", "12345678901", "00000000000", "99999999999", "a" * 11, "1" * 12])
def test_employee_numbers_are_none(number: str) -> None:
    assert not is_national_id(number)


@pytest.mark.parametrize("text", ["Kari Nordmann", "Nordmann, Kari", "Åse-Marie O'Neill Øvrebø", "kari  nord."])
def test_a_name_is_known_as_one(text: str) -> None:
    assert looks_like_a_name(text)


@pytest.mark.parametrize("text", ["1001", "P-1f3a", "ansatt 7", "HN_0", "Kari", "drift-7", "a", "A 12", "Ansatt A"])
def test_a_pseudonym_is_no_name(text: str) -> None:
    assert not looks_like_a_name(text)


@given(fronts.map(numbered).filter(bool))
def test_a_number_is_known_in_an_id_but_not_in_a_longer_row_of_digits(number: str) -> None:
    """A record's id may begin with a date and go on."""
    assert names_somebody(f"vakt-{number}/2")
    assert names_somebody(f"{number[:6]} {number[6:]}")
    assert not names_somebody(f"{number}0")
    assert not names_somebody(f"9{number}")
