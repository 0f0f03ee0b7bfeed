"""When a due row is claimed: a table of what was seen, and the years in which every civil period has its run."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from engine.calendar.schedule import OSLO, Slot, when
from engine.jobs.decide import FIRST_WAIT, LONGEST_WAIT, Move, decide, is_new, wait_after
from engine.store import DueRow

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
HOUR = timedelta(hours=1)


def row(**said: object) -> DueRow:
    given: dict[str, object] = {
        "id": 1,
        "job": "j",
        "organisation": "o",
        "slot": "2026-11-22",
        "due_at": NOW,
        "since": "",
        "epoch": 1,
        "pulse": 0,
        "holder": "",
        "attempts": 0,
        "failure": "",
        "retry_at": None,
        "begun_at": None,
        "done_at": None,
    }
    return DueRow(**{**given, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "silent", "move"),
    [
        ({}, 0, Move.CLAIM),
        ({"done_at": NOW}, 99, Move.DONE),
        ({"holder": "a"}, 29, Move.RUNNING),
        ({"holder": "a"}, 30, Move.TAKE_OVER),
        ({"retry_at": NOW + timedelta(seconds=1)}, 0, Move.WAITING),
        ({"retry_at": NOW}, 0, Move.CLAIM),
        ({"retry_at": NOW + 2 * HOUR}, 0, Move.CLAIM),
        ({"holder": "a", "retry_at": NOW + HOUR}, 30, Move.TAKE_OVER),
    ],
)
def test_what_is_done_with_a_row(said: dict[str, object], silent: int, move: Move) -> None:
    """A time to try again that lies farther off than any wait was written under a clock that has been set back since."""
    assert decide(row(**said), NOW, timedelta(seconds=silent), LEASE) is move


def test_a_slot_is_new_when_it_comes_after_the_last_one() -> None:
    """A clock that is set back an hour, a day or a year makes nothing due a second time."""
    assert is_new(Slot("2026-11-23", NOW), row())
    assert is_new(Slot("2026-11-22", NOW), None)
    for earlier in ("2026-11-22", "2026-11-21", "2025-11-22"):
        assert not is_new(Slot(earlier, NOW), row())


def test_waits_double_up_to_an_hour() -> None:
    assert [wait_after(number) for number in (1, 2, 3)] == [FIRST_WAIT, FIRST_WAIT * 2, FIRST_WAIT * 4]
    assert wait_after(0) == FIRST_WAIT
    assert wait_after(10**9) == LONGEST_WAIT


class Years:
    """A schedule followed by a clock that is told: each tick claims what is new, as the scheduler does."""

    def __init__(self, words: str) -> None:
        self.when, self.last, self.ran = when(words), None, Counter[str]()

    def tick(self, now: datetime) -> None:
        slot = self.when.newest(now)
        if slot is not None and is_new(slot, self.last):
            self.ran[slot.key] += 1
            self.last = row(slot=slot.key, done_at=now)


@pytest.mark.parametrize(("words", "minutes"), [("every night", 6 * 60), ("every hour", 30), ("every Monday", 6 * 60)])
def test_in_ten_years_each_civil_period_runs_once(words: str, minutes: int) -> None:
    """Twenty changes of the clock, leap days, and a week 53."""
    years, now, end = Years(words), datetime(2026, 1, 1, tzinfo=OSLO).astimezone(UTC), datetime(2036, 1, 1, tzinfo=OSLO)
    first = now
    while now < end:
        years.tick(now)
        now += timedelta(minutes=minutes)
    assert set(years.ran.values()) == {1}
    periods = {"every night": 3652, "every hour": int((end - first) / HOUR), "every Monday": 522}[words]
    assert len(years.ran) - periods in (0, 1)


def test_steps_of_the_clock_run_nothing_twice_and_count_up_to_nothing() -> None:
    """An hour back and on, a year back, three days asleep; ten years on is one run, and back again is none."""
    years, now = Years("every night"), datetime(2026, 10, 24, 12, tzinfo=UTC)
    for step in (0, 24, -1, 1, -24 * 365, 24 * 365, 72, 24, 10 * 365 * 24, -10 * 365 * 24):
        now += timedelta(hours=step)
        years.tick(now)
    assert set(years.ran.values()) == {1}
    assert list(years.ran) == ["2026-10-24", "2026-10-25", "2026-10-28", "2026-10-29", "2036-10-26"]
