"""The leader's question on Friday afternoon."""

from datetime import date, datetime, timedelta

import pytest

from engine.errors import UsageError
from engine.worktime.blocks import Known
from engine.worktime.kinds import BreachType, RecordType, Source, Status
from engine.worktime.records import WorkRecord
from engine.worktime.whatif import Change, whatif
from tests.worktime.engine_side import owners_with

_OWNERS = owners_with({"aml_profile": "p", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}})
_NOW = datetime(2023, 3, 10, 14)
_KNOWN = Known(date(2023, 2, 27), date(2023, 3, 26))


def _shift(
    who: str, start: str, hours: float, kind: str = "overtime", source: str = "planned", record_id: str = ""
) -> WorkRecord:
    begins = datetime.fromisoformat(start)
    return WorkRecord(
        employee=who,
        start=begins,
        end=begins + timedelta(hours=hours),
        type=RecordType(kind),
        source=Source(source),
        record_id=record_id,
    )


def _week(who: str) -> list[WorkRecord]:
    """Worked until Friday noon; planned on Friday evening and in the next week."""
    worked = [_shift(who, f"2023-03-{day:02d}T08:00", 8, "ordinary", "actual") for day in range(6, 11)]
    planned = [_shift(who, f"2023-03-{day:02d}T08:00", 8, "ordinary", record_id=f"{who}{day}") for day in range(13, 18)]
    return worked + planned


def test_a_shift_that_comes_in_shows_the_breaches_it_would_create() -> None:
    """What was worked until now and what is planned from now on are judged together."""
    found = whatif(_week("a"), _OWNERS, Change(add=[_shift("a", "2023-03-10T22:00", 9)]), now=_NOW, known=_KNOWN)
    assert [(row.type, row.status, row.window_start.day) for row in found.created] == [
        (BreachType.DAILY_REST, Status.PLANLAGT, 10),
        (BreachType.WEEK_TOTAL, Status.PLANLAGT, 6),
        (BreachType.DAY_TOTAL, Status.PLANLAGT, 10),
    ]
    assert found.worse == found.removed == ()


def test_a_swap_takes_from_one_and_gives_to_the_other() -> None:
    """Breaches go with the shift."""
    extra = _shift("a", "2023-03-14T17:00", 6, record_id="late")
    rows = [*_week("a"), extra, *_week("b")]
    found = whatif(rows, _OWNERS, Change(add=[_shift("b", "2023-03-14T17:00", 6)], remove=["late"]), now=_NOW, known=_KNOWN)
    assert {(row.employee, row.type) for row in found.removed} == {("a", BreachType.DAY_TOTAL), ("a", BreachType.DAILY_REST)}
    assert {(row.employee, row.type) for row in found.created} == {("b", BreachType.DAY_TOTAL), ("b", BreachType.DAILY_REST)}


def test_a_breach_that_grows_is_told() -> None:
    """It was there before, and becomes worse."""
    rows = [*_week("a"), _shift("a", "2023-03-14T16:00", 6)]
    found = whatif(rows, _OWNERS, Change(add=[_shift("a", "2023-03-14T22:00", 1)]), now=_NOW, known=_KNOWN)
    assert [(row.type, str(row.excess)) for row in found.worse] == [
        (BreachType.DAILY_REST, "2.00"),
        (BreachType.DAY_TOTAL, "2.00"),
    ]


def test_a_harmless_change_creates_nothing() -> None:
    """And what others would breach is not asked."""
    rows = [*_week("a"), *_week("b"), _shift("b", "2023-03-14T16:00", 8)]
    found = whatif(rows, _OWNERS, Change(add=[_shift("a", "2023-03-18T10:00", 4)]), now=_NOW, known=_KNOWN)
    assert found.created == found.worse == found.removed == ()


def test_a_record_that_is_not_there_cannot_be_taken_out() -> None:
    """With the one that was probably meant."""
    with pytest.raises(UsageError, match="no record is called 'a133' \\(did you mean 'a13'\\?\\)"):
        whatif(_week("a"), _OWNERS, Change(remove=["a133"]), now=_NOW)
