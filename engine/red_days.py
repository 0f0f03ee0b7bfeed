"""Norway's red days and working days. Lov om helligdager (1995-02-24-12) § 2; 1 and 17 May by lov 1947-04-26-1 § 1."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

WorkingDays = Literal["mon_fri_without_red_days", "mon_fri", "every_day"]
_BY_DATE = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
_AFTER_EASTER = (-3, -2, 0, 1, 39, 49, 50)


@lru_cache(maxsize=512)
def red_days(year: int) -> frozenset[date]:
    """The holidays of a year that are not merely Sundays."""
    easter = _easter(year)
    moving = (easter + timedelta(days=after) for after in _AFTER_EASTER)
    return frozenset((*moving, *(date(year, month, day) for month, day in _BY_DATE)))


@lru_cache(maxsize=4096)
def working_days(first: int, last: int, which: WorkingDays) -> int:
    """Working days from the first day to the last, both included, counted from 0001-01-01."""
    return sum(is_working_day(day, which) for day in range(first, last + 1))


def is_working_day(day: int, which: WorkingDays) -> bool:
    if which == "every_day":
        return True
    found = date.fromordinal(day + 1)
    return day % 7 < 5 and (which == "mon_fri" or found not in red_days(found.year))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
