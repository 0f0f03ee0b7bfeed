"""The closed sets of working time: what is recorded, what can be breached, and how a window stands to its limit."""

from enum import StrEnum

from engine.language import mark


class RecordType(StrEnum):
    """What a record says the employee did. Which types count as work is `COUNTED` and, for two of them, the profile."""

    ORDINARY = "ordinary"
    OVERTIME = "overtime"
    CALLOUT = "callout"
    PASSIVE = "passive"
    COURSE = "course"
    TRAVEL = "travel"
    STANDBY = "standby"
    BREAK = "break"
    ABSENCE = "absence"


COUNTED = frozenset({RecordType.ORDINARY, RecordType.OVERTIME, RecordType.CALLOUT, RecordType.PASSIVE, RecordType.COURSE})
"""Counts hour for hour. Travel only where the profile says so; standby by its factor, or as work on a heavy standby."""


class Source(StrEnum):
    ACTUAL = "actual"
    PLANNED = "planned"


class BreachType(StrEnum):
    """One file each in engine/worktime/breaches/, under the same name."""

    DAY_TOTAL = "day_total"
    WEEK_OVERTIME = "week_overtime"
    FOUR_WEEK_OVERTIME = "four_week_overtime"
    YEAR_OVERTIME = "year_overtime"
    WEEK_TOTAL = "week_total"
    WEEKLY_REST = "weekly_rest"
    DAILY_REST = "daily_rest"
    CONSECUTIVE_SUNDAYS = "consecutive_sundays"
    FREE_SUNDAYS_26W = "free_sundays_26w"
    NIGHT_WORK = "night_work"
    PLANNED_DAY = "planned_day"
    PLANNED_WEEK = "planned_week"
    DATA_QUALITY = "data_quality"


class Status(StrEnum):
    BRUDD = "brudd"
    """Over the limit that holds for the employee on that day."""
    ABSOLUTT = "absolutt"
    """Also over what no local agreement can lift."""
    VARSEL = "varsel"
    """Within the limit, but near it (`warn_at`); of records: used as it is, but worth a look."""
    OVER_LOVENS_HOVEDREGEL = "over_lovens_hovedregel"
    """Over the law's main rule, inside the agreed limit: not counted."""
    UNNTATT = "unntatt"
    """The post is exempt by section 10-12 (1) or (2)."""
    NOT_EVALUATED = "not_evaluated"
    """The window is not wholly known: neither a breach nor in order."""
    PLANLAGT = "planlagt"
    """A breach that the plan would make."""


SHOWN = frozenset({Status.BRUDD, Status.ABSOLUTT, Status.PLANLAGT, Status.NOT_EVALUATED})
"""What is told without being asked for; the others are there on request."""


class Quantity(StrEnum):
    HOURS = "hours"
    COUNT = "count"


class Remark(StrEnum):
    """What can be wrong with an employee's records. Those to NO_PROFILE are not evaluated; the others are used as said."""

    OPEN = "open"
    REVERSED = "reversed"
    TOO_LONG = "too_long"
    NO_PROFILE = "no_profile"
    OVERLAP = "overlap"
    BREAK_IN_WORK = "break_in_work"
    STANDBY_WITHOUT_FACTOR = "standby_without_factor"
    UNLISTED = "unlisted"
    DUPLICATE = "duplicate"
    AMBIGUOUS_TIME = "ambiguous_time"
    NONEXISTENT_TIME = "nonexistent_time"


TITLES = {
    BreachType.DAY_TOTAL: mark("Total time per day"),
    BreachType.WEEK_OVERTIME: mark("Overtime per week"),
    BreachType.FOUR_WEEK_OVERTIME: mark("Overtime per four weeks"),
    BreachType.YEAR_OVERTIME: mark("Overtime per year"),
    BreachType.WEEK_TOTAL: mark("Total time per week"),
    BreachType.WEEKLY_REST: mark("Weekly rest"),
    BreachType.DAILY_REST: mark("Daily rest"),
    BreachType.CONSECUTIVE_SUNDAYS: mark("Sundays in a row"),
    BreachType.FREE_SUNDAYS_26W: mark("Free Sundays and holidays in 26 weeks"),
    BreachType.NIGHT_WORK: mark("Night work"),
    BreachType.PLANNED_DAY: mark("Planned ordinary time per day"),
    BreachType.PLANNED_WEEK: mark("Planned ordinary time per week"),
    BreachType.DATA_QUALITY: mark("Data quality"),
}
