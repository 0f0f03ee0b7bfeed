"""Random rosters and profiles for the comparison with the slow second opinion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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


@st.composite
def rosters(draw: st.DrawFn, *, planned: bool = False) -> Roster:
    """Two to nine weeks of one employee, in instants that the clock change cannot make doubtful."""
    first = draw(st.sampled_from(STARTS))
    days = draw(st.integers(14, 63))
    work = []
    pattern = draw(st.lists(st.sampled_from((*range(len(SHIFTS)), None, None)), min_size=3, max_size=days))
    for day in range(days):
        choice = pattern[day % len(pattern)]
        if choice is not None:
            hour, length = SHIFTS[choice]
            work.append(_work(first, day, hour * 60, round(length * 60), "ordinary"))
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(EXTRAS))
        length = draw(st.integers(1, 5 * 1440)) if kind == "standby" else draw(st.integers(1, 1200))
        work.append(_work(first, draw(st.integers(0, days - 1)), draw(st.integers(0, 1439)), length, kind))
    plan = [_work(first, day, 480, draw(st.sampled_from((450, 600, 780))), "ordinary", planned=True) for day in range(0, days, 2)]
    if planned:
        work = [each._replace(planned=True) for each in work]
    elif draw(st.booleans()):
        work += plan
    inside = draw(st.integers(0, 3))
    return Roster(tuple(work), first + timedelta(days=inside), first + timedelta(days=days - 1 - draw(st.integers(0, 3))))


def _work(first: date, day: int, minute: int, length: int, kind: str, *, planned: bool = False) -> Work:
    wall = datetime(first.year, first.month, first.day) + timedelta(days=day, minutes=minute)
    start = wall.replace(tzinfo=OSLO).astimezone(UTC)
    return Work(start, start + timedelta(minutes=length), kind, planned)


@st.composite
def profiles(draw: st.DrawFn) -> Mapping[str, Any]:
    """A profile as in a file, with any of its parameters changed; limits also outside what the law would let be agreed."""
    count = draw(st.sampled_from(("non_overlapping", "non_overlapping", "episode", "every_window")))
    pick = draw(st.integers(0, 3))
    windows = {"count": count, "report_date": draw(st.sampled_from(("crossing", "crossing", "window_start", "window_end")))}
    if pick:
        windows |= {
            "day": draw(st.sampled_from(("sliding", "start", "fixed"))),
            "week": draw(st.sampled_from(("iso", "iso", "rolling_7_days"))),
            "week_start": draw(st.sampled_from(("monday 00:00", "monday 00:00", "sunday 22:00", "tuesday 06:30"))),
            "attribution": draw(st.sampled_from(("start", "split"))),
            "dst": draw(st.sampled_from(("elapsed", "elapsed", "nominal"))),
        }
    return {
        "aml_profile": "random",
        "valid_from": "2015-07-01",
        "exempt": draw(st.sampled_from(("none", "none", "none", "none", "ledende"))),
        "windows": windows,
        "ordinary": draw(_ordinary),
        "overtime": draw(
            st.fixed_dictionaries(
                {
                    "week": st.sampled_from((10, 10, 20, 4)),
                    "four_weeks": st.sampled_from((25, 50, 12)),
                    "year": st.sampled_from((200, 40, 60)),
                    "basis": st.sampled_from(("statutory", "statutory", "agreed", "recorded")),
                }
            )
        ),
        "total": draw(
            st.fixed_dictionaries(
                {
                    "day": st.sampled_from((13, 16, 9)),
                    "week": st.sampled_from((48, 40, 37)),
                    "averaging_weeks": st.sampled_from((1, 1, 8, 2, 3)),
                    "hard_cap_week": st.sampled_from((69, 60)),
                    "neutral_absence": st.booleans(),
                }
            )
        ),
        "rest": draw(
            st.fixed_dictionaries(
                {
                    "daily": st.sampled_from((11, 8, 12)),
                    "weekly": st.sampled_from((35, 28, 42)),
                    "straddle": st.sampled_from((True, True, False, "anchored")),
                }
            )
        ),
        "sundays": draw(
            st.fixed_dictionaries(
                {
                    "max_consecutive": st.sampled_from((1, 2, 3)),
                    "window": st.sampled_from(("statutory", "calendar")),
                    "include_holidays": st.booleans(),
                    "free_holiday_resets": st.booleans(),
                }
            )
        ),
        "oncall": draw(
            st.fixed_dictionaries(
                {
                    "factor": st.sampled_from(("1/7", "1/7", 0, "1/5", "1/4")),
                    "count_in": st.sampled_from((["week"], ["week"], ["week_total"], ["day"], ["day", "week"], [])),
                    "ignore_callout_min": st.sampled_from((0, 0, 30, 120)),
                    "standby_class": st.sampled_from(("off_site", "off_site", "off_site", "full")),
                }
            )
        ),
        "night": draw(
            st.fixed_dictionaries(
                {"basis": st.booleans(), "regular_nights": st.sampled_from((4, 1)), "special_strain": st.booleans()}
            )
        ),
        "merge_gap_min": draw(st.sampled_from((0, 0, 15, 60))),
        "sunday_min_minutes": draw(st.sampled_from((0, 0, 60))),
        "day_cutoff": draw(st.sampled_from(("00:00", "06:00", "06:30"))),
        "max_record_hours": draw(st.sampled_from((36, 36, 12))),
        "travel_counts": draw(st.booleans()),
    }


_ordinary = st.fixed_dictionaries(
    {
        "day": st.sampled_from((9, 9, 8)),
        "week": st.sampled_from((40, 38, 36)),
        "averaging": st.sampled_from(("none", "none", "individual", "union")),
        "agreed_day": st.just(Decimal("7.5")),
        "agreed_week": st.just(Decimal("37.5")),
    }
)
