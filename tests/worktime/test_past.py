"""What a check found can be kept as bytes, and an increment on it finds what one on the findings themselves finds."""

from datetime import date, datetime, timedelta

import numpy as np

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.kinds import BreachType, RecordType
from engine.worktime.normalise import normalise
from engine.worktime.past import from_bytes, past_of, to_bytes
from engine.worktime.recheck import InMemory, increment
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import owners_with

_OWNERS = owners_with({"aml_profile": "plain", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}})
_FIRST = datetime(2022, 1, 3, 8)


def _nights_and_days(days: int) -> list[WorkRecord]:
    """Somebody with a long Monday and a short rest every week, and somebody in office hours with a doubtful record."""
    rows = []
    for day in (_FIRST + timedelta(days=step) for step in range(days)):
        if day.weekday() < 5:
            hours = 14 if day.weekday() == 0 else 8
            rows.append(WorkRecord(employee="a", start=day, end=day + timedelta(hours=hours), type=RecordType.ORDINARY))
            rows.append(WorkRecord(employee="b", start=day, end=day + timedelta(hours=8), type=RecordType.ORDINARY))
    return [*rows, WorkRecord(employee="b", start=_FIRST, end=None, type=RecordType.CALLOUT)]


def test_the_findings_come_back_as_they_went() -> None:
    """Entries, employees, days and remarks; several of them in one."""
    rows = _nights_and_days(100)
    known = Known(date(2022, 1, 1), date(2022, 4, 13))
    past = past_of(check(normalise(rows), _OWNERS, known=known), known)
    assert len(past.entries) and past.remarks
    for back in from_bytes(to_bytes([past, past])):
        assert np.array_equal(back.entries, past.entries)
        assert (tuple(back.employees), back.known, back.remarks) == (tuple(past.employees), past.known, past.remarks)
    assert from_bytes(to_bytes([])) == []


def test_who_has_a_breach_every_week_is_not_read_again_for_it() -> None:
    """The windows before the change are those of before, so the next ones depend on nothing further back."""
    rows = _nights_and_days(200)
    last = max(row.start for row in rows).date()
    before = [row for row in rows if row.start.date() < last]
    known = Known(date(2022, 1, 1), last - timedelta(days=1))
    past = past_of(check(normalise(before), _OWNERS, known=known), known)
    now = Known(known.first, last)
    found = increment(from_bytes(to_bytes([past])), InMemory(normalise(rows)), _OWNERS, since=last, known=now)
    assert found.reread == ()
    whole = check(normalise(rows), _OWNERS, known=now)
    assert whole.count(BreachType.DAY_TOTAL) > 25
    given = normalise(rows).records
    assert [row.as_json() for row in found.findings(given).results()] == [row.as_json() for row in whole.results()]
