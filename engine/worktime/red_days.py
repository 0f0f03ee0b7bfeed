"""Sundays and public holidays, and the hours in which work is work on them (section 10-10 (1)).

Holidays are those of lov 1995-02-24-12 § 2, and 1 and 17 May, equal to Sundays by lov 1947-04-26-1 § 1. Julaften, påskeaften
and pinseaften are none: they only open the window at 15:00.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import holidays
import numpy as np

from engine.worktime.clock import DAY, HOUR, Bools, Ints, date_of, day_number

_SATURDAY, _SUNDAY = 5, 6
_ONE = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class RedDays:
    """The red days of some years in order. Windows are wall-clock minutes, half-open.

    Each opens and closes after the one before; only those of a red Saturday and its Sunday share hours.
    """

    day: Ints
    """Day numbers."""
    sunday: Bools
    opens: Ints
    closes: Ints


@cache
def red_days(first_year: int, last_year: int, window: Literal["statutory", "calendar"]) -> RedDays:
    days = [day for year in range(first_year, last_year + 1) for day in sorted(_of_year(year))]
    numbers = np.array([day_number(day) for day in days], dtype=np.int64)
    opens, closes = numbers * DAY, (numbers + 1) * DAY
    if window == "statutory":
        opens = opens + np.array([_opens(day) for day in days], dtype=np.int64)
        closes = closes - np.array([0 if is_red(day + _ONE) else 2 * HOUR for day in days], dtype=np.int64)
    return RedDays(numbers, np.array([day.weekday() == _SUNDAY for day in days], dtype=np.bool_), opens, closes)


def is_red(day: date) -> bool:
    return day in _of_year(day.year)


@cache
def _of_year(year: int) -> frozenset[date]:
    sundays = (date_of(number) for number in range(day_number(date(year, 1, 1)), day_number(date(year + 1, 1, 1))))
    return frozenset(holidays.country_holidays("NO", years=year)) | {day for day in sundays if day.weekday() == _SUNDAY}


def _opens(day: date) -> int:
    """When the window opens, in minutes before (negative) the day's own midnight."""
    eve = day - _ONE
    # The law's hours of Sunday work begin on Saturday whatever day it is; between other red days midnight divides.
    if is_red(eve) and day.weekday() != _SUNDAY:
        return 0
    if _is_great_eve(eve):
        return -9 * HOUR
    if (day.month, day.day) in ((5, 1), (5, 17)) and eve.weekday() != _SATURDAY and not _is_ascension(day):
        return -2 * HOUR
    return -6 * HOUR


def _is_great_eve(day: date) -> bool:
    """Julaften, påskeaften or pinseaften."""
    easter = _easter(day.year)
    return day in (date(day.year, 12, 24), easter - _ONE, easter + timedelta(days=48))


def _is_ascension(day: date) -> bool:
    return day == _easter(day.year) + timedelta(days=39)


@cache
def _easter(year: int) -> date:
    named = holidays.country_holidays("NO", years=year, language="en_US")
    return next(day for day, name in named.items() if "Easter Sunday" in name)
