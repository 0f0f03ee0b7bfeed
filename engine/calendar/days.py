"""Which days are worked: Monday to Friday without Norway's red days, and without what an organisation keeps closed besides."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from engine.red_days import is_working_day

Works = Callable[[date], bool]

_ONE = timedelta(days=1)
_CLOSED = re.compile(r"(?:(?P<year>[0-9]{4})-)?(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)
_LEAP_YEAR = 2024


def works(closed: Iterable[str] = ()) -> Works:
    """Answers for a day whether it is worked. `closed`: further days off, `12-24` in every year or `2026-04-01` in one."""
    off = frozenset(closed)

    def worked(day: date) -> bool:
        ordinal = day.toordinal() - 1
        return is_working_day(ordinal, "mon_fri_without_red_days") and not off & {f"{day:%m-%d}", day.isoformat()}

    return worked


def is_closed_day(text: str) -> bool:
    """True for a day of the calendar in one of the two forms; 02-29 is one."""
    found = _CLOSED.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found["year"] or _LEAP_YEAR), int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return True


def nth_from(day: date, number: int, worked: Works) -> date:
    """The working day of that number, counted from the day itself: number 1 is the day when it is worked."""
    left = number
    while True:
        left -= worked(day)
        if left <= 0:
            return day
        day += _ONE


def last_until(day: date, worked: Works) -> date:
    """The day itself when it is worked, else the last one before it that is."""
    while not worked(day):
        day -= _ONE
    return day
