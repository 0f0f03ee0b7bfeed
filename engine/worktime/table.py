"""The month's table: breaches by type, month and unit, and what a reader may see of small groups.

A unit is shown when at least five employees work in it and its breaches come from at least three of them (or from none); the
others are shown together as ANDRE. Where ANDRE itself is too small, the smallest shown units join it until it is large enough:
else it would follow from the total. Sizes decide, not counts, so that a whole organisation's 3 or 4 may be shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from engine.periods import Grain, Period
from engine.worktime.kinds import BreachType, Status
from engine.worktime.result import Result

Dimension = Literal["type", "month", "unit"]

ANDRE: Final = "andre"
"""The units too small to be shown, together. A unit cannot have this name, because ids of units are the organisation's own."""
COUNTED: Final = frozenset({Status.BRUDD, Status.ABSOLUTT})
LEAST_EMPLOYEES, LEAST_PERSONS = 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One cell of the table. A dimension that is summed over is None."""

    type: BreachType | None
    month: Period | None
    unit: str | None
    count: int
    employees: int
    """How many different people the breaches concern."""
    repeated: int
    """Breaches beyond the first of each of them."""
    planned: int
    """Breaches that the plan already made."""
    created: int
    """Breaches that came with changes, overtime and callouts."""
    per_100_man_years: Decimal | None
    """One decimal, rounded half up; None where the man-years are not given."""


@dataclass(frozen=True, slots=True)
class Table:
    lines: tuple[Line, ...]
    hidden: tuple[str, ...]
    """The units that are shown only as ANDRE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """How many there are: employees by unit, and man-years by unit and month (unit "" is the whole organisation)."""

    employees: Mapping[str, int]
    man_years: Mapping[tuple[str, Period], Decimal] = field(default_factory=dict)


def tabulate(
    results: Iterable[Result],
    staff: Staff,
    *,
    by: Collection[Dimension] = ("type", "month"),
    plan: Iterable[Result] = (),
    types: Collection[BreachType] = frozenset(BreachType) - {BreachType.DATA_QUALITY},
) -> Table:
    """Count breaches by the dimensions; `plan` are the results of the plan, against which breaches are planned or created.

    The whole organisation is hidden too when it has fewer than five employees: then the table has no lines.
    """
    counted = [row for row in results if row.status in COUNTED and row.type in types]
    groups = _groups(counted, staff) if "unit" in by else {}
    if sum(staff.employees.values()) < LEAST_EMPLOYEES:
        return Table((), tuple(sorted(staff.employees)))
    planned = _Plan(plan)
    cells: dict[tuple[BreachType | None, Period | None, str | None], list[Result]] = {}
    for row in counted:
        month = Period.containing(row.day, Grain.MONTH)
        key = row.type if "type" in by else None, month if "month" in by else None, groups.get(row.unit)
        cells.setdefault(key, []).append(row)
    lines = [_line(*key, rows, planned, _man_years(staff, key[1], key[2], groups)) for key, rows in cells.items()]
    hidden = sorted(unit for unit, group in groups.items() if group == ANDRE)
    return Table(tuple(sorted(lines, key=_order)), tuple(hidden))


def _groups(rows: Sequence[Result], staff: Staff) -> dict[str, str]:
    """Each unit under the name that it is shown by."""
    persons: dict[str, set[str]] = {unit: set() for unit in (*staff.employees, *(row.unit for row in rows))}
    for row in rows:
        persons[row.unit].add(row.employee)
    by_size = sorted(persons, key=lambda unit: (staff.employees.get(unit, 0), unit))
    hidden = [unit for unit in by_size if not _large_enough([unit], persons, staff)]
    shown = [unit for unit in by_size if unit not in hidden]
    while hidden and shown and not _large_enough(hidden, persons, staff):
        hidden.append(shown.pop(0))
    return {unit: ANDRE if unit in hidden else unit for unit in persons}


def _large_enough(units: Sequence[str], persons: Mapping[str, set[str]], staff: Staff) -> bool:
    concerned: set[str] = set().union(*(persons[unit] for unit in units))
    employed = sum(staff.employees.get(unit, 0) for unit in units)
    return employed >= LEAST_EMPLOYEES and (not concerned or len(concerned) >= LEAST_PERSONS)


class _Plan:
    """The plan's own breaches, by employee and type."""

    def __init__(self, results: Iterable[Result]) -> None:
        self.by_key: dict[tuple[str, BreachType], list[Result]] = {}
        for row in results:
            if row.status is Status.PLANLAGT:
                self.by_key.setdefault((row.employee, row.type), []).append(row)

    def has(self, row: Result) -> bool:
        """Whether the plan breaches the same type in a window that overlaps the row's."""
        same = self.by_key.get((row.employee, row.type), ())
        return any(each.window_start < row.window_end and row.window_start < each.window_end for each in same)


def _line(
    breach: BreachType | None,
    month: Period | None,
    unit: str | None,
    rows: Sequence[Result],
    plan: _Plan,
    man_years: Decimal | None,
) -> Line:
    count, employees = len(rows), len({row.employee for row in rows})
    planned = sum(map(plan.has, rows))
    per_100 = None if not man_years else (100 * count / man_years).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Line(
        type=breach,
        month=month,
        unit=unit,
        count=count,
        employees=employees,
        repeated=count - employees,
        planned=planned,
        created=count - planned,
        per_100_man_years=per_100,
    )


def _man_years(staff: Staff, month: Period | None, unit: str | None, groups: Mapping[str, str]) -> Decimal | None:
    """Of a month, a unit or ANDRE; None as soon as one of them is not given."""
    if month is None:
        return None
    if unit is None:
        return staff.man_years.get(("", month))
    parts = [staff.man_years.get((each, month)) for each, group in groups.items() if group == unit]
    return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


def _order(line: Line) -> tuple[str, int, str]:
    return line.unit or "", 0 if line.month is None else line.month.ordinal, line.type or ""
