"""Rows become columns of instants; what is no record is left out and said."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.clock import oslo
from engine.worktime.kinds import BreachType, RecordType, Remark, Source, Status
from engine.worktime.normalise import Normalised, normalise
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import owners_with

_OWNERS = owners_with({"aml_profile": "plain", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}})


def _row(start: str, end: str | None, kind: str = "ordinary", **more: object) -> WorkRecord:
    closes = None if end is None else datetime.fromisoformat(end)
    return WorkRecord(employee="1001", start=datetime.fromisoformat(start), end=closes, type=RecordType(kind), **more)  # type: ignore[arg-type]


def _remarks(*rows: WorkRecord) -> list[tuple[Remark, Status, str | None]]:
    findings = check(
        normalise(rows), _OWNERS, types=(BreachType.DATA_QUALITY,), known=Known(date(2023, 1, 1), date(2023, 12, 31))
    )
    return [(row.remark, row.status, row.as_json()["actual"]) for row in findings.results() if row.remark]


def _times(given: Normalised) -> list[tuple[str, str]]:
    ends = zip(given.records.start.tolist(), given.records.end.tolist(), strict=True)
    return [(oslo(start).isoformat(), oslo(end).isoformat()) for start, end in ends]


def test_times_without_a_zone_are_oslos_and_others_are_instants() -> None:
    """Both in one delivery."""
    zone = timezone(timedelta(hours=-5))
    rows = [
        _row("2023-03-06T08:00", "2023-03-06T16:00"),
        WorkRecord(
            employee="1002",
            start=datetime(2023, 3, 6, 2, tzinfo=zone),
            end=datetime(2023, 3, 6, 15, tzinfo=UTC),
            type=RecordType.ORDINARY,
        ),
    ]
    assert _times(normalise(rows)) == [("2023-03-06T08:00:00+01:00", "2023-03-06T16:00:00+01:00")] * 2


@pytest.mark.parametrize(
    ("start", "end", "hours", "remark"),
    [
        ("2023-10-29T02:30", "2023-10-29T08:00", 6.5, Remark.AMBIGUOUS_TIME),
        ("2023-10-28T20:00", "2023-10-29T02:30", 7.5, Remark.AMBIGUOUS_TIME),
        ("2023-10-29T02:40", "2023-10-29T02:20", 0.6666, Remark.AMBIGUOUS_TIME),
        ("2023-03-26T02:30", "2023-03-26T08:00", 4.5, Remark.NONEXISTENT_TIME),
        ("2023-03-25T20:00", "2023-03-26T02:30", 6.5, Remark.NONEXISTENT_TIME),
    ],
)
def test_a_doubtful_time_of_the_clock_change_is_read_as_the_longest_and_remarked(
    start: str, end: str, hours: float, remark: Remark
) -> None:
    """A start is the first 02:30 and an end the later one; a time that the clock skips moves forward."""
    given = normalise([_row(start, end)])
    assert (given.records.end - given.records.start)[0] == pytest.approx(hours * 60, abs=0.1)
    assert [each.remark for each in given.remarks] == [remark]
    assert _remarks(_row(start, end)) == [(remark, Status.VARSEL, "1.00")]


def test_what_is_no_record_is_left_out_and_told() -> None:
    """Open, reversed and empty records count for nothing; less than a minute is no work and no mistake."""
    rows = [
        _row("2023-03-06T08:00", None),
        _row("2023-03-07T08:00", "2023-03-07T07:00"),
        _row("2023-03-08T08:00", "2023-03-08T08:00"),
        _row("2023-03-09T08:00:10", "2023-03-09T08:00:50"),
    ]
    assert len(normalise(rows).records) == 0
    assert _remarks(*rows) == [
        (Remark.OPEN, Status.NOT_EVALUATED, "1.00"),
        (Remark.REVERSED, Status.NOT_EVALUATED, "1.00"),
        (Remark.REVERSED, Status.NOT_EVALUATED, "1.00"),
    ]


def test_exact_duplicates_count_once() -> None:
    """Also with another id or unit; a planned record is no duplicate of an actual one."""
    rows = [
        _row("2023-03-06T08:00", "2023-03-06T16:00", record_id="b", unit="x"),
        _row("2023-03-06T08:00", "2023-03-06T16:00", record_id="a", unit="y"),
        _row("2023-03-06T08:00", "2023-03-06T16:00", source=Source.PLANNED),
    ]
    given = normalise(rows)
    assert len(given.records) == 2
    assert [(each.remark, each.records) for each in given.remarks] == [(Remark.DUPLICATE, ("b",))]


def test_overlaps_count_once_and_are_told_with_their_minutes() -> None:
    """A callout inside standby is in order; anything else is not."""
    standby = _row("2023-03-06T16:00", "2023-03-07T08:00", "standby")
    callout = _row("2023-03-06T20:00", "2023-03-06T21:00", "callout")
    assert _remarks(standby, callout) == []
    ordinary = _row("2023-03-06T08:00", "2023-03-06T16:30")
    assert _remarks(standby, callout, ordinary) == [(Remark.OVERLAP, Status.BRUDD, "0.50")]
    inside = _row("2023-03-06T20:15", "2023-03-06T20:45", "passive")
    assert [each[0] for each in _remarks(standby, callout, inside)] == [Remark.OVERLAP, Remark.OVERLAP]


def test_breaks_inside_work_are_told_once_for_each_employee() -> None:
    """They are not subtracted, because a record of work says that it was work."""
    days = [_row(f"2023-03-{day:02d}T08:00", f"2023-03-{day:02d}T16:00") for day in range(6, 11)]
    breaks = [_row(f"2023-03-{day:02d}T11:30", f"2023-03-{day:02d}T12:00", "break") for day in range(6, 11)]
    assert _remarks(*days, *breaks) == [(Remark.BREAK_IN_WORK, Status.BRUDD, "1.00")]


def test_a_record_too_long_to_be_true_is_left_out() -> None:
    """37 hours of work are; standby and absence of any length are not."""
    rows = [
        _row("2023-03-06T08:00", "2023-03-07T21:00"),
        _row("2023-03-10T08:00", "2023-03-20T08:00", "standby"),
        _row("2023-04-10T08:00", "2023-06-20T08:00", "absence"),
    ]
    assert _remarks(*rows) == [(Remark.TOO_LONG, Status.NOT_EVALUATED, "37.00")]
    findings = check(normalise(rows[:1]), _OWNERS, known=Known(date(2023, 3, 1), date(2023, 3, 31)))
    assert findings.count(BreachType.DAY_TOTAL) == 0


def test_standby_needs_a_factor() -> None:
    """Without one the law's least share is counted, and said once for each employee."""
    silent = owners_with({"aml_profile": "silent", "valid_from": "2015-07-01"})
    rows = [_row(f"2023-03-{day:02d}T16:00", f"2023-03-{day:02d}T23:00", "standby") for day in range(6, 11)]
    findings = check(normalise(rows), silent, known=Known(date(2023, 3, 1), date(2023, 3, 31)))
    assert [each.remark for each in findings.remarks] == [Remark.STANDBY_WITHOUT_FACTOR]


def test_a_record_without_an_id_is_named_by_what_stays_the_same() -> None:
    """Its start and type, in whichever order the rows come."""
    given = normalise(
        [_row("2023-03-06T08:00", "2023-03-06T16:00"), _row("2023-03-07T08:00", "2023-03-07T16:00", record_id="x")]
    )
    assert [given.records.name(row) for row in range(2)] == ["2023-03-06T08:00+01:00/ordinary", "x"]


def test_nothing_at_all_is_nothing() -> None:
    """No rows, no findings, no crash."""
    assert len(check(normalise([]), _OWNERS)) == 0
