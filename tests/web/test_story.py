"""The demo's invented story: working time whose counts are known, and moves that the file may say."""

from collections import Counter
from pathlib import Path

import pytest

from engine.avvik.states import Move
from engine.errors import RuleFileError
from engine.periods import Grain, Period
from engine.web.demo.story.script import read
from engine.web.demo.story.shifts import HEMIT, HN_IKT, roster, worked
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.kinds import BreachType, Source, Status
from engine.worktime.normalise import normalise
from engine.worktime.owners import owners_of
from tests.worktime.engine_side import SHIPPED

STORY = Path("fixtures/demo/story.yaml")
# Virksomhetsrapport mars 2023, chapter 5: breaches in January, February and March 2023; the blank of January is none.
PRINTED = {
    BreachType.DAY_TOTAL: (7, 4, 12),
    BreachType.WEEK_OVERTIME: (7, 4, 9),
    BreachType.FOUR_WEEK_OVERTIME: (0, 3, 5),
    BreachType.CONSECUTIVE_SUNDAYS: (11, 8, 7),
    BreachType.WEEKLY_REST: (7, 9, 10),
    BreachType.WEEK_TOTAL: (4, 6, 4),
}


def test_the_working_time_has_the_breaches_that_the_report_prints() -> None:
    """Six types in three months; daily rest, which the report does not list, breaks with each day that is too long."""
    known = Known(HN_IKT.first, HN_IKT.last)
    found = check(normalise(worked(HN_IKT)), owners_of(SHIPPED), known=known).results((Status.BRUDD, Status.ABSOLUTT))
    counts = Counter((each.type, str(Period.containing(each.day, Grain.MONTH))) for each in found)
    months = ("2023-01", "2023-02", "2023-03")
    assert {kind: tuple(counts[kind, month] for month in months) for kind in PRINTED} == PRINTED
    assert {kind for kind, _ in counts} == {*PRINTED, BreachType.DAILY_REST}
    assert {month for _, month in counts} == set(months)


def test_the_coming_roster_lies_ahead_and_breaks_nothing_by_itself() -> None:
    rows = roster(HEMIT, "it-service", HEMIT.last)
    assert {row.source for row in rows} == {Source.PLANNED}
    assert min(row.start.date() for row in rows) > HEMIT.last
    assert check(normalise(rows), owners_of(SHIPPED), plan=True).results((Status.PLANLAGT, Status.BRUDD)) == []


def test_the_story_makes_every_move_that_a_person_can_make() -> None:
    """Erasing is for the lawful occasion alone."""
    persons = {*Move} - {Move.ERASE, Move.OPEN, Move.RELAPSE}
    assert {step.move for step in read(STORY).moves} == persons


def test_what_is_wrong_with_the_story_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text("moves:\n  - {avvik: A-000001, at: i går, by: kari, move: dance}\n", encoding="utf-8")
    with pytest.raises(RuleFileError) as raised:
        read(path)
    assert {problem.place.line for problem in raised.value.problems} == {2}
