"""Minutes since 1970-01-01T00:00Z, and what the wall clock in Oslo showed.

Work is measured in instants, because adding hours to local time is wrong across a clock change; days, weeks and Sundays are
local. Times are whole minutes in int64 arrays throughout.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

OSLO = ZoneInfo("Europe/Oslo")
HOUR, DAY, WEEK = 60, 1440, 10080
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""A record outside is a typing error, and a spine of weeks between it and the others would never end."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()


class Placed(NamedTuple):
    """Local times as instants, and which of them the clock change made doubtful."""

    utc: Ints
    ambiguous: Bools
    nonexistent: Bools


def minute_of(moment: datetime) -> int:
    """The wall-clock minute that a datetime shows; seconds are cut off, as a time clock cuts them."""
    return day_number(moment) * DAY + moment.hour * HOUR + moment.minute


def utc_minute(moment: datetime) -> int:
    """The minute of an instant; `moment` has a zone."""
    return (moment - _EPOCH) // timedelta(minutes=1)


def instant_of(moment: datetime) -> int:
    """The minute of a time with a zone, or of the first time at which Oslo's clock showed it."""
    if moment.tzinfo is not None:
        return utc_minute(moment)
    return int(to_utc(np.array([minute_of(moment)], dtype=np.int64)).utc[0])


def day_number(day: date) -> int:
    """Days since 1970-01-01, which was a Thursday."""
    return day.toordinal() - _EPOCH_DAY


def date_of(number: int) -> date:
    return date.fromordinal(int(number) + _EPOCH_DAY)


def oslo(utc: int) -> datetime:
    """The instant as Oslo shows it, with its offset."""
    return (_EPOCH + timedelta(minutes=int(utc))).astimezone(OSLO)


def to_local(utc: Ints) -> Ints:
    """The wall-clock minute at each instant."""
    at, offset = _changes()
    return utc + offset[np.searchsorted(at, utc, side="right")]


def to_utc(local: Ints, *, later: bool = False) -> Placed:
    """The instant of each wall-clock minute.

    A time that occurs twice (the last Sunday of October) is the first one, or the `later` one; a time that does not occur (the
    last Sunday of March) moves forward by the hour that is missing. So a shift is never shorter than it can have been.
    """
    winter, summer = local - HOUR, local - 2 * HOUR
    in_winter, in_summer = to_local(winter) == local, to_local(summer) == local
    ambiguous = in_winter & in_summer
    utc = np.where(in_summer & ~(ambiguous & later), summer, winter)
    return Placed(utc, ambiguous, ~(in_winter | in_summer))


@cache
def _changes() -> tuple[Ints, Ints]:
    """When the offset changed, and the offset before the first and after each change, in minutes."""
    step = timedelta(days=14)
    moment, last = datetime(FIRST_YEAR - 2, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 3, 1, 1, tzinfo=UTC)
    at: list[int] = []
    offsets = [_offset(moment)]
    while moment < last:
        if _offset(moment + step) != offsets[-1]:
            change = _change_between(moment, moment + step)
            at.append(utc_minute(change))
            offsets.append(_offset(change))
        moment += step
    return np.array(at, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _change_between(before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // timedelta(minutes=2) * timedelta(minutes=1)
        before, after = (before, middle) if _offset(middle) != _offset(before) else (middle, after)
    return after


def _offset(moment: datetime) -> int:
    offset = moment.astimezone(OSLO).utcoffset() or timedelta(0)
    return offset // timedelta(minutes=1)
