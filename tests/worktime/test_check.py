"""Statuses, dates, what is not known, and the rows that come out."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engine.errors import UsageError
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.findings import Findings
from engine.worktime.kinds import SHOWN, BreachType, RecordType, Source, Status
from engine.worktime.normalise import normalise
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result
from tests.worktime.engine_side import owners_with

_MARCH = Known(date(2023, 3, 1), date(2023, 3, 31))


def _days(days: Iterable[int], hours: float, start: int = 8, **more: Any) -> list[WorkRecord]:
    found = (datetime(2023, 3, 1, start) + timedelta(days=day - 1) for day in days)
    record = {"employee": "a", "type": RecordType.ORDINARY} | more
    return [WorkRecord(start=each, end=each + timedelta(hours=hours), **record) for each in found]


def _found(rows: Iterable[WorkRecord], own: dict[str, Any] | None = None, **asked: Any) -> Findings:
    profile = {"aml_profile": "p", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}} | (own or {})
    return check(normalise(rows), owners_with(profile), **({"known": _MARCH} | asked))


def _of(findings: Findings, breach: BreachType) -> list[Result]:
    return [row for row in findings.results() if row.type is breach]


@pytest.mark.parametrize(
    ("hours", "agreed", "status"),
    [
        (11.6, 13, None),
        (11.7, 13, Status.VARSEL),
        (13, 13, Status.VARSEL),
        (13.5, 13, Status.BRUDD),
        (16.5, 13, Status.ABSOLUTT),
        (13.5, 15, Status.OVER_LOVENS_HOVEDREGEL),
        (14.5, 15, Status.OVER_LOVENS_HOVEDREGEL),
        (15.5, 15, Status.BRUDD),
        (16.5, 19, Status.OVER_LOVENS_HOVEDREGEL),
        (19.5, 19, Status.ABSOLUTT),
    ],
)
def test_how_a_day_stands_to_its_lines(hours: float, agreed: int, status: Status | None) -> None:
    """Near the limit, over the main rule but agreed, over the limit, over what no local agreement lifts."""
    rows = _of(_found(_days([7], hours), {"total": {"day": agreed}}, soft=True), BreachType.DAY_TOTAL)
    assert [row.status for row in rows] == ([] if status is None else [status])


@pytest.mark.parametrize(
    ("gap", "agreed", "status"),
    [(13, 11, None), (12, 11, Status.VARSEL), (11, 11, Status.VARSEL), (10, 11, Status.BRUDD), (9, 8, Status.OVER_LOVENS_HOVEDREGEL), (7, 8, Status.ABSOLUTT)],
)  # fmt: skip
def test_how_a_rest_stands_to_its_lines(gap: int, agreed: int, status: Status | None) -> None:
    """The other way round: less is worse."""
    rows = [*_days([7], 4, start=20), *_days([8], 12, start=gap)]
    found = _of(_found(rows, {"rest": {"daily": agreed}}, soft=True), BreachType.DAILY_REST)
    assert [row.status for row in found if row.window_start.day == 7] == ([] if status is None else [status])


def test_soft_statuses_are_only_told_when_asked_for() -> None:
    """Breaches and unknown windows are told always."""
    assert [row.status for row in _of(_found(_days([7], 12.5)), BreachType.DAY_TOTAL)] == []
    assert {Status.BRUDD, Status.ABSOLUTT, Status.NOT_EVALUATED, Status.PLANLAGT} == SHOWN


def test_single_long_weeks_are_warnings_where_time_is_averaged() -> None:
    """50 hours in one week, 40 in the others."""
    rows = [*_days(range(6, 11), 10), *_days(range(13, 18), 8)]
    found = _of(_found(rows, {"total": {"averaging_weeks": 8}}, soft=True), BreachType.WEEK_TOTAL)
    assert [(row.status, str(row.actual)) for row in found if row.actual is not None] == [(Status.VARSEL, "50.00")]


def test_exempt_posts_are_neither_warned_nor_left_undecided() -> None:
    """Only what would be a breach is told of them."""
    found = _found([*_days([7], 12.5), *_days([14], 14)], {"exempt": "ledende"}, soft=True)
    assert {row.status for row in found.results()} == {Status.UNNTATT}


def test_a_plan_gives_planned_breaches_and_is_held_against_ordinary_time() -> None:
    """Planned records are judged on a run of their own; actual ones never mix with them."""
    rows = [*_days([7], 14, source=Source.PLANNED), *_days([8], 14)]
    plan = _found(rows, plan=True)
    assert [
        (row.type, row.status, str(row.limit)) for row in plan.results((Status.PLANLAGT,)) if row.window_start.day == 7
    ] == [
        (BreachType.DAILY_REST, Status.PLANLAGT, "11.00"),
        (BreachType.DAY_TOTAL, Status.PLANLAGT, "13.00"),
        (BreachType.PLANNED_DAY, Status.PLANLAGT, "9.00"),
    ]
    actual = _found(rows).results((Status.BRUDD, Status.PLANLAGT))
    assert {(row.window_start.day, row.status) for row in actual} == {(8, Status.BRUDD)}


@pytest.mark.parametrize(
    ("rule", "day"), [("crossing", date(2023, 3, 11)), ("window_start", date(2023, 3, 6)), ("window_end", date(2023, 3, 12))]
)
def test_the_date_of_a_breach(rule: str, day: date) -> None:
    """The day on which the limit was crossed, or the window's first or last."""
    rows = [*_days(range(6, 11), 9.5), *_days([11], 4)]
    found = _of(_found(rows, {"windows": {"report_date": rule}}), BreachType.WEEK_TOTAL)
    assert [row.day for row in found if row.status is Status.BRUDD] == [day]


def test_only_what_is_dated_in_the_reported_days_is_told() -> None:
    """The records before them are read all the same: four weeks of overtime need three weeks of look-back."""
    rows = [row for week in range(4) for row in _days(range(6 + 7 * week, 11 + 7 * week), 9.4)]
    known = Known(date(2023, 2, 6), date(2023, 4, 30))
    report = Known(date(2023, 3, 27), date(2023, 4, 2))
    found = _found(rows, known=known, report=report, types=(BreachType.FOUR_WEEK_OVERTIME,)).results()
    assert [(row.status, str(row.actual)) for row in found] == [(Status.BRUDD, "28.00")]
    assert (
        _found(
            rows, known=known, report=Known(date(2023, 4, 3), date(2023, 4, 30)), types=(BreachType.FOUR_WEEK_OVERTIME,)
        ).results()
        == []
    )


def test_march_is_the_same_whether_the_data_begin_in_january_or_earlier() -> None:
    """More look-back than the windows need changes nothing."""
    rows = [row for start in range(-120, 32, 7) for row in _days(range(start, start + 5), 8.5)] + _days([11, 18], 6)
    report = Known(date(2023, 3, 1), date(2023, 3, 31))
    answers = []
    for first in (date(2022, 11, 7), date(2023, 1, 2)):
        kept = [row for row in rows if row.start.date() >= first]
        types = set(BreachType) - {BreachType.YEAR_OVERTIME}
        answers.append(
            [row.as_json() for row in _found(kept, known=Known(first, date(2023, 4, 9)), report=report, types=types).results()]
        )
    assert answers[0] == answers[1] != []


def test_what_is_not_wholly_known_is_told_once_for_each_employee_type_and_stretch() -> None:
    """Neither a breach nor in order; what is known alone may prove a breach all the same."""
    found = _found(_days(range(8, 11), 15), known=Known(date(2023, 3, 8), date(2023, 3, 26)))
    unknown = {row.type: (row.window_start.date(), row.window_end.date()) for row in found.results((Status.NOT_EVALUATED,))}
    week, four, year = date(2023, 3, 13), date(2023, 3, 27), date(2023, 3, 27)
    assert unknown == {
        BreachType.WEEK_OVERTIME: (date(2023, 3, 6), week),
        BreachType.WEEK_TOTAL: (date(2023, 3, 6), week),
        BreachType.WEEKLY_REST: (date(2023, 3, 6), week),
        BreachType.FOUR_WEEK_OVERTIME: (date(2023, 3, 6), four),
        BreachType.NIGHT_WORK: (date(2023, 3, 6), four),
        BreachType.YEAR_OVERTIME: (date(2023, 3, 6), year),
    }
    assert found.count(BreachType.WEEK_OVERTIME) == 1


def test_a_row_that_reaches_back_into_the_unknown_is_not_decided() -> None:
    """One worked Sunday may be the second in a row, and a last shift may be followed by another."""
    found = _found(_days([5, 26], 8), known=Known(date(2023, 3, 1), date(2023, 3, 26)))
    undecided = [(row.type, row.window_start.day) for row in found.results((Status.NOT_EVALUATED,)) if row.actual is None]
    assert (BreachType.CONSECUTIVE_SUNDAYS, 5) in undecided
    assert (BreachType.CONSECUTIVE_SUNDAYS, 26) not in undecided
    assert (BreachType.DAILY_REST, 26) in undecided
    assert (BreachType.DAY_TOTAL, 26) in undecided
    assert (BreachType.DAY_TOTAL, 5) not in undecided


def test_a_rest_under_way_when_the_records_end_leaves_its_week_open() -> None:
    """32 hours on Sunday night may become 40."""
    rows = _days(range(6, 12), 8)
    ends_sunday = _found(rows, known=Known(date(2023, 3, 6), date(2023, 3, 12)))
    assert [row.status for row in _of(ends_sunday, BreachType.WEEKLY_REST)] == [Status.NOT_EVALUATED]
    goes_on = _found(rows, known=Known(date(2023, 3, 6), date(2023, 3, 13)))
    assert [row.status for row in _of(goes_on, BreachType.WEEKLY_REST) if row.window_start.day == 6] == []


def test_rows_come_by_employee_date_and_type_in_the_promised_form() -> None:
    """Numbers as text with two places, times with their offset, the evidence by its ids."""
    rows = _days([6], 14, employee="b", record_id="r7", unit="drift") + _days([6, 7], 14, employee="a")
    found = _found(rows).results(SHOWN)
    assert found == sorted(found, key=lambda row: (row.employee, row.day, row.type))
    row = next(row for row in found if row.employee == "b" and row.type is BreachType.DAY_TOTAL)
    assert row.unit == "drift"
    said = row.as_json()
    assert json.loads(json.dumps(said)) == {
        "employee": "b",
        "type": "day_total",
        "status": "brudd",
        "date": "2023-03-06",
        "window_start": "2023-03-06T08:00:00+01:00",
        "window_end": "2023-03-07T08:00:00+01:00",
        "quantity": "hours",
        "actual": "14.00",
        "limit": "13.00",
        "excess": "1.00",
        "profile": "p",
        "law_ref": "LOV-2005-06-17-62 § 10-6 (8) (9)",
        "records": ["r7"],
        "sentence_nb": said["sentence_nb"],
        "sentence_en": "14 hours of work from 2023-03-06 08:00 to 2023-03-07 08:00; at most 13 are allowed"
        " (LOV-2005-06-17-62 § 10-6 (8) (9)).",
    }


def test_a_corrected_record_keeps_the_window_s_key() -> None:
    """So that a later result replaces an earlier one, or its absence withdraws it."""
    first, second = (_of(_found(_days([6], hours)), BreachType.DAY_TOTAL) for hours in (14, 15))
    assert [row.key for row in first if row.actual] == [row.key for row in second if row.actual]
    assert _of(_found(_days([6], 13)), BreachType.DAY_TOTAL) == []


def test_many_blocks_in_threads_say_what_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the employees are cut into blocks and whoever comes first."""
    rows = [row for who in range(30) for row in _days(range(1, 29, 1 + who % 3), 9 + who % 6, employee=f"{who:02d}")]
    whole = [row.as_json() for row in _found(rows, soft=True, workers=1).results()]
    monkeypatch.setattr("engine.worktime.blocks.SHIFTS_IN_A_BLOCK", 40)
    assert [row.as_json() for row in _found(rows, soft=True, workers=3).results()] == whole


def test_days_that_end_before_they_begin_are_refused() -> None:
    """They would cover nothing, silently."""
    with pytest.raises(UsageError, match="2023-03-01, comes before the first, 2023-03-31"):
        Known(date(2023, 3, 31), date(2023, 3, 1))


def test_an_employee_without_work_has_rested() -> None:
    """Known days without records are days off; only planned records, or none that count, are no work."""
    idle = [*_days([6], 8, employee="idle", type=RecordType.ABSENCE), *_days([6], 8)]
    found = _found(idle, known=Known(date(2022, 1, 3), date(2023, 4, 2)), report=_MARCH)
    assert found.results((Status.BRUDD, Status.ABSOLUTT, Status.NOT_EVALUATED)) == []
