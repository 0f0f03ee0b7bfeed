"""Due dates as people say them, once they are read: each kind answers with the day for a period."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol, runtime_checkable

from engine.calendar.days import Works, last_until, nth_from, works
from engine.periods import Grain, Period

MONTHS = 12


@runtime_checkable  # the models of rule files ask for it
class Day(Protocol):
    """One way of saying a day."""

    def on(self, period: Period, worked: Works) -> date: ...


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """`2 days after week end`, `10th working day after month end`."""

    days: int
    working: bool

    def on(self, period: Period, worked: Works) -> date:
        if self.working and self.days:
            return nth_from(period.end + timedelta(days=1), self.days, worked)
        return period.end + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`the 15th of the month after`, `last working day of the month`. A month without a 31st has its last day instead."""

    number: int | None
    """None for the last one."""
    working: bool
    months_after: int
    """From the period's last month: 0 is that month."""

    def on(self, period: Period, worked: Works) -> date:
        month = Period.containing(period.end, Grain.MONTH).shift(self.months_after)
        if self.number is None:
            return last_until(month.end, worked) if self.working else month.end
        if self.working:
            return min(nth_from(month.start, self.number, worked), last_until(month.end, worked))
        return min(month.start + timedelta(days=self.number - 1), month.end)


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """`Monday`: of the week after the one that the figures are about; `Friday of the week`: of that week itself."""

    weekday: int
    """0 is Monday."""
    weeks_after: int

    def on(self, period: Period, worked: Works) -> date:  # noqa: ARG002 -- a weekday is that day, worked or not
        return period.start + timedelta(days=self.weekday, weeks=self.weeks_after)


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """`1 March`: of the year after the one that the figures are about."""

    month: int
    number: int

    def on(self, period: Period, worked: Works) -> date:
        first = Period(Grain.MONTH, (period.end.year + 1) * MONTHS + self.month - 1)
        return DayOfMonth(self.number, False, 0).on(first, worked)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date in somebody's words, and what they mean for a period of that grain."""

    text: str
    grain: Grain
    day: Day = field(repr=False)
    or_next_working_day: bool = False

    def on(self, period: Period, worked: Works) -> date:
        """The last day on which the period's figures are in time."""
        day = self.day.on(period, worked)
        return nth_from(day, 1, worked) if self.or_next_working_day else day


@dataclass(frozen=True, slots=True)
class Grace:
    """How long after the due date nobody is told: `2 working days`, `3 days`."""

    days: int = 0
    working: bool = False
    text: str = "0 days"

    def after(self, day: date, worked: Works) -> date:
        if self.working and self.days:
            return nth_from(day + timedelta(days=1), self.days, worked)
        return day + timedelta(days=self.days)


@dataclass(frozen=True)
class Expected:
    """One source's rhythm: the due date, the grace after it, and the days that are worked where its figures are made."""

    due: Due
    grace: Grace = Grace()
    closed: tuple[str, ...] = ()
    since: Period | None = None
    """The first period that is expected, delivered or not; without it, the first that ever came."""
    worked: Works = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "worked", works(self.closed))

    def due_on(self, period: Period) -> date:
        return self.due.on(period, self.worked)

    def last_day(self, period: Period) -> date:
        """The due date with its grace: from the day after on, what has not come is late."""
        return self.grace.after(self.due_on(period), self.worked)
