"""The month's table, and what nobody may see in it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.periods import Period
from engine.worktime.kinds import BreachType, Quantity, Status
from engine.worktime.result import Result
from engine.worktime.table import ANDRE, LEAST_EMPLOYEES, LEAST_PERSONS, Line, Staff, tabulate

_MARCH = Period.parse("2023-03")


def _row(employee: str, breach: str = "day_total", day: int = 6, unit: str = "drift", status: str = "brudd") -> Result:
    start = datetime.fromisoformat(f"2023-03-{day:02d}T08:00+01:00")
    return Result(
        employee=employee,
        type=BreachType(breach),
        status=Status(status),
        day=date(2023, 3, day),
        window_start=start,
        window_end=start + timedelta(days=1),
        since=start,
        quantity=Quantity.HOURS,
        actual=Decimal(14),
        limit=Decimal(13),
        excess=Decimal(1),
        profile="dagarbeider",
        profile_from=date(2015, 7, 1),
        law_ref="",
        records=(),
        unit=unit,
    )


def _by_type(lines: Sequence[Line]) -> dict[str | None, int]:
    return {line.type: line.count for line in lines}


def test_the_reports_own_table() -> None:
    """Counts by type and month, 47 of them on 396 man-years are 11.9 on a hundred."""
    counts = {
        "day_total": 12,
        "week_overtime": 9,
        "four_week_overtime": 5,
        "consecutive_sundays": 7,
        "weekly_rest": 10,
        "week_total": 4,
    }
    rows = [_row(f"{number % 9}", breach, day=1 + number) for breach, count in counts.items() for number in range(count)]
    staff = Staff(employees={"drift": 420}, man_years={("", _MARCH): Decimal(396)})
    assert _by_type(tabulate(rows, staff).lines) == counts
    total = tabulate(rows, staff, by=("month",)).lines
    assert [(line.count, line.per_100_man_years, line.employees, line.repeated) for line in total] == [
        (47, Decimal("11.9"), 9, 38)
    ]


def test_only_breaches_of_the_types_asked_for_are_counted() -> None:
    """Warnings, exempt posts, unknown windows and remarks on records are none."""
    rows = [
        _row("a"),
        _row("b", status="varsel"),
        _row("c", status="unntatt"),
        _row("d", status="not_evaluated"),
        _row("e", "data_quality"),
    ]
    assert _by_type(tabulate(rows, Staff(employees={"drift": 10})).lines) == {"day_total": 1}


def test_a_breach_that_the_plan_already_made_is_told_from_one_that_changes_created() -> None:
    """The plan breaches the same type of the same employee in a window that overlaps."""
    rows = [_row("a", day=6), _row("a", day=9), _row("b", day=6)]
    plan = [
        _row("a", day=6, status="planlagt"),
        _row("b", "week_total", day=6, status="planlagt"),
        _row("c", status="planlagt"),
    ]
    line = tabulate(rows, Staff(employees={"drift": 10}), by=(), plan=plan).lines[0]
    assert (line.count, line.planned, line.created) == (3, 1, 2)


def test_a_whole_organisation_may_show_a_count_of_one() -> None:
    """Sizes decide, not counts; but four employees are too few for any table."""
    assert [line.count for line in tabulate([_row("a")], Staff(employees={"drift": 300})).lines] == [1]
    assert tabulate([_row("a")], Staff(employees={"drift": 4})).lines == ()


def test_a_unit_is_shown_only_when_it_is_large_enough() -> None:
    """Five employees, and breaches of three people or of none."""
    rows = [
        *(_row(f"d{n}", unit="drift") for n in range(4)),
        *(_row(f"s{n}", unit="stab") for n in range(4)),
        _row("i1", unit="it"),
    ]
    staff = Staff(employees={"drift": 50, "stab": 4, "it": 30, "hr": 9})
    shown = tabulate(rows, staff, by=("unit",))
    assert {line.unit: line.count for line in shown.lines} == {"drift": 4, ANDRE: 5}
    assert shown.hidden == ("it", "stab")


def test_what_is_hidden_does_not_follow_from_the_total() -> None:
    """One small unit alone would: the smallest shown one joins it."""
    rows = [
        *(_row(f"d{n}", unit="drift") for n in range(4)),
        *(_row(f"i{n}", unit="it") for n in range(4)),
        _row("s1", unit="stab"),
    ]
    shown = tabulate(rows, Staff(employees={"drift": 50, "it": 30, "stab": 4}), by=("unit",))
    assert {line.unit: line.count for line in shown.lines} == {"drift": 4, ANDRE: 5}
    assert shown.hidden == ("it", "stab")


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), max_size=40),
    st.lists(st.integers(0, 12), min_size=6, max_size=6),
)
def test_nothing_shown_is_of_a_small_group(breaches: list[tuple[int, int]], sizes: list[int]) -> None:
    """Neither a unit nor what is left of the total, whatever the units and whoever breaches."""
    staff = Staff(employees={f"u{unit}": size for unit, size in enumerate(sizes)})
    rows = [_row(f"{unit}-{person}", unit=f"u{unit}") for unit, person in breaches]
    table = tabulate(rows, staff, by=("unit",))
    persons = {unit: {row.employee for row in rows if row.unit == unit} for unit in staff.employees}
    shown = [[unit] for unit in staff.employees if unit not in table.hidden]
    for group in [*shown, list(table.hidden)] if table.hidden and shown else shown:
        concerned = set().union(*(persons[unit] for unit in group))
        assert sum(staff.employees[unit] for unit in group) >= LEAST_EMPLOYEES
        assert not concerned or len(concerned) >= LEAST_PERSONS
    assert sum(line.count for line in table.lines) in (0, len(rows))


def test_man_years_of_hidden_units_are_summed_or_unknown() -> None:
    """A figure on a hundred needs the man-years of every unit in it."""
    rows = [*(_row(f"d{n}", unit="drift") for n in range(4)), *(_row(f"s{n}", unit="stab") for n in range(3))]
    man_years = {("drift", _MARCH): Decimal(40), ("stab", _MARCH): Decimal(3), ("hr", _MARCH): Decimal(7)}
    staff = Staff(employees={"drift": 50, "stab": 4, "hr": 4}, man_years=man_years)
    lines = tabulate(rows, staff, by=("month", "unit")).lines
    assert {line.unit: line.per_100_man_years for line in lines} == {"drift": Decimal("10.0"), ANDRE: Decimal("30.0")}
    del man_years["hr", _MARCH]
    lines = tabulate(rows, staff, by=("month", "unit")).lines
    assert {line.unit: line.per_100_man_years for line in lines} == {"drift": Decimal("10.0"), ANDRE: None}
