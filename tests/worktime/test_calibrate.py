"""Which reading another system has follows from its counts."""

from datetime import datetime, timedelta
from random import Random

import pytest

from engine.errors import UsageError
from engine.periods import Period
from engine.worktime.blocks import Known
from engine.worktime.calibrate import DEPENDS_ON, GRID, calibrate
from engine.worktime.check import check
from engine.worktime.kinds import BreachType, RecordType
from engine.worktime.normalise import Normalised, normalise
from engine.worktime.owners import owners_of
from engine.worktime.profile import Profile
from engine.worktime.profiles import Profiles
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import SHIPPED

_MARCH = Period.parse("2023-03")


def _roster() -> Normalised:
    """Forty people on changing shifts, long days and some weekends."""
    random = Random(7)
    rows = []
    for who in range(40):
        for day in range(-28, 33):
            if random.random() < 0.75:
                start = datetime(2023, 3, 1, random.choice((7, 8, 14, 22))) + timedelta(days=day)
                hours = random.choice((8, 8, 9, 10, 11.5))
                rows.append(
                    WorkRecord(employee=f"{who:02d}", start=start, end=start + timedelta(hours=hours), type=RecordType.ORDINARY)
                )
    return normalise(rows)


def _profiles(**windows: object) -> Profiles:
    profile = {"aml_profile": "p", "valid_from": "2015-07-01", "oncall": {"factor": 0}, "windows": windows}
    return Profiles(SHIPPED.laws, (Profile.model_validate(profile),), default="p")


def test_the_reading_that_gave_the_counts_is_ranked_first() -> None:
    """Counts of a system with fixed days and split weeks are reproduced by those, and by nothing nearer to the defaults."""
    given = _roster()
    other = owners_of(_profiles(day="fixed", attribution="split", count="every_window"))
    findings = check(given, other, report=Known(_MARCH.start, _MARCH.end))
    counts = {breach: findings.count(breach) for breach in DEPENDS_ON}
    best = calibrate(given, _profiles(), _MARCH, counts, best=5)
    assert best[0].distance == 0
    assert best[0].counts == counts
    assert [name for name in best[0].parameters if best[0].parameters[name] != GRID[name][0]] == [
        "windows.day",
        "windows.attribution",
        "windows.count",
    ]
    assert [fit.distance for fit in best] == sorted(fit.distance for fit in best)


def test_equal_fits_are_ranked_by_their_distance_from_the_defaults() -> None:
    """Without breaches every reading fits, and the defaults come first."""
    quiet = normalise(
        [WorkRecord(employee="a", start=datetime(2023, 3, 1, 8), end=datetime(2023, 3, 1, 16), type=RecordType.ORDINARY)]
    )
    best = calibrate(quiet, _profiles(), _MARCH, {BreachType.DAY_TOTAL: 0}, best=3)
    assert [(fit.distance, fit.departures) for fit in best] == [(0, 0), (0, 1), (0, 1)]


def test_a_type_that_no_reading_moves_is_refused() -> None:
    """Only the six types of the report are fitted."""
    with pytest.raises(UsageError, match="night_work is not one of the types"):
        calibrate(_roster(), _profiles(), _MARCH, {BreachType.NIGHT_WORK: 1})


def test_every_parameter_changes_something() -> None:
    """A parameter that no type depends on would only multiply the readings."""
    assert set().union(*DEPENDS_ON.values()) == set(GRID)
