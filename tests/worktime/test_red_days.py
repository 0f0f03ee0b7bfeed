"""The Norwegian red days against the table of the law, and the hours in which work is work on them."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from engine.worktime.clock import DAY, date_of
from engine.worktime.red_days import is_red, red_days


@pytest.mark.parametrize("year", range(2015, 2040))
def test_the_holidays_are_those_of_the_law(year: int) -> None:
    """Sundays, those counted from Easter, and the fixed ones; no eve is one."""
    moved = {easter(year) + timedelta(days=step) for step in (-3, -2, 0, 1, 39, 49, 50)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(365)]
    assert {day for day in days if is_red(day)} == moved | fixed | {day for day in days if day.weekday() == 6}


@pytest.mark.parametrize(
    ("day", "opens", "closes", "why"),
    [
        ("2023-03-05", "2023-03-04 18:00", "2023-03-05 22:00", "a Sunday"),
        ("2023-04-06", "2023-04-05 18:00", "2023-04-07 00:00", "skjærtorsdag, and the next day is red"),
        ("2023-04-09", "2023-04-08 15:00", "2023-04-10 00:00", "påskeaften opens at 15:00"),
        ("2023-04-10", "2023-04-10 00:00", "2023-04-10 22:00", "second day of Easter"),
        ("2023-05-01", "2023-05-01 00:00", "2023-05-01 22:00", "the day before is a Sunday"),
        ("2023-05-17", "2023-05-16 22:00", "2023-05-18 00:00", "17 May opens at 22:00, Ascension follows"),
        ("2024-05-01", "2024-04-30 22:00", "2024-05-01 22:00", "1 May opens at 22:00"),
        ("2022-05-01", "2022-04-30 18:00", "2022-05-01 22:00", "1 May on a Sunday"),
        ("2012-05-17", "2012-05-16 18:00", "2012-05-17 22:00", "17 May is Ascension Day"),
        ("2023-05-28", "2023-05-27 15:00", "2023-05-29 00:00", "pinseaften"),
        ("2022-12-25", "2022-12-24 15:00", "2022-12-26 00:00", "julaften is a Saturday"),
        ("2024-12-25", "2024-12-24 15:00", "2024-12-26 00:00", "julaften is a Tuesday"),
        ("2023-12-25", "2023-12-25 00:00", "2023-12-26 00:00", "julaften is a Sunday"),
        ("2020-12-27", "2020-12-26 18:00", "2020-12-27 22:00", "second day of jul is a Saturday"),
        ("2023-01-01", "2022-12-31 18:00", "2023-01-01 22:00", "nyttårsaften is no eve of this kind"),
    ],
)
def test_the_statutory_window(day: str, opens: str, closes: str, why: str) -> None:
    """When it opens and closes, by the wall clock."""
    red = red_days(2012, 2024, "statutory")
    at = [date_of(number) for number in red.day].index(date.fromisoformat(day))
    assert (_shown(int(red.opens[at])), _shown(int(red.closes[at]))) == (opens, closes), why


def test_only_a_red_saturday_and_its_sunday_share_hours() -> None:
    """Otherwise work of a moment is work on one red day at most; and windows are in order, as the search for them needs."""
    for window in ("statutory", "calendar"):
        red = red_days(1990, 2099, window)  # type: ignore[arg-type]
        shared = red.opens[1:] < red.closes[:-1]
        after_saturday = red.sunday[1:] & (red.day[1:] - red.day[:-1] == 1)
        assert (shared == (after_saturday & (window == "statutory"))).all()
        assert (red.opens[1:] > red.opens[:-1]).all()
        assert (red.closes[1:] > red.closes[:-1]).all()


def _shown(minute: int) -> str:
    return f"{date_of(minute // DAY)} {minute % DAY // 60:02d}:{minute % 60:02d}"
