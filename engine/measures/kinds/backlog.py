"""How many tickets are open at the end of the period.

measure: {kind: backlog, over: tickets, opened: opened, closed: closed, instant: period_end, closed_then: open,
          per: month, missing: withhold, incomplete: show}
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import narwhals as nw

from engine.catalogue import Metric
from engine.errors import Problem
from engine.intake.records.clock import DAY, MICROS, midnight
from engine.intake.records.source import ColumnType
from engine.language import mark
from engine.measures.engines import collected
from engine.measures.plan import Folded, Scope
from engine.measures.problems import Code, problem
from engine.measures.rows import Found, Group, amount
from engine.measures.schema import Measure, Missing
from engine.measures.tallying import Tallying
from engine.periods import Period
from engine.schema import Name


class Backlog(Measure):
    """Opened before the instant and not closed before it. Nothing is cut off: a ticket of years ago may still be open."""

    kind: Literal["backlog"]
    opened: Name
    closed: Name
    """Missing: the ticket is open."""
    instant: Literal["period_end"]
    closed_then: Literal["open", "closed"]
    """What a ticket is that was closed at exactly the instant: the first of the next period, at midnight."""
    missing: Missing

    times: ClassVar[tuple[str, ...]] = ("opened", "closed")

    def checks(self, metric: Metric) -> Sequence[Problem]:
        if metric.ratio_factor != 1:
            message = mark("a backlog is a count, and the metric is measured in %")
            return [problem(metric.id, "kind", Code.VALUE, message)]
        return ()

    def folded(self, scope: Scope) -> Folded:
        found: dict[Group, int] = defaultdict(int)
        unknown: dict[Group, int] = defaultdict(int)
        failed: dict[Group, int] = defaultdict(int)
        for record in collected(self.plan(scope)):
            for position, period in enumerate(scope.periods):
                group = Group(*scope.series(record), period)
                found[group] += record[f"open_{position}"]
                unknown[group] += record.get("unknown", 0)
                failed[group] += record.get("failed", 0)
        return Folded({group: amount(count, count) for group, count in found.items()}, unknown, failed)

    def plan(self, scope: Scope) -> nw.LazyFrame[Any]:
        """One pass: for each period's end, the tickets that are open then."""
        frame = scope.frame()
        records = Tallying(scope, frame)
        opened, closed = (_clock(scope, name) for name in (self.opened, self.closed))
        start, end = records.column(opened), records.column(closed)
        records.remember(start.is_null(), None)
        tallies = {
            f"open_{position}": records.counted(
                (start < _instant(scope, self.opened, period)) & (end.is_null() | self._still(scope, end, period))
            )
            for position, period in enumerate(scope.periods)
        }
        columns = records.columns({**tallies, **records.beside()})
        keys = {**scope.series_keys(), "__all": nw.lit(1)}
        return records.frame.select(**keys, **columns).group_by(*keys).agg(*(nw.col(name).count() for name in columns))

    def _still(self, scope: Scope, end: nw.Expr, period: Period) -> nw.Expr:
        instant = _instant(scope, self.closed, period)
        return end >= instant if self.closed_then == "open" else end > instant

    def empty(self) -> Found:
        return amount(0, 0)


def _clock(scope: Scope, column: str) -> str:
    return column + (MICROS if scope.type_of(column) is ColumnType.INSTANT else DAY)


def _instant(scope: Scope, column: str, period: Period) -> int:
    """The first instant, or the first day, behind the period, as the column counts."""
    day = period.shift(1).start
    return midnight(day) if scope.type_of(column) is ColumnType.INSTANT else day.toordinal() - 1
