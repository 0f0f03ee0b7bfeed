"""The report's table: what adds up, what is hidden, and that what is hidden cannot be worked out."""

from collections import Counter
from decimal import Decimal

from engine.aml.table import OTHERS, WHOLE, Asked, Axis, Line, table
from engine.aml.tally import Group
from engine.periods import Period
from engine.worktime.kinds import BreachType

JAN, FEB = Period.parse("2023-01"), Period.parse("2023-02")
BY_MONTH = (Axis.TYPE, Axis.MONTH)


def group(name: str, people: int, breaching: int, **counts: int) -> Group:
    names = [f"{name}{number}" for number in range(people)]
    return Group(set(names), set(names[:breaching]), Counter({BreachType(kind): count for kind, count in counts.items()}))


LARGE = {
    JAN: {"drift": group("d", 20, 5, day_total=7, weekly_rest=7), "adm": group("a", 10, 3, day_total=3)},
    FEB: {"drift": group("d", 20, 4, day_total=4), "adm": group("a", 10, 2, day_total=2)},
}


def values(lines: object, key: str) -> list[object]:
    return next(list(line.values) for line in lines if line.key == key)  # type: ignore[attr-defined]


def test_rows_are_types_in_the_order_of_the_report_and_add_up() -> None:
    made = table(Asked(LARGE, [JAN, FEB], has_plan=True), BY_MONTH, Decimal(396))
    assert [line.key for line in made.rows][:2] == ["day_total", "week_overtime"]
    assert values(made.rows, "day_total") == [10, 6]
    assert values(made.below, "total") == [17, 6]
    assert values(made.below, "per_100_man_years") == [Decimal("4.3"), Decimal("1.5")]
    assert values(made.below, "employees") == [8, 6]
    assert values(made.below, "created") == [17, 6]


def test_the_report_s_own_rate() -> None:
    """47 breaches and 396 man-years were 11.9 per hundred in March 2023."""
    counted = {JAN: {"": group("p", 100, 20, day_total=47)}}
    assert values(table(Asked(counted, [JAN]), BY_MONTH, Decimal(396)).below, "per_100_man_years") == [Decimal("11.9")]


def test_a_unit_with_one_or_two_breaching_is_hidden_with_a_neighbour() -> None:
    """In February adm's breaches are two people's: neither it nor drift, which would give it away, is told."""
    made = table(Asked(LARGE, [JAN, FEB]), (Axis.UNIT, Axis.MONTH))
    assert values(made.rows, "adm") == [3, None]
    assert values(made.rows, "drift") == [14, None]
    assert values(made.rows, OTHERS) == [0, 6]


def test_what_is_hidden_in_one_month_is_hidden_in_the_sum_of_all() -> None:
    """January's figure is told, so the sum of both months would be February's."""
    made = table(Asked(LARGE, [JAN, FEB]), (Axis.TYPE, Axis.UNIT))
    assert made.columns == ["adm", "drift", OTHERS]
    assert values(made.rows, "day_total") == [None, None, 16]


def test_one_unit_is_told_only_where_it_would_be_among_all() -> None:
    made = table(Asked(LARGE, [JAN, FEB], unit="adm"), BY_MONTH)
    assert values(made.below, "total") == [3, None]


def test_an_organisation_of_four_is_not_told() -> None:
    counted = {JAN: {"": group("p", 4, 3, day_total=4)}}
    assert values(table(Asked(counted, [JAN]), BY_MONTH).below, "total") == [None]


def test_shares_of_plan_are_told_only_where_there_is_a_plan() -> None:
    made = table(Asked(LARGE, [JAN], unit=WHOLE), BY_MONTH)
    assert [line.key for line in made.below] == ["total", "employees", "repeats"]
    assert isinstance(made.below[0], Line)


def test_where_nobody_is_among_the_others_there_is_no_row_of_them() -> None:
    """A row of zeros asks who they are; one that hides somebody stays."""
    by_unit = (Axis.UNIT, Axis.MONTH)
    assert [line.key for line in table(Asked(LARGE, [JAN]), by_unit).rows] == ["adm", "drift"]
    without_unit = {JAN: {**LARGE[JAN], "": group("x", 6, 4, day_total=4)}}
    assert table(Asked(without_unit, [JAN]), by_unit).rows[-1].key == OTHERS
    too_small = {JAN: {**LARGE[JAN], "liten": group("s", 2, 1, day_total=1)}}
    assert table(Asked(too_small, [JAN]), by_unit).rows[-1].key == OTHERS
