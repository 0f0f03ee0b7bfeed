"""What Oslo's clock shows is one instant, in autumn two, in spring none."""

from datetime import UTC, datetime

import pytest

from engine.calendar.clock import clock_in_oslo, instants, is_shown_twice


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("2026-03-14T22:00", ["2026-03-14T21:00"]),
        ("2026-03-29T01:59", ["2026-03-29T00:59"]),
        ("2026-03-29T02:00", []),
        ("2026-03-29T02:59", []),
        ("2026-03-29T03:00", ["2026-03-29T01:00"]),
        ("2026-10-25T01:59", ["2026-10-24T23:59"]),
        ("2026-10-25T02:00", ["2026-10-25T00:00", "2026-10-25T01:00"]),
        ("2026-10-25T02:59", ["2026-10-25T00:59", "2026-10-25T01:59"]),
        ("2026-10-25T03:00", ["2026-10-25T02:00"]),
    ],
)
def test_each_time_that_is_shown_has_its_instants(shown: str, expected: list[str]) -> None:
    assert [f"{at:%Y-%m-%dT%H:%M}" for at in instants(datetime.fromisoformat(shown))] == expected


def test_the_offset_tells_the_two_apart() -> None:
    first, second = instants(datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001 -- what a clock shows has none
    assert (clock_in_oslo(first), clock_in_oslo(second)) == ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")
    assert datetime.fromisoformat(clock_in_oslo(second)) == second
    assert is_shown_twice(first)
    assert is_shown_twice(second)
    assert not is_shown_twice(datetime(2026, 10, 25, 2, tzinfo=UTC))
