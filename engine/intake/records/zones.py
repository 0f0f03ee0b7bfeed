"""Instants and local time, for whole columns: when a zone's clocks changed, and which day it is in Norway.

Counted in microseconds since 1970 (UTC) and in local microseconds (the same count on the wall's clock). Offsets come from the
zone's own rules, worked out once per year of data.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.intake.records.clock import OSLO, micros

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH_DAY = date(1970, 1, 1).toordinal() - 1
"""Days are counted from 0001-01-01, a Monday, as periods count their weeks."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
_FIRST_DAY, _LAST_DAY = ((day - date(1970, 1, 1)).days for day in (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
_DAYS_HELD = 32
NO_DAY = -(10**9)
_CHANGING = np.iinfo(np.int32).min
"""No offset: on or beside this day the clocks were changed, or nobody knows."""

Micros = NDArray[np.int64]


def local(instants: Micros, zone: tzinfo) -> Micros:
    """What the wall's clock showed at these instants."""
    steady = _steady(zone).at(instants)
    shown: Micros = instants + steady
    changing = np.flatnonzero(steady == _CHANGING)
    changes, offsets = _offsets(zone)
    near = instants[changing]
    shown[changing] = near + offsets[np.searchsorted(changes, near, side="right") - 1]
    return shown


def instants_of(wall: Micros, zone: tzinfo, *, second: bool) -> tuple[Micros, NDArray[np.bool_], NDArray[np.bool_]]:
    """The instants at which the wall's clock showed these times; where it never did (spring), where it did twice (autumn).

    Of two instants the first, or the `second`.
    """
    steady = _steady(zone).at(wall)
    found: Micros = wall - steady
    never, twice = np.zeros(wall.shape, dtype=np.bool_), np.zeros(wall.shape, dtype=np.bool_)
    changing = np.flatnonzero(steady == _CHANGING)
    if len(changing):
        found[changing], never[changing], twice[changing] = _tried(wall[changing], zone, second=second)
    return found, never, twice


def _tried(wall: Micros, zone: tzinfo, *, second: bool) -> tuple[Micros, NDArray[np.bool_], NDArray[np.bool_]]:
    """The same by trying every offset that the zone ever had."""
    changes, offsets = _offsets(zone)
    found: Micros = np.zeros_like(wall)
    times = np.zeros(wall.shape, dtype=np.int64)
    # The larger offset comes first: it gives the earlier instant.
    for offset in sorted({int(each) for each in offsets}, reverse=True):
        candidate = wall - offset
        fits = offsets[np.searchsorted(changes, candidate, side="right") - 1] == offset
        found = np.where(fits & (second | (times == 0)), candidate, found)
        times += fits
    return found, times == 0, times > 1


def days(instants: Micros) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The day (counted from 0001-01-01) and the month (year × 12 + month − 1) of each instant in Norway."""
    return calendar(np.floor_divide(local(instants, OSLO), DAY))


def calendar(epoch_days: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The same of dates, counted in days since 1970."""
    table = _months()
    place = epoch_days - _FIRST_DAY
    held = not len(place) or (place.min() >= 0 and place.max() < len(table))
    months = table[place] if held else _month_of(epoch_days)
    return (epoch_days + EPOCH_DAY).astype(np.int32), months


def day_of(year: Micros, month: Micros, day: Micros, fits: NDArray[np.bool_]) -> Micros:
    """Days since 1970 of dates between the first and the last year, NO_DAY for what the calendar does not have.

    Where `fits` is false the numbers may be anything, and the day is none.
    """
    place = np.where(fits & (day < _DAYS_HELD), ((year - FIRST_YEAR) * 12 + month - 1) * _DAYS_HELD + day, 0)
    return _days()[place]


@cache
def _days() -> Micros:
    """The day of each year, month and number of a day; number 0 is none."""
    months = np.arange((LAST_YEAR + 1 - FIRST_YEAR) * 12) + (FIRST_YEAR - 1970) * 12
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = np.diff(first, append=_LAST_DAY + 1)
    number = np.arange(_DAYS_HELD)
    held = (number > 0) & (number <= length[:, None])
    found: Micros = np.where(held, first[:, None] + number - 1, NO_DAY).ravel()
    return found


def _month_of(epoch_days: NDArray[np.int64]) -> NDArray[np.int32]:
    months = epoch_days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return months.astype(np.int32)


@cache
def _months() -> NDArray[np.int32]:
    """The month of every day of the years that records lie in."""
    return _month_of(np.arange(_FIRST_DAY, _LAST_DAY + 1))


@dataclass(frozen=True, slots=True)
class _Steady:
    """The zone's offset by day, for days around which the clocks were not changed; _CHANGING for the others."""

    offsets: Micros

    def at(self, moments: Micros) -> Micros:
        """For each of the moments, on whichever of the two clocks they are counted."""
        place = np.floor_divide(moments, DAY) - _FIRST_DAY
        inside = (place >= 0) & (place < len(self.offsets))
        offsets: Micros = np.where(inside, self.offsets[np.where(inside, place, 0)], _CHANGING)
        return offsets


@lru_cache(maxsize=16)
def _steady(zone: tzinfo) -> _Steady:
    changes, offsets = _offsets(zone)
    starts = np.arange(_FIRST_DAY, _LAST_DAY + 1) * DAY
    by_day = offsets[np.searchsorted(changes, starts, side="right") - 1]
    changed = np.floor_divide(changes[1:], DAY) - _FIRST_DAY
    for beside in (-1, 0, 1):
        # No offset is a day long: a change touches at most the days beside its own.
        by_day[np.clip(changed + beside, 0, len(by_day) - 1)] = _CHANGING
    by_day[[0, -1]] = _CHANGING
    return _Steady(by_day)


@lru_cache(maxsize=16)
def _offsets(zone: tzinfo) -> tuple[Micros, Micros]:
    """When the zone's offset changed, and what it was from then on; the first entry is before everything."""
    changes, offsets = [np.iinfo(np.int64).min], [_offset(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), zone)]
    day = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR + 1, 1, 2, tzinfo=UTC)
    if isinstance(zone, timezone):
        end = day
    while day < end:
        later = day + timedelta(days=7)
        offset = _offset(later, zone)
        if offset != offsets[-1]:
            changes.append(micros(_change(day, later, zone)))
            offsets.append(offset)
        day = later
    return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The second at which the offset changed between the two."""
    old = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle in (before, after):
            break
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after


def _offset(instant: datetime, zone: tzinfo) -> int:
    offset = instant.astimezone(zone).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)
