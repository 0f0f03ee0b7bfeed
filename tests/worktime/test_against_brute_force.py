"""The vectorised kernel and plain loops over minutes find the same breaches."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.worktime.findings import Findings
from engine.worktime.kinds import BreachType, Status
from engine.worktime.result import two_places
from tests.worktime.brute import Breach, breaches
from tests.worktime.engine_side import found
from tests.worktime.rosters import Roster, profile_of, roster_of

_HARD = (Status.BRUDD, Status.ABSOLUTT, Status.UNNTATT, Status.PLANLAGT)
# A seed is no smaller for being nearer to zero, so there is nothing to shrink.
_rosters = settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
_seeds = st.integers(0, 2**32)


def _rows(findings: Findings) -> list[tuple[Any, ...]]:
    rows = (row for row in findings.results(_HARD) if row.type is not BreachType.DATA_QUALITY)
    return sorted((row.type, row.status, row.day, row.window_start.isoformat(), row.actual) for row in rows)


def _expected(roster: Roster, own: Mapping[str, Any], *, planned: bool = False) -> list[tuple[Any, ...]]:
    def shown(each: Breach) -> tuple[Any, ...]:
        return each.type, each.status, each.date, each.start, two_places(Fraction(each.actual))

    return sorted(shown(each) for each in breaches(list(roster.work), own, roster.first, roster.last, planned=planned))


@_rosters
@given(_seeds)
def test_the_actual_records_of_any_roster_under_any_profile(seed: int) -> None:
    """Type, status, date, window and value of every breach, whatever the parameters."""
    random = Random(seed)
    roster, own = roster_of(random), profile_of(random)
    assert _rows(found(roster.work, own, roster.first, roster.last)) == _expected(roster, own)


@_rosters
@given(_seeds)
def test_the_plan_of_any_roster_under_any_profile(seed: int) -> None:
    """A run over the plan says the same of planned records, and judges planned days and weeks besides."""
    random = Random(seed)
    roster, own = roster_of(random, planned=True), profile_of(random)
    findings = found(roster.work, own, roster.first, roster.last, plan=True)
    assert _rows(findings) == _expected(roster, own, planned=True)
