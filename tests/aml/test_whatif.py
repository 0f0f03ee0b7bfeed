"""What a change of the plan would make: what has happened counts as it is, and from there on the plan."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.aml.whatif import difference, roster
from engine.worktime.kinds import BreachType, RecordType, Source, Status
from engine.worktime.records import WorkRecord
from tests.aml.making import result


def shift(day: int, source: Source, employee: str = "1") -> WorkRecord:
    start = datetime(2023, 3, day, 8)  # noqa: DTZ001 -- Oslo's clock
    return WorkRecord(employee=employee, start=start, end=start + timedelta(hours=8), type=RecordType.ORDINARY, source=source)


def test_the_plan_counts_from_the_end_of_what_has_happened() -> None:
    """A planned shift that was worked otherwise is not counted twice; each employee has an own present."""
    rows = [shift(6, Source.PLANNED), shift(6, Source.ACTUAL), shift(7, Source.PLANNED), shift(6, Source.PLANNED, "2")]
    assert [(row.employee, row.start.day) for row in roster(rows)] == [("1", 6), ("1", 7), ("2", 6)]
    assert {row.source for row in roster(rows)} == {Source.PLANNED}


PLANNED = result(status=Status.PLANLAGT)


def test_breaches_are_created_worsened_and_removed() -> None:
    other = result(employee="P-2", status=Status.PLANLAGT)
    longer = result(status=Status.PLANLAGT, hours="15")
    assert difference([PLANNED], [PLANNED, other]).created == [other]
    assert difference([PLANNED, other], [PLANNED]).removed == [other]
    assert difference([PLANNED], [longer]).worse == [longer]
    assert difference([longer], [PLANNED]).worse == []


def test_a_rest_is_worse_when_it_is_shorter() -> None:
    rest = result(status=Status.PLANLAGT, type=BreachType.DAILY_REST, hours="9")
    shorter = replace(rest, actual=rest.actual and rest.actual - 1)
    assert difference([rest], [shorter]).worse == [shorter]
    assert difference([shorter], [rest]).worse == []
