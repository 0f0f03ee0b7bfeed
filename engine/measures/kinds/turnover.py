"""Leavers over the mean head-count, both of the permanent staff.

measure: {kind: turnover, over: employments, started: started, ended: last_day, counted: permanent,
          leaver: 'reason != "pension"', headcount: month_ends, window: period, leaves_on: last_day,
          per: year, missing: withhold, incomplete: show}
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Literal

from engine.intake.records.clock import DAY
from engine.measures.plan import Folded, Scope
from engine.measures.rows import Found, Group, ratio
from engine.measures.schema import Measure, Missing, Text
from engine.periods import Grain, Period
from engine.schema import Name


class Turnover(Measure):
    """One record is one employment of one person: a person with two positions is two, unless `where` leaves one out."""

    kind: Literal["turnover"]
    started: Name
    ended: Name
    """The last day of the employment; missing: it lasts."""
    counted: Text
    """Who belongs to the head-count and can leave it: permanent, no apprentices, no substitutes."""
    leaver: Text
    """Whose end is a leave: not the pensioner's, where the definition says so."""
    headcount: Literal["month_ends", "first_and_last", "every_day"]
    """What the mean is taken over: the last day of each month, the day before the period and its last day, or each day."""
    window: Literal["period", "rolling_year"]
    """Part of a year is not made a year by multiplying: a rolling year ends with the period."""
    leaves_on: Literal["last_day", "day_after"]
    """In which period somebody leaves whose last day is the period's last."""
    missing: Missing

    times: ClassVar[tuple[str, ...]] = ("started", "ended")
    folded_here: ClassVar[str] = "employments, the same ones counted there; heads counted day by day here"
    conditions: ClassVar[tuple[str, ...]] = ("where", "counted", "leaver")

    def folded(self, scope: Scope) -> Folded:
        staff: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        unknown: dict[tuple[str, str], int] = defaultdict(int)
        failed: dict[tuple[str, str], int] = defaultdict(int)
        for row in self._rows(scope):
            series = scope.series(row)
            staff[series] += []
            failed[series] += row["count"] if row["failed"] else 0
            undecided = row["counted"] is None or (row["leaver"] is None and row["ended"] is not None and row["counted"])
            backwards = row["started"] is not None and row["ended"] is not None and row["ended"] < row["started"]
            if row["unknown"] or row["started"] is None or backwards or undecided:
                unknown[series] += 0 if row["failed"] else row["count"]
            elif row["counted"]:
                staff[series].append(row)
        groups = [Group(*series, period) for series in staff for period in scope.periods]
        found = {group: self._found(staff[group[:2]], group.period, scope) for group in groups}
        return Folded(found, {each: unknown[each[:2]] for each in groups}, {each: failed[each[:2]] for each in groups})

    def _rows(self, scope: Scope) -> list[dict[str, Any]]:
        columns = {"started": self.started + DAY, "ended": self.ended + DAY, **scope.series_columns()}
        return scope.listed(self.over, columns, where=self.where, conditions={"counted": self.counted, "leaver": self.leaver})

    def _found(self, staff: Sequence[dict[str, Any]], period: Period, scope: Scope) -> Found:
        first, last = self._window(period)
        shift = 1 if self.leaves_on == "day_after" else 0
        leavers = sum(row["count"] for row in staff if row["leaver"] and _within(row["ended"], first - shift, last - shift))
        days = self._days(first, last)
        heads = sum(row["count"] * _days_employed(row, days) for row in staff)
        n = sum(row["count"] for row in staff if row["started"] <= last and (row["ended"] is None or row["ended"] >= first))
        return ratio(leavers, Fraction(heads, len(days)), scope.metric.ratio_factor, n)

    def _window(self, period: Period) -> tuple[int, int]:
        last = period.end.toordinal() - 1
        if self.window == "period":
            return period.start.toordinal() - 1, last
        # The day after the same day of the year before; 29 February has none and takes 1 March.
        end = Period.containing(period.end, Grain.MONTH)
        return end.shift(-11).start.toordinal() - 1, last

    def _days(self, first: int, last: int) -> Sequence[int]:
        match self.headcount:
            case "every_day":
                return range(first, last + 1)
            case "first_and_last":
                return (first - 1, last)
            case "month_ends":
                return _month_ends(first, last)


def _month_ends(first: int, last: int) -> list[int]:
    start, end = (Period.containing(date.fromordinal(day + 1), Grain.MONTH) for day in (first, last))
    ends = [month.end.toordinal() - 1 for month in start.until(end)]
    return [day for day in ends if day <= last] or [last]


def _within(day: int | None, first: int, last: int) -> bool:
    return day is not None and first <= day <= last


def _days_employed(row: dict[str, Any], days: Sequence[int]) -> int:
    start: int = row["started"]
    end: int | None = row["ended"]
    if isinstance(days, range):
        from_, to = max(start, days[0]), days[-1] if end is None else min(end, days[-1])
        return max(0, to - from_ + 1)
    return sum(1 for day in days if start <= day and (end is None or end >= day))
