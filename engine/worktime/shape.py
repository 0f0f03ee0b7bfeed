"""Everything in a profile that is a choice and not a number: employees of one shape are computed together."""

from dataclasses import dataclass
from typing import Literal

from engine.worktime.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How windows are laid and what counts in them; the defaults are those of a profile that says nothing."""

    day: Literal["sliding", "start", "fixed"] = "sliding"
    day_cutoff: int = 0
    week: Literal["iso", "rolling_7_days"] = "iso"
    week_start: int = 0
    attribution: Literal["start", "split"] = "start"
    nominal: bool = False
    count: Literal["non_overlapping", "episode", "every_window"] = "non_overlapping"
    report_date: Literal["crossing", "window_start", "window_end"] = "crossing"
    recorded: bool = False
    averaging_weeks: int = 1
    neutral_absence: bool = False
    straddle: bool | Literal["anchored"] = True
    sunday_window: Literal["statutory", "calendar"] = "statutory"
    include_holidays: bool = False
    free_holiday_resets: bool = False
    sunday_min_minutes: int = 0
    share_in_week: bool = True
    share_in_overtime: bool = True
    share_in_day: bool = False
    standby_is_work: bool = False
    ignore_callout_min: int = 0
    merge_gap_min: int = 0
    max_record: int = 36 * 60
    travel_counts: bool = False
    night_basis: bool = True
    regular_nights: int = 4
    special_strain: bool = False
    averaging: bool = False
    """Planned days and weeks move what is ordinary time (section 10-5)."""

    @classmethod
    def of(cls, profile: Profile) -> "Shape":
        windows, oncall, sundays = profile.windows, profile.oncall, profile.sundays
        return cls(
            day=windows.day,
            day_cutoff=profile.day_cutoff,
            week=windows.week,
            week_start=windows.week_start,
            attribution=windows.attribution,
            nominal=windows.dst == "nominal",
            count=windows.count,
            report_date=windows.report_date,
            recorded=profile.overtime.basis == "recorded",
            averaging_weeks=profile.total.averaging_weeks,
            neutral_absence=profile.total.neutral_absence,
            straddle=profile.rest.straddle,
            sunday_window=sundays.window,
            include_holidays=sundays.include_holidays,
            free_holiday_resets=sundays.free_holiday_resets,
            sunday_min_minutes=profile.sunday_min_minutes,
            share_in_week="week" in oncall.count_in or "week_total" in oncall.count_in,
            share_in_overtime="week" in oncall.count_in,
            share_in_day="day" in oncall.count_in,
            standby_is_work=oncall.standby_class == "full",
            ignore_callout_min=oncall.ignore_callout_min,
            merge_gap_min=profile.merge_gap_min,
            max_record=profile.max_record_hours,
            travel_counts=profile.travel_counts,
            night_basis=profile.night.basis,
            regular_nights=profile.night.regular_nights,
            special_strain=profile.night.special_strain,
            averaging=profile.ordinary.averaging != "none",
        )
