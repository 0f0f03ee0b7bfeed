"""Lost man-days over agreed man-days.

measure:
  kind: sick_leave
  over: absences
  first: first_day
  last: last_day
  share: position            # of a full position, 0-1
  degree: degree             # of the position that is lost, 0-1; self-certified is always 1
  medical: certificate
  counts: long
  limit_days: 16
  day_at_limit: short
  split_at_limit: false
  working_days: mon_fri_without_red_days
  agreed: {over: positions, started: started, ended: ended, share: position}
  per: month
  missing: withhold
  incomplete: show
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from engine.catalogue import Metric
from engine.intake.records.clock import DAY
from engine.language import mark
from engine.measures.plan import Folded, Scope
from engine.measures.rows import Group, ratio
from engine.measures.schema import Measure, Missing, Name, Text
from engine.periods import Period
from engine.red_days import WorkingDays, working_days
from engine.schema import Id, Strict

_Series = tuple[str, str]


class Positions(Strict):
    """Agreed man-days follow from who is employed, and how much of a position."""

    over: Id
    started: Name
    ended: Name
    share: Text
    where: Text | None = None
    unit: Name | None = None

    times: ClassVar[tuple[str, ...]] = ("started", "ended")
    names: ClassVar[tuple[str, ...]] = ("unit",)
    folded_here: ClassVar[str] = "absences and positions, the same ones counted there; their working days counted here"
    conditions: ClassVar[tuple[str, ...]] = ("where",)
    numbers: ClassVar[tuple[str, ...]] = ("share",)


class SickLeave(Measure):
    """Sum over sum: never a mean of months or units. A sick child's day is no sick leave of the employee: see `where`."""

    kind: Literal["sick_leave"]
    first: Name
    last: Name
    """The last day of the spell, included; missing: it lasts."""
    share: Text
    degree: Text
    medical: Text
    """True where there is a doctor's certificate; else the days are self-certified."""
    counts: Literal["all", "self_certified", "medical", "short", "long"]
    limit_days: int | None = Field(ge=1)
    """Calendar days up to which a spell is short; null where no class is counted."""
    day_at_limit: Literal["short", "long", "neither"]
    """What a spell of exactly the limit is."""
    split_at_limit: bool
    """True: the days of a long spell up to the limit are short. False: the whole spell is long once it passes it."""
    working_days: WorkingDays
    agreed: Positions
    missing: Missing

    times: ClassVar[tuple[str, ...]] = ("first", "last")
    conditions: ClassVar[tuple[str, ...]] = ("where", "medical")
    numbers: ClassVar[tuple[str, ...]] = ("share", "degree")

    @property
    def tables(self) -> tuple[str, ...]:
        return self.over, self.agreed.over

    def parts(self) -> Sequence[tuple[str, Any]]:
        return [("agreed", self.agreed)]

    def checks(self, metric: Metric) -> Sequence[tuple[str, str]]:  # noqa: ARG002 (the keys alone are looked at)
        if self.counts in ("short", "long") and self.limit_days is None:
            return [("limit_days", mark("short and long spells are told apart by limit_days"))]
        if self.by.unit is not None and self.agreed.unit is None:
            return [("agreed.unit", mark("man-days lost by unit need man-days agreed by unit"))]
        return ()

    def folded(self, scope: Scope) -> Folded:
        lost, absences, unknown, failed = self._lost(scope)
        agreed, unknown_positions = self._agreed(scope)
        series = {*(each[:2] for each in lost), *(each[:2] for each in agreed), *unknown, *failed}
        groups = [Group(*each, period) for each in series for period in scope.periods]
        factor = scope.metric.ratio_factor
        found = {each: ratio(lost[each], agreed[each], factor, absences[each]) for each in groups}
        missing = {each: unknown[each[:2]] + unknown_positions for each in groups}
        return Folded(found, missing, {each: failed[each[:2]] for each in groups})

    def _lost(self, scope: Scope) -> tuple[dict[Group, Fraction], dict[Group, int], dict[_Series, int], dict[_Series, int]]:
        lost: dict[Group, Fraction] = defaultdict(Fraction)
        absences: dict[Group, int] = defaultdict(int)
        unknown: dict[_Series, int] = defaultdict(int)
        failed: dict[_Series, int] = defaultdict(int)
        for row in self._rows(scope):
            series = scope.series(row)
            failed[series] += row["count"] if row["failed"] else 0
            if _undecided(row):
                unknown[series] += 0 if row["failed"] else row["count"]
                continue
            for first, last in self._counted(row, scope):
                weight = row["count"] * Fraction(row["share"]) * Fraction(row["degree"])
                for period, days in _by_period(first, last, scope, self.working_days):
                    lost[Group(*series, period)] += weight * days
                    absences[Group(*series, period)] += row["count"]
        return lost, absences, unknown, failed

    def _rows(self, scope: Scope) -> list[dict[str, Any]]:
        columns = {"first": self.first + DAY, "last": self.last + DAY, **scope.series_columns()}
        numbers = {"share": self.share, "degree": self.degree}
        return scope.listed(self.over, columns, where=self.where, conditions={"medical": self.medical}, numbers=numbers)

    def _counted(self, row: Mapping[str, Any], scope: Scope) -> Iterator[tuple[int, int]]:
        """The days of a spell that belong to the class that is counted."""
        first = row["first"]
        last = _last_day(scope) if row["last"] is None else row["last"]
        if self.counts == "all" or (
            self.counts in ("medical", "self_certified") and row["medical"] is (self.counts == "medical")
        ):
            yield first, last
        if self.counts not in ("short", "long") or self.limit_days is None:
            return
        length = last - first + 1
        if self._class_of(length) == "long" and self.split_at_limit:
            cut = first + self.limit_days - 1
            yield (first, cut) if self.counts == "short" else (cut + 1, last)
        elif self._class_of(length) == self.counts:
            yield first, last

    def _class_of(self, length: int) -> str:
        limit = self.limit_days or 0
        return self.day_at_limit if length == limit else "short" if length < limit else "long"

    def _agreed(self, scope: Scope) -> tuple[dict[Group, Fraction], int]:
        agreed: dict[Group, Fraction] = defaultdict(Fraction)
        missing = 0
        part = self.agreed
        columns = {"first": part.started + DAY, "last": part.ended + DAY}
        if scope.unit and part.unit:
            columns["__unit"] = part.unit
        for row in scope.listed(part.over, columns, where=part.where, numbers={"share": part.share}):
            if row["first"] is None or row["share"] is None or row["unknown"] or row["failed"]:
                missing += row["count"]
                continue
            last = _last_day(scope) if row["last"] is None else row["last"]
            for period, days in _by_period(row["first"], last, scope, self.working_days):
                agreed[Group(*scope.series(row), period)] += row["count"] * Fraction(row["share"]) * days
        return agreed, missing


def _undecided(row: Mapping[str, Any]) -> bool:
    absent = any(row[key] is None for key in ("first", "share", "degree", "medical"))
    backwards = not absent and row["last"] is not None and row["last"] < row["first"]
    return bool(absent or backwards or row["unknown"] or row["failed"])


def _by_period(first: int, last: int, scope: Scope, which: WorkingDays) -> Iterator[tuple[Period, int]]:
    """The working days of an interval, by the period they lie in."""
    for period in scope.periods:
        start, end = max(first, period.start.toordinal() - 1), min(last, period.end.toordinal() - 1)
        if start <= end:
            yield period, working_days(start, end, which)


def _last_day(scope: Scope) -> int:
    """The last day of which anything is known."""
    last = scope.last.end.toordinal() - 1
    return last if scope.known_until is None else min(last, scope.known_until.date().toordinal() - 1)
