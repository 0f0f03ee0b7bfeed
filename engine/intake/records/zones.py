"""Instants and local time, for whole columns: when a zone's clocks changed, and which day it is in Norway.

Counted in microseconds since 1970 (UTC) and in local microseconds (the same count on the wall's clock). Offsets come from the
zone's own rules, worked out once per year of data.
"""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.intake.records.clock import OSLO, micros

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH_DAY = date(1970, 1, 1).toordinal() - 1
"""Days are counted from 0001-01-01, a Monday, as periods count their weeks."""
FIRST_YEAR, LAST_YEAR = 1900, 2199

Micros = NDArray[np.int64]


def local(instants: Micros, zone: tzinfo) -> Micros:
    """What the wall's clock showed at these instants."""
    changes, offsets = _offsets(zone)
    return instants + offsets[np.searchsorted(changes, instants, side="right") - 1]


def instants_of(wall: Micros, zone: tzinfo, *, second: bool) -> tuple[Micros, NDArray[np.bool_], NDArray[np.bool_]]:
    """The instants at which the wall's clock showed these times; where it never did (spring), where it did twice (autumn).

    Of two instants the first, or the `second`.
    """
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
    months = epoch_days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return (epoch_days + EPOCH_DAY).astype(np.int32), months.astype(np.int32)


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
