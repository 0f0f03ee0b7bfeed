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

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Literal

from pydantic import Field

from engine.catalogue import Metric
from engine.errors import Problem
from engine.intake.records.clock import DAY, OSLO
from engine.language import mark
from engine.measures.plan import Folded, Scope
from engine.measures.problems import Code, problem
from engine.measures.rows import Group, ratio
from engine.measures.schema import Measure, Missing, Text
from engine.periods import Period
from engine.red_days import WorkingDays, working_days
from engine.schema import Id, Name, Strict

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

    def checks(self, metric: Metric) -> Sequence[Problem]:
        if self.counts in ("short", "long") and self.limit_days is None:
            message = mark("short and long spells are told apart by limit_days")
            return [problem(metric.id, "limit_days", Code.VALUE, message)]
        if self.by.dimension is not None:
            message = mark("man-days are agreed by unit: sick leave has no other dimension")
            return [problem(metric.id, "by.dimension", Code.VALUE, message)]
        if self.by.unit is not None and self.agreed.unit is None:
            message = mark("man-days lost by unit need man-days agreed by unit")
            return [problem(metric.id, "agreed.unit", Code.VALUE, message)]
        return ()

    def folded(self, scope: Scope) -> Folded:
        judged = _Judged()
        lost, absences = self._lost(scope, judged)
        agreed = self._agreed(scope, judged)
        series = {*(each[:2] for each in lost), *(each[:2] for each in agreed), *judged.unknown, *judged.failed}
        groups = [Group(*each, period) for each in series for period in scope.periods]
        factor = scope.metric.ratio_factor
        found = {each: ratio(lost[each], agreed[each], factor, absences[each]) for each in groups}
        unknown, failed = ({each: counts[each[:2]] for each in groups} for counts in (judged.unknown, judged.failed))
        return Folded(found, unknown, failed)

    def _lost(self, scope: Scope, judged: "_Judged") -> tuple[dict[Group, Fraction], dict[Group, int]]:
        lost: dict[Group, Fraction] = defaultdict(Fraction)
        absences: dict[Group, int] = defaultdict(int)
        # Who certified a spell decides nothing about spells of every kind.
        wanted = {"first", "share", "degree"} | ({"medical"} if self.counts in ("medical", "self_certified") else set())
        for row in self._rows(scope):
            series = scope.series(row)
            if not judged.count(series, row, wanted):
                continue
            for first, last in self._counted(row, scope):
                weight = row["count"] * Fraction(row["share"]) * Fraction(row["degree"])
                for period, days in _by_period(first, last, scope, self.working_days):
                    lost[Group(*series, period)] += weight * days
                    absences[Group(*series, period)] += row["count"]
        return lost, absences

    def _rows(self, scope: Scope) -> list[dict[str, Any]]:
        columns = {"first": self.first + DAY, "last": self.last + DAY, **scope.series_columns()}
        numbers = {"share": self.share, "degree": self.degree}
        return scope.listed(self.over, columns, where=self.where, conditions={"medical": self.medical}, numbers=numbers)

    def _counted(self, row: Mapping[str, Any], scope: Scope) -> Iterator[tuple[int, int]]:
        """The days of a spell that belong to the class that is counted."""
        first = row["first"]
        last = _last(row, scope)
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

    def _agreed(self, scope: Scope, judged: "_Judged") -> dict[Group, Fraction]:
        agreed: dict[Group, Fraction] = defaultdict(Fraction)
        part = self.agreed
        columns = {"first": part.started + DAY, "last": part.ended + DAY}
        if scope.unit and part.unit:
            columns["__unit"] = part.unit
        for row in scope.listed(part.over, columns, where=part.where, numbers={"share": part.share}):
            series = scope.series(row)
            if not judged.count(series, row, {"first", "share"}):
                continue
            for period, days in _by_period(row["first"], _last(row, scope), scope, self.working_days):
                agreed[Group(*series, period)] += row["count"] * Fraction(row["share"]) * days
        return agreed


@dataclass(frozen=True, slots=True)
class _Judged:
    """How many records of each series could not be used, of spells and of positions."""

    unknown: "Counter[_Series]" = field(default_factory=Counter)
    failed: "Counter[_Series]" = field(default_factory=Counter)

    def count(self, series: _Series, row: Mapping[str, Any], wanted: Set[str]) -> bool:
        """True for a record that can be used: all that is wanted is there, and it does not end before it begins."""
        if row["failed"]:
            self.failed[series] += row["count"]
            return False
        absent = row["unknown"] or any(row[key] is None for key in wanted)
        if absent or (row["last"] is not None and row["last"] < row["first"]):
            self.unknown[series] += row["count"]
            return False
        return True


def _by_period(first: int, last: int, scope: Scope, which: WorkingDays) -> Iterator[tuple[Period, int]]:
    """The working days of an interval, by the period they lie in. What is still to come is neither lost nor agreed yet."""
    known = _last_known(scope)
    for period in scope.periods:
        start, end = max(first, period.start.toordinal() - 1), min(last, period.end.toordinal() - 1, known)
        if start <= end:
            yield period, working_days(start, end, which)


def _last(row: Mapping[str, Any], scope: Scope) -> int:
    """The last day of a spell or a position. One that is not over has lasted as long as anything is known, whatever is asked
    for: a spell's class may not depend on which months are measured."""
    return _last_known(scope) if row["last"] is None else int(row["last"])


def _last_known(scope: Scope) -> int:
    until = scope.last.end if scope.known_until is None else scope.known_until.astimezone(OSLO).date()
    return until.toordinal() - 1
