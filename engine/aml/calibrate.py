"""Which parameters reproduce another system's counts? Every combination of what the law leaves open, ranked.

Each type of breach depends on some of the parameters only, so that a type is counted once for each of their combinations.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, Final

from engine.worktime.kinds import BreachType
from engine.worktime.profile import Profile
from engine.worktime.profiles import Profiles

Setting = tuple[tuple[str, Any], ...]
"""(parameter, value) in the order of CHOICES."""

CHOICES: Final[Mapping[str, Sequence[Any]]] = {
    "windows.day": ("sliding", "start", "fixed"),
    "windows.week": ("iso", "rolling_7_days"),
    "windows.attribution": ("start", "split"),
    "windows.count": ("non_overlapping", "episode", "every_window"),
    "oncall.factor": (Fraction(1, 7), Fraction(0)),
    "overtime.basis": ("statutory", "recorded"),
    "sundays.window": ("statutory", "calendar"),
    "sundays.max_consecutive": (1, 2, 3),
    "sundays.include_holidays": (False, True),
    "rest.straddle": (True, False),
    "total.averaging_weeks": (1, 8),
}
"""The open points A1, A4, A6, A2, A5, A7, A8 and A9 of the definition; the first value is the one that is shipped."""

_WEEK = ("windows.week", "windows.attribution", "oncall.factor")
DEPENDS: Final[Mapping[BreachType, Sequence[str]]] = {
    BreachType.DAY_TOTAL: ("windows.day", "windows.count"),
    BreachType.WEEK_OVERTIME: (*_WEEK, "overtime.basis"),
    BreachType.FOUR_WEEK_OVERTIME: (*_WEEK, "overtime.basis", "windows.count"),
    BreachType.CONSECUTIVE_SUNDAYS: ("sundays.window", "sundays.max_consecutive", "sundays.include_holidays"),
    BreachType.WEEKLY_REST: ("rest.straddle",),
    BreachType.WEEK_TOTAL: (*_WEEK, "total.averaging_weeks", "windows.count"),
}

Count = Callable[[BreachType, Profiles], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One combination, the counts that it gives, and how far they are from the wanted ones in all."""

    distance: int
    changes: Mapping[str, Any]
    """The parameters that differ from the shipped ones."""
    counts: Mapping[BreachType, int]


def rank(wanted: Mapping[BreachType, int], profiles: Profiles, count: Count) -> list[Fit]:
    """Every combination that matters to the wanted types: the nearest first, among equals the one with the fewest changes."""
    matters = [name for name in CHOICES if any(name in DEPENDS[kind] for kind in wanted)]
    known: dict[tuple[BreachType, Setting], int] = {}
    fits = []
    for values in product(*(CHOICES[name] for name in matters)):
        chosen = dict(zip(matters, values, strict=True))
        counts = {kind: _counted(kind, chosen, known, profiles, count) for kind in wanted}
        distance = sum(abs(counts[kind] - wanted[kind]) for kind in wanted)
        changes = {name: value for name, value in chosen.items() if value != CHOICES[name][0]}
        fits.append(Fit(distance=distance, changes=changes, counts=counts))
    return sorted(fits, key=lambda fit: (fit.distance, len(fit.changes)))


def with_parameters(profiles: Profiles, chosen: Mapping[str, Any]) -> Profiles:
    """All profiles with these parameters, as if each of them said so."""
    return replace(profiles, profiles=tuple(_changed(profile, chosen) for profile in profiles.profiles))


def _counted(
    kind: BreachType,
    chosen: Mapping[str, Any],
    known: dict[tuple[BreachType, Setting], int],
    profiles: Profiles,
    count: Count,
) -> int:
    own = tuple((name, chosen[name]) for name in DEPENDS[kind])
    if (kind, own) not in known:
        known[kind, own] = count(kind, with_parameters(profiles, dict(own)))
    return known[kind, own]


def _changed(profile: Profile, chosen: Mapping[str, Any]) -> Profile:
    for name, value in chosen.items():
        part, _, key = name.partition(".")
        profile = profile.model_copy(update={part: getattr(profile, part).model_copy(update={key: value})})
    return profile
