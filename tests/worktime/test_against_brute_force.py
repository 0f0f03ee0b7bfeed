"""The vectorised kernel and plain loops over minutes find the same breaches."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings

from engine.worktime.findings import Findings
from engine.worktime.kinds import BreachType, Status
from engine.worktime.result import two_places
from tests.worktime.brute import Breach, breaches
from tests.worktime.engine_side import found
from tests.worktime.rosters import Roster, profiles, rosters

_HARD = (Status.BRUDD, Status.ABSOLUTT, Status.UNNTATT, Status.PLANLAGT)
_slow = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _rows(findings: Findings) -> list[tuple[Any, ...]]:
    rows = (row for row in findings.results(_HARD) if row.type is not BreachType.DATA_QUALITY)
    return sorted((row.type, row.status, row.date, row.window_start.isoformat(), row.actual) for row in rows)


def _expected(roster: Roster, own: Mapping[str, Any], *, planned: bool = False) -> list[tuple[Any, ...]]:
    def shown(each: Breach) -> tuple[Any, ...]:
        return each.type, each.status, each.date, each.start, two_places(Fraction(each.actual))

    return sorted(shown(each) for each in breaches(list(roster.work), own, roster.first, roster.last, planned=planned))


@_slow
@given(rosters(), profiles())
def test_the_actual_records_of_any_roster_under_any_profile(roster: Roster, own: Mapping[str, Any]) -> None:
    """Type, status, date, window and value of every breach, whatever the parameters."""
    assert _rows(found(roster.work, own, roster.first, roster.last)) == _expected(roster, own)


@_slow
@given(rosters(planned=True), profiles())
def test_the_plan_of_any_roster_under_any_profile(roster: Roster, own: Mapping[str, Any]) -> None:
    """A run over the plan says the same of planned records, and judges planned days and weeks besides."""
    findings = found(roster.work, own, roster.first, roster.last, plan=True)
    assert _rows(findings) == _expected(roster, own, planned=True)
