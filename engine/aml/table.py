"""The report's own table: breaches by two of type, month and unit, with nobody recognised in it.

A unit that is too small, or that the others would give away, is in the row of the other units («Andre»).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from engine.aml.small_groups import FEWEST_PEOPLE, Tree, told_apart
from engine.aml.tally import Group, Tally
from engine.numbers import quotient, round_half_up
from engine.periods import Period
from engine.worktime.kinds import BreachType

WHOLE: Final = "*"
"""All units together."""
OTHERS: Final = "…"
"""The units that are not told by themselves, and what belongs to none."""

IN_THE_REPORT: Final = (
    BreachType.DAY_TOTAL,
    BreachType.WEEK_OVERTIME,
    BreachType.FOUR_WEEK_OVERTIME,
    BreachType.CONSECUTIVE_SUNDAYS,
    BreachType.WEEKLY_REST,
    BreachType.WEEK_TOTAL,
)
"""The order of the report; other types follow where there is a breach of them."""


class Axis(StrEnum):
    TYPE = "type"
    MONTH = "month"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. A value is None where it would tell of too few."""

    key: str
    values: Sequence[int | Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    columns: Sequence[str]
    rows: Sequence[Line]
    below: Sequence[Line]
    """total, per_100_man_years, employees, repeats, planned, created: for each column, as far as they are known."""


@dataclass(frozen=True)
class Asked:
    """What a table is asked of. Groups of a month or of all months, of a unit or of the whole."""

    tally: Tally
    months: Sequence[Period]
    unit: str = WHOLE
    fewest: int = FEWEST_PEOPLE
    has_plan: bool = False
    """True where there are planned records to hold the breaches against."""
    trees: Mapping[Period, Tree] = field(default_factory=dict)
    """What lies under which unit in each month: then nobody is recognised by holding the table against the figures of whole
    units, which engine/aml/measured.py hands over. Without, every unit stands beside the others.
    """
    _shown: dict[Period, dict[str, Group]] = field(default_factory=dict)

    @cached_property
    def units(self) -> list[str]:
        return sorted({unit for month in self.months for unit in self.tally.get(month, {}) if unit})

    @cached_property
    def types(self) -> list[BreachType]:
        found = {kind for month in self.months for group in self.tally.get(month, {}).values() for kind in group.counts}
        return [*IN_THE_REPORT, *sorted(found.difference(IN_THE_REPORT))]

    def shown(self, month: Period) -> dict[str, Group]:
        """The units that are told of in a month, and the whole."""
        if month not in self._shown:
            own = dict(self.tally.get(month, {}))
            tree = self.trees.get(month) or Tree(WHOLE, {WHOLE: [unit for unit in own if unit]})
            whole = sum(own.values(), Group())
            shown = told_apart(tree, own, self.fewest)
            self._shown[month] = {WHOLE: whole, **shown} if len(whole.people) >= self.fewest else {}
        return self._shown[month]

    def kept(self, months: Sequence[Period]) -> list[str]:
        """The units that are told of in all of the months: what is hidden in one must not follow from the sum of all."""
        return [
            unit
            for unit in self.units
            if all(unit in self.shown(month) or unit not in self.tally.get(month, {}) for month in months)
        ]

    @cached_property
    def has_others(self) -> bool:
        """Whether somebody belongs to no unit, or to one that is not told of by itself."""
        kept = self.kept(self.months)
        left = (group for month in self.months for unit, group in self.tally.get(month, {}).items() if unit not in kept)
        return any(group.people or group.counts for group in left)

    def group(self, months: Sequence[Period], unit: str) -> Group | None:
        """The people and breaches of a unit over some months; None when they may not be told."""
        if any(WHOLE not in self.shown(month) and self.tally.get(month) for month in months):
            return None
        kept = self.kept(months)
        if unit not in (WHOLE, OTHERS) and unit not in kept:
            return None
        found = Group()
        for month in months:
            own = self.tally.get(month, {})
            names = own if unit == WHOLE else [name for name in own if name not in kept] if unit == OTHERS else [unit]
            for name in names:
                found += own.get(name, Group())
        return found


def table(asked: Asked, by: tuple[Axis, Axis], man_years: Decimal | None = None) -> Table:
    """Rows by the first axis, columns by the second."""
    rows, columns = (_keys(asked, axis) for axis in by)
    lines = [Line(row, [_value(asked, dict(zip(by, (row, column), strict=True))) for column in columns]) for row in rows]
    groups = [_group(asked, {by[1]: column}) for column in columns]
    kinds = [BreachType(column) if by[1] is Axis.TYPE else None for column in columns]
    return Table(columns=columns, rows=lines, below=list(_below(groups, kinds, man_years, has_plan=asked.has_plan)))


def _keys(asked: Asked, axis: Axis) -> list[str]:
    if axis is Axis.MONTH:
        return [str(month) for month in asked.months]
    if axis is Axis.TYPE:
        return [kind.value for kind in asked.types]
    # Where everybody is told of in a unit there are no others: a row of zeros would raise the question who they are.
    return [*asked.units, *([OTHERS] if asked.has_others else [])]


def _group(asked: Asked, at: dict[Axis, str]) -> Group | None:
    months = [Period.parse(at[Axis.MONTH])] if Axis.MONTH in at else asked.months
    return asked.group(months, at.get(Axis.UNIT, asked.unit))


def _value(asked: Asked, at: dict[Axis, str]) -> int | None:
    group = _group(asked, at)
    if group is None:
        return None
    return group.counts[BreachType(at[Axis.TYPE])] if Axis.TYPE in at else group.counts.total()


def _below(
    groups: Sequence[Group | None], kinds: Sequence[BreachType | None], man_years: Decimal | None, *, has_plan: bool
) -> Iterable[Line]:
    totals = [
        None if group is None else group.counts.total() if kind is None else group.counts[kind]
        for group, kind in zip(groups, kinds, strict=True)
    ]
    yield Line("total", totals)
    if man_years is not None:
        yield Line("per_100_man_years", [None if each is None else _per_100(each, man_years) for each in totals])
    if not any(kinds):
        yield Line("employees", [None if group is None else len(group.breaching) for group in groups])
        yield Line("repeats", [None if group is None else group.repeats for group in groups])
    if has_plan and not any(kinds):
        yield Line("planned", [None if group is None else group.planned for group in groups])
        yield Line("created", [None if group is None else group.counts.total() - group.planned for group in groups])


def _per_100(count: int, man_years: Decimal) -> Decimal:
    return round_half_up(quotient(Decimal(count), man_years, 100), 1)
