"""Random rosters and profiles for the comparison with the slow second opinion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.worktime.brute import Work

OSLO = ZoneInfo("Europe/Oslo")
# Both clock changes, Easter with påskeaften, 1 and 17 May with Ascension, jul and a year of 53 weeks.
STARTS = (
    date(2023, 3, 6),
    date(2023, 10, 9),
    date(2023, 4, 3),
    date(2023, 4, 24),
    date(2020, 12, 14),
    date(2022, 12, 12),
    date(2021, 6, 7),
)
SHIFTS = ((8, 8), (8, 8), (7, 9), (14, 8), (22, 8), (8, 13), (8, 14), (20, 12.5), (10, 4), (0, 24), (12, 30))
EXTRAS = ("overtime", "callout", "callout", "passive", "course", "travel", "standby", "absence", "break")


@dataclass(frozen=True)
class Roster:
    work: tuple[Work, ...]
    first: date
    last: date


def roster_of(random: Random, *, planned: bool = False) -> Roster:
    """Two to nine weeks of one employee, in instants that the clock change cannot make doubtful."""
    first = random.choice(STARTS)
    days = random.randint(14, 63)
    pattern = random.choices((*SHIFTS, None, None), k=random.randint(3, days))
    work = []
    for day in range(days):
        shift = pattern[day % len(pattern)]
        if shift is not None:
            work.append(work_at(first, day, shift[0] * 60, round(shift[1] * 60), "ordinary"))
    for _ in range(random.randint(0, 12)):
        kind = random.choice(EXTRAS)
        length = random.randint(1, 5 * 1440 if kind == "standby" else 1200)
        work.append(work_at(first, random.randrange(days), random.randrange(1440), length, kind))
    if planned:
        work = [each._replace(planned=True) for each in work]
    elif random.random() < 0.5:
        work += [
            work_at(first, day, 480, random.choice((450, 600, 780)), "ordinary", planned=True) for day in range(0, days, 2)
        ]
    last = first + timedelta(days=days - 1 - random.randint(0, 3))
    return Roster(tuple(work), first + timedelta(days=random.randint(0, 3)), last)


def work_at(first: date, day: int, minute: int, length: int, kind: str, *, planned: bool = False) -> Work:
    wall = datetime(first.year, first.month, first.day) + timedelta(days=day, minutes=minute)
    start = wall.replace(tzinfo=OSLO).astimezone(UTC)
    return Work(start, start + timedelta(minutes=length), kind, planned)


_CHOICES: Mapping[str, Any] = {
    "exempt": ("none", "none", "none", "none", "ledende"),
    "windows": {
        "day": ("sliding", "sliding", "start", "fixed"),
        "week": ("iso", "iso", "rolling_7_days"),
        "week_start": ("monday 00:00", "monday 00:00", "sunday 22:00", "tuesday 06:30"),
        "attribution": ("start", "split"),
        "dst": ("elapsed", "elapsed", "nominal"),
        "count": ("non_overlapping", "non_overlapping", "episode", "every_window"),
        "report_date": ("crossing", "crossing", "window_start", "window_end"),
    },
    "ordinary": {
        "day": (9, 9, 8),
        "week": (40, 38, 36),
        "averaging": ("none", "none", "individual", "union"),
        "agreed_day": (Decimal("7.5"),),
        "agreed_week": (Decimal("37.5"),),
    },
    "overtime": {
        "week": (10, 10, 20, 4),
        "four_weeks": (25, 50, 12),
        "year": (200, 40, 60),
        "basis": ("statutory", "statutory", "agreed", "recorded"),
    },
    "total": {
        "day": (13, 16, 9),
        "week": (48, 40, 37),
        "averaging_weeks": (1, 1, 8, 2, 3),
        "hard_cap_week": (69, 60),
        "neutral_absence": (False, True),
    },
    "rest": {"daily": (11, 8, 12), "weekly": (35, 28, 42), "straddle": (True, True, False, "anchored")},
    "sundays": {
        "max_consecutive": (1, 2, 3),
        "window": ("statutory", "calendar"),
        "include_holidays": (False, True),
        "free_holiday_resets": (False, True),
    },
    "oncall": {
        "factor": ("1/7", "1/7", 0, "1/5", "1/4"),
        "count_in": (["week"], ["week"], ["week_total"], ["day"], ["day", "week"], []),
        "ignore_callout_min": (0, 0, 30, 120),
        "standby_class": ("off_site", "off_site", "off_site", "full"),
    },
    "night": {"basis": (True, False), "regular_nights": (4, 1), "special_strain": (False, True)},
    "merge_gap_min": (0, 0, 15, 60),
    "sunday_min_minutes": (0, 0, 60),
    "day_cutoff": ("00:00", "06:00", "06:30"),
    "max_record_hours": (36, 36, 12),
    "travel_counts": (False, True),
}


def profile_of(random: Random) -> Mapping[str, Any]:
    """A profile as in a file, any of its parameters changed; limits also outside what the law would let be agreed."""
    chosen = {
        key: {name: random.choice(each) for name, each in values.items()} if isinstance(values, dict) else random.choice(values)
        for key, values in _CHOICES.items()
    }
    return {"aml_profile": "random", "valid_from": "2015-07-01", **chosen}
