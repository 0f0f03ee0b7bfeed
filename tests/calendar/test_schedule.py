"""Each civil time comes once, whatever the clocks do; and the newest is found without counting up to it."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.calendar.schedule import EXAMPLES, OSLO, NotASchedule, when


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("words", "now", "newest", "following"),
    [
        ("every night", "2026-11-22T03:59", "2026-11-21", "2026-11-22"),
        ("hver natt", "2026-11-22T04:00", "2026-11-22", "2026-11-23"),
        ("every day at 06:30", "2026-01-01T00:10", "2025-12-31", "2026-01-01"),
        ("hver dag kl. 06.30", "2024-02-29T07:00", "2024-02-29", "2024-03-01"),
        ("every working day at 07:00", "2026-04-06T12:00", "2026-04-01", "2026-04-07"),
        ("hver mandag", "2026-11-22T12:00", "2026-11-16", "2026-11-23"),
        ("every hour", "2026-11-22T12:59", "2026-11-22T11Z", "2026-11-22T12Z"),
    ],
)
def test_the_newest_slot_and_the_next(words: str, now: str, newest: str, following: str) -> None:
    """Around midnight, leap days, Easter (2 to 6 April 2026) and the new year."""
    schedule = when(words)
    found, coming = schedule.newest(at(now)), schedule.next(at(now))
    assert found is not None
    assert coming is not None
    assert (found.key, coming.key) == (newest, following)
    assert found.due_at <= at(now) < coming.due_at


def test_a_time_that_comes_twice_or_never_is_one_slot() -> None:
    """02:30 does not exist on 29 March 2026 and comes twice on 25 October; every hour has 23 and 25 slots."""
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        nights, whole = [], []
        moment, end = at(f"{day}T00:00").astimezone(UTC), (at(f"{day}T00:00") + timedelta(days=1)).astimezone(UTC)
        while moment < end:
            nights.append(when("every night at 02:30").newest(moment))
            whole.append(when("every hour").newest(moment))
            moment += timedelta(minutes=10)
        assert len({slot.key for slot in nights if slot and slot.key == day}) == 1
        assert len({slot.key for slot in whole if slot}) == hours


def test_ten_years_ahead_cost_no_more_than_an_hour() -> None:
    newest = when("every night").newest(at("2036-11-22T05:00"))
    assert newest is not None
    assert newest.key == "2036-11-22"


def test_a_delivery_is_begun_by_no_clock() -> None:
    for words in ("when delivered", "når det leveres", "ved leveranse"):
        assert (when(words).schedule, when(words).newest(at("2026-11-22T05:00")), when(words).next(at("2026-11-22T05:00"))) == (
            None,
        ) * 3


@pytest.mark.parametrize("words", EXAMPLES)
def test_the_examples_are_understood(words: str) -> None:
    when(words)


@pytest.mark.parametrize("words", ["", "often", "every day at 25:00", "every 5 minutes", "every hour at 12:00", "0 0 * * 0"])
def test_what_means_no_time_is_refused(words: str) -> None:
    with pytest.raises(NotASchedule):
        when(words)
