"""Oslo's clock over both changes, and seconds that a time clock does not show."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from engine.worktime.clock import OSLO, instant_of, minute_of, oslo, to_local, to_utc, utc_minute


@pytest.mark.parametrize("year", [1995, 1996, 2000, 2023, 2037, 2038, 2090])
def test_local_times_and_instants_are_those_of_the_time_zone_database(year: int) -> None:
    """Every six hours of a year, there and back."""
    moments = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=6 * step) for step in range(4 * 365)]
    utc = np.array([utc_minute(moment) for moment in moments], dtype=np.int64)
    local = np.array([minute_of(moment.astimezone(OSLO)) for moment in moments], dtype=np.int64)
    assert (to_local(utc) == local).all()
    placed = to_utc(local)
    assert (placed.utc == utc)[~placed.ambiguous].all()


def test_a_time_that_occurs_twice_is_the_first_or_the_later_one() -> None:
    """02:30 on the last Sunday of October."""
    local = np.array([minute_of(datetime(2023, 10, 29, 2, 30)), minute_of(datetime(2023, 10, 29, 3))], dtype=np.int64)
    first, later = to_utc(local), to_utc(local, later=True)
    assert first.ambiguous.tolist() == [True, False]
    assert (later.utc - first.utc).tolist() == [60, 0]


def test_a_time_that_does_not_occur_moves_forward() -> None:
    """02:30 on the last Sunday of March is 03:30."""
    placed = to_utc(np.array([minute_of(datetime(2023, 3, 26, 2, 30))], dtype=np.int64))
    assert placed.nonexistent.tolist() == [True]
    assert oslo(int(placed.utc[0])).isoformat() == "2023-03-26T03:30:00+02:00"


def test_seconds_are_cut_off() -> None:
    """Of instants too, and before 1970 downwards."""
    assert minute_of(datetime(2023, 3, 6, 8, 0, 59)) == minute_of(datetime(2023, 3, 6, 8))
    assert utc_minute(datetime(1969, 12, 31, 23, 59, 30, tzinfo=UTC)) == -1


def test_a_time_without_a_zone_is_oslos() -> None:
    """And one with a zone is that instant."""
    assert instant_of(datetime(2023, 3, 6, 8)) == instant_of(datetime(2023, 3, 6, 9, tzinfo=timezone(timedelta(hours=2))))
