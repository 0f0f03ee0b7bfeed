"""Which reading of the law another system has: the parameter sets that reproduce its counts of a month, the best first.

What the law leaves open are the choices: the 24-hour window, the week and its attribution, how overlapping windows count, the
Sundays, the rest over a week's edge, the 48 hours, the month of a window, the share of standby, what overtime is taken from.
Each type of breach depends on some of them only and is counted once for each combination of those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import product
from typing import Any, Final

from engine.errors import UsageError
from engine.language import mark
from engine.periods import Period
from engine.worktime.blocks import Known
from engine.worktime.check import check
from engine.worktime.kinds import BreachType, RecordType
from engine.worktime.normalise import Normalised
from engine.worktime.owners import owners_of
from engine.worktime.profile import Profile
from engine.worktime.profiles import Profiles
from engine.worktime.records import CODE

Choice = Any
Parameters = Mapping[str, Choice]

GRID: Final[Mapping[str, tuple[Choice, ...]]] = {
    "windows.day": ("sliding", "start", "fixed"),
    "windows.week": ("iso", "rolling_7_days"),
    "windows.attribution": ("start", "split"),
    "windows.count": ("non_overlapping", "episode", "every_window"),
    "windows.report_date": ("crossing", "window_start", "window_end"),
    "overtime.basis": ("statutory", "recorded"),
    "total.averaging_weeks": (1, 8),
    "rest.straddle": (True, False, "anchored"),
    "sundays.window": ("statutory", "calendar"),
    "sundays.max_consecutive": (1, 2, 3),
    "sundays.include_holidays": (False, True),
    "oncall.count_in": (("week",), ("week_total",), ()),
}
"""The parameters that are tried, with their values; the default stands first."""

_WHEN: Final = ("windows.report_date",)
_OVERTIME: Final = ("windows.attribution", "overtime.basis", "oncall.count_in", *_WHEN)
DEPENDS_ON: Final[Mapping[BreachType, tuple[str, ...]]] = {
    BreachType.DAY_TOTAL: ("windows.day", "windows.count", *_WHEN),
    BreachType.WEEK_OVERTIME: ("windows.week", "windows.count", *_OVERTIME),
    BreachType.FOUR_WEEK_OVERTIME: ("windows.count", *_OVERTIME),
    BreachType.WEEK_TOTAL: (
        "windows.week",
        "windows.count",
        "windows.attribution",
        "total.averaging_weeks",
        "oncall.count_in",
        *_WHEN,
    ),
    BreachType.WEEKLY_REST: ("rest.straddle", *_WHEN),
    BreachType.CONSECUTIVE_SUNDAYS: ("sundays.window", "sundays.max_consecutive", "sundays.include_holidays", *_WHEN),
}
"""What the count of each of the report's six types can depend on."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One set of parameters, and what it finds."""

    parameters: Parameters
    counts: Mapping[BreachType, int]
    distance: int
    """The sum of the differences from the other system's counts."""
    departures: int
    """How many parameters are not the default."""


def calibrate(
    given: Normalised, profiles: Profiles, month: Period, counts: Mapping[BreachType, int], *, best: int = 20
) -> list[Fit]:
    """The parameter sets nearest to another system's counts of a month, then those nearest to the defaults.

    Every profile keeps its limits and gets the set's choices. Raises UsageError for a type that is none of the report's six.
    """
    for breach in counts:
        if breach not in DEPENDS_ON:
            raise UsageError(
                mark("{type} is not one of the types that are fitted: {known}"), type=breach, known=", ".join(DEPENDS_ON)
            )
    found = _Counts(given, profiles, month)
    return nsmallest(best, _fits(found, counts, _grid(given)), key=lambda fit: (fit.distance, fit.departures))


def _fits(found: "_Counts", counts: Mapping[BreachType, int], grid: Mapping[str, tuple[Choice, ...]]) -> Iterator[Fit]:
    for values in product(*grid.values()):
        chosen = dict(zip(grid, values, strict=True))
        counted = {breach: found.of(breach, chosen) for breach in counts}
        distance = sum(abs(counted[breach] - counts[breach]) for breach in counts)
        yield Fit(chosen, counted, distance, sum(chosen[name] != GRID[name][0] for name in chosen))


def _grid(given: Normalised) -> dict[str, tuple[Choice, ...]]:
    """Only what the records can tell apart: without standby its share changes nothing."""
    kinds = set(given.records.type.tolist())
    silent = {"oncall.count_in"} if CODE[RecordType.STANDBY] not in kinds else set()
    silent |= {"overtime.basis"} if CODE[RecordType.OVERTIME] not in kinds else set()
    return {name: values for name, values in GRID.items() if name not in silent}


class _Counts:
    """The count of each type under each combination of what it depends on, each computed once."""

    def __init__(self, given: Normalised, profiles: Profiles, month: Period) -> None:
        self.given, self.profiles, self.report = given, profiles, Known(month.start, month.end)
        self._found: dict[tuple[Any, ...], int] = {}

    def of(self, breach: BreachType, chosen: Parameters) -> int:
        relevant = tuple((name, chosen[name]) for name in DEPENDS_ON[breach] if name in chosen)
        key = (breach, relevant)
        if key not in self._found:
            owners = owners_of(_with(self.profiles, dict(relevant)))
            self._found[key] = check(self.given, owners, report=self.report, types=(breach,)).count(breach)
        return self._found[key]


def _with(profiles: Profiles, chosen: Parameters) -> Profiles:
    return replace(profiles, profiles=tuple(_changed(profile, chosen) for profile in profiles.profiles))


def _changed(profile: Profile, chosen: Parameters) -> Profile:
    groups: dict[str, dict[str, Choice]] = {}
    for name, value in chosen.items():
        group, key = name.split(".")
        groups.setdefault(group, {})[key] = value
    return profile.model_copy(update={group: getattr(profile, group).model_copy(update=keys) for group, keys in groups.items()})
