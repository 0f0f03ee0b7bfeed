"""Whose window is judged by which profile: the one in force when the window begins."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from engine.errors import UsageError
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.findings import COUNTED_STATUSES, Findings
from engine.worktime.kinds import BreachType, RecordType, Remark, Status
from engine.worktime.normalise import normalise
from engine.worktime.owners import owners_of
from engine.worktime.profile import Assigned, Profile
from engine.worktime.profiles import Profiles
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import SHIPPED

_MONDAY = date(2023, 3, 6)


def _days(hours: float, days: Iterable[int], employee: str = "a") -> list[WorkRecord]:
    starts = (datetime(2023, 3, 6, 8) + timedelta(days=day) for day in days)
    return [
        WorkRecord(employee=employee, start=start, end=start + timedelta(hours=hours), type=RecordType.ORDINARY)
        for start in starts
    ]


def _assigned(profile: str, first: date | None, last: date | None = None, employee: str = "a") -> Assigned:
    return Assigned(employee=employee, profile=profile, valid_from=first, valid_to=last)


def _check(rows: list[WorkRecord], *employees: Assigned, **changes: object) -> Findings:
    profiles = replace(SHIPPED, employees=employees, **changes)  # type: ignore[arg-type]
    return check(normalise(rows), owners_of(profiles), known=Known(date(2023, 2, 20), date(2023, 4, 30)), soft=True)


def _found(findings: Findings, breach: BreachType) -> list[tuple[date, str, str]]:
    rows = findings.results(COUNTED_STATUSES)
    return [(row.window_start.date(), row.profile, str(row.limit)) for row in rows if row.type is breach]


def test_a_profile_that_changes_in_the_middle_of_a_week_judges_from_the_next_week_on() -> None:
    """52 hours each week: the agreement that begins on a Wednesday averages from the Monday after."""
    rows = _days(10.4, [*range(5), *range(7, 12)])
    changed = _check(rows, _assigned("avtale-tillitsvalgte", _MONDAY + timedelta(days=2)))
    assert _found(changed, BreachType.WEEK_TOTAL) == [(_MONDAY, "dagarbeider", "48.00")]


def test_a_day_is_judged_by_the_profile_of_the_day_it_begins_on() -> None:
    """15 hours on Tuesday are too many, on Wednesday the agreement allows them."""
    changed = _check(_days(15, [1, 2]), _assigned("avtale-tillitsvalgte", _MONDAY + timedelta(days=2)))
    assert _found(changed, BreachType.DAY_TOTAL) == [(_MONDAY + timedelta(days=1), "dagarbeider", "13.00")]


def test_four_weeks_are_summed_by_each_weeks_own_profile_and_held_against_the_last_ones_limit() -> None:
    """Weeks of 46 hours are 8 hours of overtime at 38, and 6 at 40: 8 + 8 + 6 + 6 pass 25 in the fourth week."""
    rows = _days(9.2, [week * 7 + day for week in range(4) for day in range(5)])
    turn = _MONDAY + timedelta(weeks=2)
    changed = _check(rows, _assigned("turnus-38", None, turn - timedelta(days=1)), _assigned("dagarbeider", turn))
    found = [row for row in changed.results(COUNTED_STATUSES) if row.type is BreachType.FOUR_WEEK_OVERTIME]
    assert [(row.window_start.date(), str(row.actual)) for row in found] == [(_MONDAY + timedelta(weeks=3), "28.00")]
    assert _found(_check(rows), BreachType.FOUR_WEEK_OVERTIME) == []


def test_exempt_posts_are_computed_and_not_counted() -> None:
    """Their breaches are `unntatt`, also in the months before they were promoted: not."""
    rows = _days(14, [1, 15])
    changed = _check(rows, _assigned("ledende", _MONDAY + timedelta(weeks=1)))
    rows_found = [row for row in changed.results() if row.type is BreachType.DAY_TOTAL]
    assert [row.status for row in rows_found] == [Status.BRUDD, Status.UNNTATT]
    assert changed.count(BreachType.DAY_TOTAL) == 1


def test_who_is_in_no_list_is_judged_by_the_default_and_told() -> None:
    """Only where there is a list: without one everybody has the default."""
    rows = [*_days(14, [1]), *_days(14, [1], employee="b")]
    listed = _check(rows, _assigned("dagarbeider", None))
    assert [(each.employee, each.remark) for each in listed.remarks] == [("b", Remark.UNLISTED)]
    assert listed.count(BreachType.DAY_TOTAL) == 2
    assert _check(rows).remarks == ()


def test_without_a_profile_nothing_is_evaluated_and_that_is_told() -> None:
    """No default, or records from before the law on record."""
    rows = _days(14, [1])
    nobody = _check(rows, default=None)
    assert [(each.remark) for each in nobody.remarks] == [Remark.NO_PROFILE]
    assert nobody.count(BreachType.DAY_TOTAL) == 0
    early = [replace(row, start=datetime(2014, 3, 6, 8), end=datetime(2014, 3, 6, 23)) for row in rows]
    before = check(normalise(early), owners_of(SHIPPED))
    assert [each.remark for each in before.remarks] == [Remark.NO_PROFILE]
    assert [row.status for row in before.results()] == [Status.NOT_EVALUATED]


def test_profiles_of_several_shapes_judge_each_their_own_windows() -> None:
    """By starting dates in the first week, sliding in the second: the same change from evening to day."""
    turn = _MONDAY + timedelta(weeks=1)
    rows = [
        *(replace(row, start=row.start.replace(hour=14), end=row.start.replace(hour=22)) for row in _days(8, [1, 8])),
        *(replace(row, start=row.start.replace(hour=7), end=row.start.replace(hour=15)) for row in _days(8, [2, 9])),
    ]
    changed = _check(rows, _assigned("turnus-38", None, turn - timedelta(days=1)), _assigned("dagarbeider", turn))
    assert _found(changed, BreachType.DAY_TOTAL) == [(turn + timedelta(days=1), "dagarbeider", "13.00")]


def test_a_version_that_has_ended_holds_no_more() -> None:
    """valid_to is the last day."""
    ends = Profile(aml_profile="x", valid_from=date(2023, 1, 1), valid_to=date(2023, 3, 31))
    profiles = Profiles(SHIPPED.laws, (ends,), default="x")
    timeline = owners_of(profiles).others
    assert [term for _, term in timeline] == [1, 1, 0, 1]


def test_factors_without_a_common_fraction_are_refused() -> None:
    """Rounding would decide verdicts."""
    own = tuple(
        Profile.model_validate({"aml_profile": f"p{under}", "valid_from": "2023-01-01", "oncall": {"factor": f"1/{under}"}})
        for under in (997, 991, 983)
    )
    with pytest.raises(UsageError, match="no common fraction"):
        owners_of(Profiles(SHIPPED.laws, own, default="p997"))
