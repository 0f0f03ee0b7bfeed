"""National identity numbers are known when they are seen."""

import pytest

from engine.worktime.identity import is_national_identity_number

SYNTHETIC = ("15078502360", "150785 02360")


@pytest.mark.parametrize("number", SYNTHETIC)
def test_a_number_with_a_date_and_right_check_digits_is_one(number: str) -> None:
    """These belong to nobody: they were computed for this test."""
    assert is_national_identity_number(number)


@pytest.mark.parametrize(
    "other", ["15078502361", "99999999999", "00000000000", "1507850236", "150785023600", "a5078502360", "12345678901", ""]
)
def test_other_numbers_are_not(other: str) -> None:
    """Wrong check digits, no date, another length: an employee number may have eleven digits."""
    assert not is_national_identity_number(other)


@pytest.mark.parametrize("shift", [40, 80])
def test_numbers_of_foreign_and_of_synthetic_persons_are_known_too(shift: int) -> None:
    """D numbers add 40 to the day, test registers 40 or 80 to the month."""
    day, month = ("55", "07") if shift == 40 else ("15", "87")
    found = [f"{day}{month}85{end:05d}" for end in range(100_000) if is_national_identity_number(f"{day}{month}85{end:05d}")]
    assert len(found) > 500
