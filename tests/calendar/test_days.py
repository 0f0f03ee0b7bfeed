"""Working days are those of the law, in every year, and those that an organisation has besides."""

from datetime import date, timedelta

import holidays
import pytest

from engine.calendar.days import is_closed_day, last_until, nth_from, works
from engine.red_days import red_days


def test_the_red_days_are_those_of_the_library() -> None:
    """A hundred and fifty years of Easter, 1 and 17 May and Christmas, computed twice."""
    for year in range(1950, 2100):
        listed = {day for day in holidays.country_holidays("NO", years=year) if day.year == year}
        assert red_days(year) | {day for day in listed if day.weekday() == 6} == listed


def test_counting_finds_what_walking_finds() -> None:
    worked, day = works(("12-24", "12-31")), date(2023, 12, 20)
    walked = [day + timedelta(days=number) for number in range(30) if worked(day + timedelta(days=number))]
    assert [nth_from(day, number, worked) for number in range(1, len(walked) + 1)] == walked
    assert last_until(date(2023, 12, 26), worked) == date(2023, 12, 22)


@pytest.mark.parametrize(
    ("text", "is_one"), [("12-24", True), ("02-29", True), ("2023-02-29", False), ("24-12", False), ("", False)]
)
def test_a_day_off_is_a_day(text: str, is_one: bool) -> None:
    assert is_closed_day(text) is is_one
