"""Due dates in words mean the days that fixtures/calendar/due.yaml says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.calendar.due import Expected, Grace
from engine.calendar.phrases import EXAMPLES, NotADueDate, due, grace
from engine.periods import Period
from engine.rulebook.yaml import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "fixtures" / "calendar" / "due.yaml").data


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_words_mean_these_days(case: dict[str, Any]) -> None:
    """In each of the wordings, for each period."""
    given = grace(case["grace"]) if "grace" in case else Grace()
    for words in (case["due"], *case.get("same_as", ())):
        expected = Expected(due=due(words), grace=given, closed=tuple(case.get("closed", ())))
        for period, day in case["expected"].items():
            assert expected.due_on(Period.parse(period)) == date.fromisoformat(day), words
        for period, day in case.get("last_day", case["expected"]).items():
            assert expected.last_day(Period.parse(period)) == date.fromisoformat(day), words


@pytest.mark.parametrize("words", EXAMPLES)
def test_the_examples_are_understood(words: str) -> None:
    """What an error offers must work."""
    assert due(words.upper()).on(Period.containing(date(2023, 3, 1), due(words).grain), lambda _: True)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "0th working day after month end",
        "the 32nd of the month after",
        "last day after month end",
        "10th working day after March",
        "the 1st of the second month",
        "mandag i måneden",
        "31 Octember",
        "999 days after month end",
        "10th working day after month end or else",
    ],
)
def test_what_means_no_day_is_refused(words: str) -> None:
    """A due date that is guessed is a due date that nobody agreed on."""
    with pytest.raises(NotADueDate):
        due(words)


@pytest.mark.parametrize("words", ["", "2", "two days", "100 days", "-1 days"])
def test_what_is_no_grace_is_refused(words: str) -> None:
    with pytest.raises(NotADueDate):
        grace(words)


def test_a_due_date_comes_later_for_a_later_period() -> None:
    """Whatever the words, two hundred months keep their order, and none is due before it begins."""
    for words in EXAMPLES:
        expected = Expected(due=due(words))
        first = Period.containing(date(2015, 1, 1), expected.due.grain)
        days = [expected.due_on(first.shift(number)) for number in range(200)]
        assert days == sorted(days)
        assert all(day >= first.shift(number).start for number, day in enumerate(days))
