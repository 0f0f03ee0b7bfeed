"""A year of what the sources owe: the calendar says what the rules' verdicts say, and the command and the page say the same."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from engine.arrivals import Arrival
from engine.evaluate import evaluate
from engine.expected import State, calendar, deliveries, runs
from engine.facts import Cause, Outcome
from engine.periods import Period
from engine.store import Store
from tests.test_arrivals import _book, deliver

CALENDAR = """
deliveries:
  - {id: levering, source: s, due: 10th working day after month end, grace: 2 working days, owner: eier, valid_from: 2023-03}
  - {id: treg, source: t, due: 1st working day after month end, owner: eier}
"""
TODAY = date(2023, 6, 16)
SAID = {
    State.LATE: (Outcome.MISSED, Cause.LATE),
    State.GRACE: (Outcome.NO_DATA, Cause.NOT_DUE),
    State.WAITED_FOR: (Outcome.NO_DATA, Cause.NOT_DUE),
    State.IN_TIME: (Outcome.MET, None),
    State.CAME_LATE: (Outcome.MISSED, None),
}


def told(book: object, store: Store, year: int = 2023) -> dict[tuple[str, str], State]:
    found = calendar(book, store.arrivals("o"), TODAY, "o", year)
    return {(each.rule, str(each.period)): each.state for each in found}


def test_a_year_tells_what_came_in_time_what_came_late_and_what_is_owed(store: Store, tmp_path: Path) -> None:
    book = _book(tmp_path, CALENDAR)
    deliver(store, "2023-03-02", "2023-02")
    deliver(store, "2023-04-21", "2023-03")
    deliver(store, "2023-05-20", "2023-04")
    found = told(book, store)
    own = {period: state for (rule, period), state in found.items() if rule == "levering"}
    assert own == {
        "2023-02": State.UNASKED,
        "2023-03": State.IN_TIME,  # after its due date, within grace
        "2023-04": State.CAME_LATE,
        "2023-05": State.GRACE,
        **{f"2023-{month:02}": State.WAITED_FOR for month in range(6, 12)},
    }


@pytest.mark.parametrize("days", [("2023-04-21", "2023-05-20"), ("2023-04-24", "2023-05-02"), ()])
def test_the_calendar_and_the_verdicts_agree(store: Store, tmp_path: Path, days: tuple[str, ...]) -> None:
    """Whatever came when: late in the page is missed by the rule, in time is met."""
    book = _book(tmp_path, CALENDAR)
    for day, period in zip(days, ("2023-03", "2023-04"), strict=False):
        deliver(store, day, period)
    states = told(book, store)
    verdicts = [each for each in evaluate(book, store.observations(), TODAY) if each.rule == "levering"]
    assert verdicts
    for each in verdicts:
        assert (each.outcome, each.cause) == SAID[states["levering", str(each.period)]], each.period


def test_the_years_of_a_calendar_meet_without_a_gap_or_a_double(store: Store, tmp_path: Path) -> None:
    book = _book(tmp_path, CALENDAR)
    due = [each for year in (2023, 2024, 2025) for each in calendar(book, (), date(2025, 12, 31), "o", year)]
    own = [each.period for each in due if each.rule == "levering"]
    assert own == [*Period.parse("2023-03").until(Period.parse("2025-11"))]
    assert all(first.due <= second.due for first, second in pairwise(due) if first.due.year == second.due.year)


def test_a_silence_is_one_line_with_its_first_and_last_period(store: Store, tmp_path: Path) -> None:
    found = runs(deliveries(_book(tmp_path, CALENDAR), store.arrivals(), TODAY))
    spans = {(first.rule, first.state): (str(first.period), str(last.period)) for first, last in found}
    assert spans["levering", State.LATE] == ("2023-03", "2023-04")
    assert spans["levering", State.GRACE] == ("2023-05", "2023-05")
    assert spans["levering", State.WAITED_FOR] == ("2023-06", "2023-06")


def test_the_day_in_oslo_decides(tmp_path: Path) -> None:
    """At ten in the evening of UTC the last day of a summer is over where the file was sent from."""
    book = _book(tmp_path, CALENDAR)
    minute = datetime(2023, 4, 21, 21, 59, tzinfo=UTC)
    for at, state in ((minute, State.IN_TIME), (minute + timedelta(minutes=1), State.CAME_LATE)):
        came = Arrival(organisation="o", source="s", period=Period.parse("2023-03"), delivery="d", received_at=at)
        found = {(each.rule, str(each.period)): each.state for each in calendar(book, [came], TODAY, "o", 2023)}
        assert found["levering", "2023-03"] is state


def test_a_silence_longer_than_the_list_says_that_it_goes_farther_back(tmp_path: Path) -> None:
    found = runs(deliveries(_book(tmp_path, CALENDAR), (), date(2030, 1, 31)))
    late = {first.rule: first for first, _ in found if first.state is State.LATE}
    assert late["levering"].and_earlier
    assert not late["treg"].and_earlier  # nothing ever came: the newest month is the first that is expected
