"""The plan of a measure: expressions over records as columns, sums of them by group, and intervals for what has a length."""

import operator
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import narwhals as nw

from engine.catalogue import Metric, Organisation
from engine.intake.records.clock import DAY, MICROS, MONTH
from engine.intake.records.source import ColumnType, RecordSource
from engine.intake.records.table import RecordTable
from engine.maintenance import Window
from engine.measures.asked import Asked, Condition, Number, steps
from engine.measures.engines import Frame, collected, open_table
from engine.measures.rows import Found, Group
from engine.measures.schema import Engine, Measure, Tallied, asked_of
from engine.measures.tallying import Tallying
from engine.periods import Grain, Period

_UNIT, _DIMENSION, _WHEN = "__unit", "__dimension", "__when"


@dataclass(frozen=True, slots=True)
class Folded:
    """What was found, by group, and how many records of each could not be judged."""

    found: Mapping[Group, Found]
    unknown: Mapping[Group, int] = field(default_factory=dict)
    failed: Mapping[Group, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """One fold: a measure of an organisation over its tables, from a first to a last period, on an engine."""

    measure: Measure
    metric: Metric
    organisation: Organisation
    tables: Mapping[str, RecordTable]
    first: Period
    last: Period
    engine: Engine
    keep_unit: bool = True
    keep_dimension: bool = True
    known_until: datetime | None = None
    """When the records were drawn; what happened later nobody knows yet."""
    cache: Path | None = None
    """The folder of expressions that were parsed before."""
    windows: Sequence[Window] = ()
    """The maintenance windows that were registered, of every organisation."""

    @property
    def periods(self) -> Sequence[Period]:
        return list(self.first.until(self.last))

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month that the periods touch."""
        return _month(self.first.start), _month(self.last.end)

    @property
    def unit(self) -> str | None:
        """The column of units, when rows are wanted for each."""
        return self.measure.by.unit if self.keep_unit else None

    @property
    def dimension(self) -> str | None:
        return self.measure.by.dimension if self.keep_dimension else None

    @cached_property
    def table(self) -> RecordTable:
        return self.tables[self.measure.over]

    def frame(self, name: str | None = None, at: str | None = None) -> Frame:
        """The records of a table; of a partitioned one only the months that can matter, where `at` divides it."""
        table = self.tables[name or self.measure.over]
        frame = open_table(self.engine, table.paths(at, *self.months) if at else table.paths())
        if table.source.latest is not None:
            frame = _latest(frame, table.source)
        # Engines are asked for the zone of every instant at each step; what no expression reads is left behind.
        return frame.drop([each for each in table.source.names(ColumnType.INSTANT) if each not in self._words])

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word in the measure's expressions."""
        texts = [text for _, text, _ in asked_of(self.measure)]
        texts += [text for _, part in self.measure.parts() for _, text, _ in asked_of(part)]
        return frozenset(re.findall("[a-z0-9_]+", " ".join(texts)))

    def type_of(self, column: str, table: str | None = None) -> ColumnType:
        return self.tables[table or self.measure.over].source.kept[column][1].type

    def asked(self, frame: Frame, table: str | None = None) -> Asked:
        source = self.tables[table or self.measure.over].source
        return Asked(frame, source.types, self.cache, filled=source.filled)

    def tallied(self, measure: Tallied) -> Folded:
        """The kind's sums, in one pass over the records."""
        plan = self.tally_plan(measure)
        sums: dict[Group, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for record in collected(plan):
            group = self.group(record)
            for name, value in record.items():
                if not name.startswith("__") and value is not None:
                    sums[group][name] += Fraction(value)
        factor = self.metric.ratio_factor
        found = {group: measure.found(each, factor) for group, each in sums.items()}
        return Folded(
            found,
            {group: int(each["unknown"]) for group, each in sums.items()},
            {group: int(each["failed"]) for group, each in sums.items()},
        )

    def tally_plan(self, measure: Tallied) -> Frame:
        """The sums as a plan that has not run."""
        frame = self.in_range(self.frame(at=measure.at), measure.at)
        records = Tallying(self, frame)
        tallies = {**measure.tallies(records), **records.beside()}
        columns, keys = records.columns(tallies), self.keys(measure.at)
        sums = {name for name, tally in tallies.items() if tally is not None and tally.of is not None}
        added = (nw.col(name).sum() if name in sums else nw.col(name).count() for name in columns)
        return records.frame.select(**keys, **columns).group_by(*keys).agg(*added)

    def listed(
        self,
        over: str,
        columns: Mapping[str, str],
        *,
        where: str | None = None,
        conditions: Mapping[str, str] | None = None,
        numbers: Mapping[str, str] | None = None,
        within: "Callable[[Frame], Frame]" = lambda frame: frame,
    ) -> list[dict[str, Any]]:
        """The records of a table as few rows: the same ones are counted where they lie. For what has a length or an order.

        Each row has the columns under their new names, conditions as true, false or None, numbers, `count`, and `failed`
        and `unknown`: whether an expression failed, and whether `where` could not be decided.
        """
        asked = self.asked(within(self.frame(over)), over)
        held = {name: asked.condition(text) for name, text in {"__where": where or "true", **(conditions or {})}.items()}
        values = {name: asked.number(text) for name, text in (numbers or {}).items()}
        fallible: list[Condition | Number] = [*held.values(), *values.values()]
        failures = [each.failed for each in fallible if each.failed is not None]
        chosen: dict[str, nw.Expr] = {new: nw.col(name) for new, name in columns.items()}
        chosen |= {name: condition.holds for name, condition in held.items() if condition.holds is not None}
        chosen |= {name: steps(number) for name, number in values.items()}
        chosen["failed"] = nw.coalesce(reduce(operator.or_, failures), nw.lit(False)) if failures else nw.lit(False)
        plan = asked.frame.select(**chosen).filter(nw.coalesce(nw.col("__where"), nw.lit(True)))
        rows = collected(plan.group_by(*chosen).agg(nw.len().alias("count")))
        for row in rows:
            row["unknown"] = row.pop("__where") is None and not row["failed"]
        return rows

    def in_range(self, frame: Frame, at: str) -> Frame:
        """The records that fall into the periods."""
        if self.first.grain is Grain.WEEK:
            first, last, column = self.first.start.toordinal() - 1, self.last.end.toordinal() - 1, at + DAY
        else:
            (first, last), column = self.months, at + MONTH
        return frame.filter((nw.col(column) >= first) & (nw.col(column) <= last))

    def keys(self, at: str) -> dict[str, nw.Expr]:
        """What groups are told apart by. Months (days for weeks) are added up to longer periods afterwards."""
        return {_WHEN: nw.col(at + (DAY if self.first.grain is Grain.WEEK else MONTH)), **self.series_keys()}

    def series_columns(self) -> dict[str, str]:
        """The columns of unit and dimension, under the names by which `series` finds them."""
        named = {_UNIT: self.unit, _DIMENSION: self.dimension}
        return {new: name for new, name in named.items() if name is not None}

    def series_keys(self) -> dict[str, nw.Expr]:
        return {new: nw.col(name) for new, name in self.series_columns().items()}

    def group(self, record: Mapping[str, Any]) -> Group:
        return Group(*self.series(record), self.period(record[_WHEN]))

    def series(self, record: Mapping[str, Any]) -> tuple[str, str]:
        """Unit and dimension of a folded row. A record without them is of no known unit or member."""
        unit = record.get(_UNIT) if self.unit else self.organisation.id
        dimension = record.get(_DIMENSION) if self.dimension else ""
        return unit or "", dimension if dimension is not None else ""

    def period(self, when: int) -> Period:
        if self.first.grain is Grain.WEEK:
            return Period(Grain.WEEK, when // 7)
        month = Period(Grain.MONTH, when)
        return month if self.first.grain is Grain.MONTH else month.enclosing(self.first.grain)

    def only(self, **changes: Any) -> "Scope":
        return replace(self, **changes)


def _latest(frame: Frame, source: RecordSource) -> Frame:
    """Of the records with one key the latest alone. Records that are the same in everything have been let through, as one."""
    name = source.latest or ""
    beside = {ColumnType.INSTANT: MICROS, ColumnType.DATE: DAY}
    order = nw.col(name + beside.get(source.kept[name][1].type, ""))
    return frame.filter(order == order.max().over(*source.key)).unique(subset=list(source.key), keep="any")


def _month(day: Any) -> int:
    return int(day.year) * 12 + int(day.month) - 1
