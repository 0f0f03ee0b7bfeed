"""An AML profile: what holds for a group of employees from a day on. Everything left out is the law's main rule.

- aml_profile: dagarbeider
  valid_from: 2015-07-01
  law_ref: LOV-2005-06-17-62 kap. 10
  ordinary: {day: 9, week: 40, averaging: none}
  oncall: {factor: 1/7, count_in: [week], ignore_callout_min: 0}
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.schema import Id, Line, Number, Strict, as_tuple
from engine.worktime.hours import Day, Minutes, Share, TimeOfDay, WeekStart
from engine.worktime.law import Exempt

Whole = Annotated[int, Field(ge=0)]


class Ordinary(Strict):
    """Section 10-4, and section 10-5 when time is averaged."""

    day: Minutes | None = None
    week: Minutes | None = None
    averaging: Literal["none", "individual", "union"] = "none"
    """With averaging, a longer planned day or week is ordinary time, up to the law's bound for that kind of agreement."""
    agreed_day: Minutes | None = None
    agreed_week: Minutes | None = None
    """What overtime is counted over with `basis: agreed`."""


class Overtime(Strict):
    """Section 10-6 (4) and (5)."""

    week: Minutes | None = None
    four_weeks: Minutes | None = None
    year: Minutes | None = None
    basis: Literal["statutory", "agreed", "recorded"] = "statutory"
    """Over 9/40 hours; over the agreed hours; or what the records call overtime."""


class Total(Strict):
    """Section 10-6 (8) and (9)."""

    day: Minutes | None = None
    week: Minutes | None = None
    averaging_weeks: int = Field(default=1, ge=1, le=52)
    hard_cap_week: Minutes | None = None
    neutral_absence: bool = False
    """With averaging: weeks of absence without work are no part of the average."""


class Rest(Strict):
    """Section 10-8 (1) to (3)."""

    daily: Minutes | None = None
    weekly: Minutes | None = None
    straddle: bool | Literal["anchored"] = True
    """Whether a rest over the week's edge may serve one of its weeks whole; `anchored`: within 168 h of the last such rest."""


class Sundays(Strict):
    """Section 10-8 (4) and 10-10."""

    max_consecutive: int | None = Field(default=None, ge=1, le=52)
    window: Literal["statutory", "calendar"] = "statutory"
    include_holidays: bool = False
    free_holiday_resets: bool = False


class Oncall(Strict):
    """Standby off site, section 10-4 (3)."""

    factor: Share | None = None
    """Must be given where there are standby records; without it the law's least share is counted, and said."""
    count_in: Annotated[tuple[Literal["week", "week_total", "day"], ...], BeforeValidator(as_tuple)] = ("week",)
    """`week`: total and overtime of the week; `week_total`: only its total; `day`: also the total of the day."""
    ignore_callout_min: Whole = 0
    """A callout of at most so many minutes does not break a weekly rest."""
    standby_class: Literal["off_site", "full"] = "off_site"


class Windows(Strict):
    """How windows are laid where the law leaves it open."""

    day: Literal["sliding", "start", "fixed"] = "sliding"
    week: Literal["iso", "rolling_7_days"] = "iso"
    week_start: WeekStart = 0
    attribution: Literal["start", "split"] = "start"
    dst: Literal["elapsed", "nominal"] = "elapsed"
    count: Literal["non_overlapping", "episode", "every_window"] = "non_overlapping"
    report_date: Literal["crossing", "window_start", "window_end"] = "crossing"


class Night(Strict):
    """Section 10-11."""

    basis: bool = True
    """False where there is no ground for night work: then every night worked is a breach."""
    regular_nights: int = Field(default=4, ge=1, le=28)
    """So many nights of more than three hours in four weeks are regular night work."""
    special_strain: bool = False


class Agreement(Strict):
    """The agreement by section 10-12 (4) that lets a profile pass the law's ceilings. It never names a union."""

    id: Line
    date: Day


class Profile(Strict):
    """Keys as in the files; hours are minutes here."""

    aml_profile: Id
    title: str = ""
    valid_from: Day
    valid_to: Day | None = None
    law_ref: Line = "LOV-2005-06-17-62 kap. 10"
    exempt: Exempt = "none"
    basis: Literal["local", "10-12 (4)"] = "local"
    agreement: Agreement | None = None
    ordinary: Ordinary = Ordinary()
    overtime: Overtime = Overtime()
    total: Total = Total()
    rest: Rest = Rest()
    sundays: Sundays = Sundays()
    oncall: Oncall = Oncall()
    windows: Windows = Windows()
    night: Night = Night()
    warn_at: Number = Field(default=Decimal("0.9"), gt=0, le=1)
    merge_gap_min: int = Field(default=0, ge=0, le=240)
    """A pause of at most so many minutes between two records belongs to the work around it."""
    sunday_min_minutes: Whole = 0
    day_cutoff: TimeOfDay = 0
    max_record_hours: Minutes = 36 * 60
    travel_counts: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _keys_that_go_together(self) -> "Profile":
        if self.overtime.basis == "agreed" and (self.ordinary.agreed_day is None or self.ordinary.agreed_week is None):
            raise PydanticCustomError("agreed", mark("basis: agreed needs ordinary.agreed_day and ordinary.agreed_week"))
        if self.basis != "local" and self.agreement is None:
            raise PydanticCustomError("agreement", mark("basis: 10-12 (4) needs an agreement with id and date"))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("validity", mark("valid_to comes before valid_from"))
        return self


class Assigned(Strict):
    """Which profile an employee has from a day on."""

    employee: Annotated[str, Field(min_length=1, max_length=80)]
    profile: Id
    valid_from: Day | None = None
    valid_to: Day | None = None
