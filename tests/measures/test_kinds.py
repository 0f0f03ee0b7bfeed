"""Each kind by hand-worked examples, on DuckDB, polars and pandas at once; the choices that flip a verdict flip it here."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.measures import MeasureError, plan
from tests.measures.measuring import DATE, DECIMAL, INSTANT, ORGANISATION, TEXT, TRUTH, WHOLE, metric, records, rows, values

CALLS = {"at": INSTANT, "unit": TEXT, "wait": WHOLE, "answered": TRUTH}
AT = "2023-03-01 08:00:00"
OVER = {"over": "calls", "at": "at", "per": "month"}


def calls(folder: Path, *lines: str) -> Any:
    return records(folder, "calls", CALLS, "\n".join(f"{AT};{line}" if line.count(";") == 2 else line for line in lines))


def test_the_five_formulas_in_use_give_the_published_numbers(tmp_path: Path) -> None:
    """1000 answered, 60 abandoned of which 20 within the limit, 860 in time: AML.md §6."""
    table = calls(tmp_path, *["org;60;1"] * 860, *["org;61;1"] * 140, *["org;60;0"] * 20, *["org;61;0"] * 40)
    base = {**OVER, "kind": "answered_within", "answered": "answered", "wait": "wait", "seconds": 60}
    for limit, abandoned, expected in (
        ("at_most", {"abandoned": "none"}, "86"),
        ("at_most", {"abandoned": "all"}, "81.132075471698"),
        ("at_most", {"abandoned": "exclude_short", "short_seconds": 60}, "82.692307692308"),
        ("below", {"abandoned": "none"}, "0"),
    ):
        assert values(rows(metric({**base, **abandoned, "limit": limit}), table)) == [expected]


def test_what_nobody_knows_counts_as_the_file_says(tmp_path: Path) -> None:
    """A call without a wait: left out, counted against, or the figure is withheld."""
    table = calls(tmp_path, "org;60;1", "org;61;1", "org;;1")
    share = {**OVER, "kind": "share", "of": "wait <= 60"}
    found = [rows(metric({**share, "missing": missing}), table)[0] for missing in ("leave_out", "as_no", "withhold")]
    assert [None if row.value is None else str(row.value) for row in found] == ["50", "33.333333333333", None]
    assert {row.unknown for row in found} == {1}


@pytest.mark.parametrize(
    ("abandoned", "as_no", "left_out"),
    [
        ({"abandoned": "exclude_short", "short_seconds": 60}, 5, 2),
        ({"abandoned": "all"}, 6, 4),
        ({"abandoned": "none"}, 3, 1),
    ],
)
def test_a_call_that_may_belong_stays_in_the_denominator_as_a_no(
    tmp_path: Path, abandoned: dict[str, Any], as_no: int, left_out: int
) -> None:
    """Given up after nobody knows how long, or nobody knows whether it was answered: as_no counts it, leave_out does not."""
    table = calls(tmp_path, "org;60;1", "org;;1", "org;60;0", "org;61;0", "org;;0", "org;61;")
    base = {**OVER, "kind": "answered_within", "answered": "answered", "wait": "wait", "seconds": 60, "limit": "at_most"}
    for missing, expected in (("as_no", as_no), ("leave_out", left_out)):
        (row,) = rows(metric({**base, **abandoned, "missing": missing}), table)
        assert (row.numerator, row.denominator) == (1, expected)


def test_a_failing_expression_gives_no_value_and_is_counted(tmp_path: Path) -> None:
    """Division by zero is not a no."""
    table = calls(tmp_path, "org;0;1", "org;5;1")
    (row,) = rows(metric({**OVER, "kind": "share", "of": "60 / wait > 1"}), table)
    assert (row.value, row.failed, row.n) == (None, 1, Decimal(1))


def test_sums_over_sums_never_means_of_means(tmp_path: Path) -> None:
    """By unit and for the whole: the whole is not the mean of its units."""
    table = calls(tmp_path, "drift;60;1", "it;61;1", "it;61;1", "it;60;1")
    share = metric({**OVER, "kind": "share", "of": "wait <= 60", "by": ["unit"]})
    assert values(rows(share, table)) == ["100", "33.333333333333"]
    assert values(rows(share, table, by=())) == ["50"]


def test_months_are_norways(tmp_path: Path) -> None:
    """Half past midnight on the first of April in Norway is still March in UTC, and counts in April."""
    table = records(tmp_path, "calls", CALLS, "2023-03-31 23:59:59;org;1;1 | 2023-04-01 00:30:00;org;1;1", partition="at")
    count = metric({**OVER, "kind": "count", "no_records": "zero"}, "count")
    assert values(rows(count, table, periods=("2023-03", "2023-05"))) == ["1", "1", "0"]
    unknown = metric({**OVER, "kind": "count", "no_records": "missing"}, "count")
    assert values(rows(unknown, table, periods=("2023-05", "2023-05"))) == [None]


@pytest.mark.parametrize(("period", "n"), [("2023-Q1", 1), ("2023-T1", 2), ("2023", 3), ("2023-W13", 2)])
def test_longer_periods_and_weeks_are_added_up(tmp_path: Path, period: str, n: int) -> None:
    """The same records in the periods of every grain."""
    lines = "2023-03-31 08:00:00;org;1;1 | 2023-04-02 23:59:59;org;1;1 | 2023-12-31 08:00:00;org;1;1"
    grain = {"Q": "quarter", "T": "tertial", "W": "week"}.get(period[5:6], "year")
    count = metric({**OVER, "kind": "count", "no_records": "zero", "per": grain}, "count")
    assert rows(count, records(tmp_path, "calls", CALLS, lines), periods=(period, period))[0].n == n


def test_quantiles_by_both_methods(tmp_path: Path) -> None:
    """Of 1, 2, 3, 4: the median by rank is 2, between the two nearest 2.5."""
    table = calls(tmp_path, *(f"org;{wait};1" for wait in (4, 2, 1, 3)))
    base = {**OVER, "kind": "quantile", "of": "wait", "quantile": Decimal("0.5")}
    assert values(rows(metric({**base, "method": "nearest_rank"}, "s"), table)) == ["2"]
    assert values(rows(metric({**base, "method": "interpolated"}, "s"), table)) == ["2.5"]


def test_sums_means_and_ratios_are_exact(tmp_path: Path) -> None:
    """0.10 + 0.20 is 0.30; a mean of thirds has 12 decimals, rounded half up."""
    table = records(
        tmp_path, "calls", {"at": DATE, "price": DECIMAL, "n": WHOLE}, "2023-03-01;0.10;1 | 2023-03-02;0.20;2 | 2023-03-03;;3"
    )
    assert values(rows(metric({**OVER, "kind": "sum", "of": "price", "no_records": "zero"}, "NOK"), table)) == ["0.3"]
    assert values(rows(metric({**OVER, "kind": "mean", "of": "price", "weight": "records"}, "NOK"), table)) == ["0.15"]
    assert values(rows(metric({**OVER, "kind": "mean", "of": "price", "weight": "n"}, "NOK"), table)) == ["0.166666666667"]
    assert values(rows(metric({**OVER, "kind": "ratio", "numerator": "price", "denominator": "n"}), table)) == ["10"]


def test_a_base_that_is_too_small_gives_no_figure(tmp_path: Path) -> None:
    """minimum_n withholds value, numerator and denominator; n says why."""
    (row,) = rows(metric({**OVER, "kind": "share", "of": "wait <= 60", "minimum_n": 2}), calls(tmp_path, "org;60;1"))
    assert (row.value, row.numerator, row.denominator, row.n) == (None, None, None, 1)


def test_a_period_that_is_not_over_is_marked_or_withheld(tmp_path: Path) -> None:
    """Drawn on the last evening of March, March is not over."""
    table = calls(tmp_path, "org;60;1")
    share = {**OVER, "kind": "share", "of": "wait <= 60"}
    evening = datetime(2023, 3, 31, 21, 59, tzinfo=UTC)
    shown, withheld = (
        rows(metric({**share, "incomplete": each}), table, known_until=evening)[0] for each in ("show", "withhold")
    )
    assert (shown.incomplete, shown.value, withheld.value) == (True, Decimal(100), None)
    assert not rows(metric(share), table, known_until=datetime(2023, 3, 31, 22, 0, tzinfo=UTC))[0].incomplete


def test_first_line_is_of_all_or_of_the_solved(tmp_path: Path) -> None:
    """Two of four solved at once, one handed on, one still open: half of all, two thirds of the solved."""
    columns = {"at": DATE, "solved": TRUTH, "level": WHOLE, "again": TRUTH}
    table = records(tmp_path, "calls", columns, "2023-03-01;1;1;0 | 2023-03-01;1;1;1 | 2023-03-01;1;2;0 | 2023-03-01;0;1;0")
    base = {**OVER, "kind": "first_line", "solved": "solved", "escalated": "level > 1", "reopened": "ignored"}
    assert values(rows(metric({**base, "base": "all"}), table)) == ["50"]
    assert values(rows(metric({**base, "base": "solved"}), table)) == ["66.666666666667"]
    assert values(rows(metric({**base, "base": "all", "reopened": "again"}), table)) == ["25"]


@pytest.mark.parametrize(
    ("limit", "unsolved", "value"),
    [("at_most", "late", "50"), ("below", "late", "25"), ("at_most", "leave_out", "66.666666666667")],
)
def test_solved_at_exactly_the_limit_and_not_yet_solved(tmp_path: Path, limit: str, unsolved: str, value: str) -> None:
    """One in time, one at the limit, one late, one open; hours are elapsed, so the night of the clocks has one less."""
    columns = {"at": DATE, "opened": INSTANT, "solved": INSTANT}
    lines = (
        "2023-03-01;2023-03-01 08:00:00;2023-03-01 08:30:00 | 2023-03-26;2023-03-26 01:30:00;2023-03-26 03:30:00"
        " | 2023-03-01;2023-03-01 08:00:00;2023-03-01 09:00:01 | 2023-03-01;2023-03-01 08:00:00;"
    )
    keys = {"opened": "opened", "solved": "solved", "within_seconds": "3600", "clock": "elapsed"}
    written = {**OVER, **keys, "kind": "solved_in_time", "limit": limit, "unsolved": unsolved}
    assert values(rows(metric(written), records(tmp_path, "calls", columns, lines))) == [value]


@pytest.mark.parametrize(("closed_then", "open_then"), [("open", "2"), ("closed", "1")])
def test_a_ticket_closed_at_midnight_is_open_or_closed_as_said(tmp_path: Path, closed_then: str, open_then: str) -> None:
    """One closed at 00:00 on the first of April, one of years ago still open, one opened in April."""
    lines = "2023-03-01 08:00:00;2023-04-01 00:00:00 | 2019-01-01 08:00:00; | 2023-04-01 00:00:00;"
    table = records(tmp_path, "calls", {"opened": INSTANT, "closed": INSTANT}, lines)
    keys = {"opened": "opened", "closed": "closed", "instant": "period_end", "closed_then": closed_then}
    assert values(rows(metric({"over": "calls", "per": "month", "kind": "backlog", **keys}, "count"), table)) == [open_then]


def test_turnover_has_the_reports_own_number_and_each_choice_another(tmp_path: Path) -> None:
    """11 leavers of 318 are 3.459 %; a leaver on the last day leaves in the year or in the next."""
    columns = {"started": DATE, "ended": DATE, "permanent": TRUTH, "pension": TRUTH}
    lines = ["2010-01-01;;1;0"] * 318 + ["2010-01-01;2014-12-31;1;0"] * 11 + ["2015-06-01;2015-06-30;0;0"]
    table = records(tmp_path, "staff", columns, "\n".join(lines))
    keys = {"started": "started", "ended": "ended", "counted": "permanent", "leaver": "not pension", "window": "period"}
    base = {"over": "staff", "per": "year", "kind": "turnover", "headcount": "month_ends", **keys}
    year = ("2015", "2015")
    assert values(rows(metric({**base, "leaves_on": "last_day"}), table, periods=year)) == ["0"]
    assert values(rows(metric({**base, "leaves_on": "day_after"}), table, periods=year)) == ["3.459119496855"]


@pytest.mark.parametrize(
    ("counts", "day_at_limit", "split", "lost"),
    [
        ("short", "short", False, "10"),
        ("short", "long", False, "0"),
        ("long", "neither", False, "13"),
        ("long", "short", True, "1"),
        ("short", "short", True, "22"),
        ("all", "short", False, "23"),
    ],
)
def test_the_sixteenth_day_is_in_the_class_that_the_file_says(
    tmp_path: Path, counts: str, day_at_limit: str, split: bool, lost: str
) -> None:
    """A spell of 16 days with 10 working days in it, one of 17 with 13, in a March without red days."""
    columns = {"first": DATE, "last": DATE, "share": DECIMAL, "degree": DECIMAL, "doctor": TRUTH}
    spells = records(tmp_path, "spells", columns, "2023-03-04;2023-03-19;1.00;1.00;1 | 2023-03-01;2023-03-17;1.00;1.00;1")
    staff = records(tmp_path, "staff", {"from": DATE, "to": DATE, "share": DECIMAL}, "2020-01-01;;1.00")
    keys = {"first": "first", "last": "last", "share": "share", "degree": "degree", "medical": "doctor", "limit_days": 16}
    agreed = {"over": "staff", "started": "from", "ended": "to", "share": "share"}
    written = {"over": "spells", "per": "month", "kind": "sick_leave", "working_days": "mon_fri_without_red_days", **keys}
    written |= {"counts": counts, "day_at_limit": day_at_limit, "split_at_limit": split, "agreed": agreed}
    (row,) = rows(metric(written), spells, staff)
    assert (str(row.numerator), str(row.denominator)) == (lost, "23")


def test_the_latest_report_speaks_for_a_project(tmp_path: Path) -> None:
    """Green then red is red; last month's report speaks only as long as it is valid; a contradiction says nothing."""
    columns = {"at": DATE, "project": TEXT, "light": TEXT}
    lines = (
        "2023-03-01;a;green | 2023-03-20;a;red | 2023-02-20;b;red | 2023-03-05;c;red | 2023-03-05;c;green | 2023-03-05;d;green"
    )
    table = records(tmp_path, "reports", columns, lines)
    keys = {"at": "at", "project": "project", "figure": "share", "light": "light", "lights": ["red"]}
    base = {"over": "reports", "per": "month", "kind": "project_status", **keys}
    (row,) = rows(metric({**base, "valid_periods": 1}), table)
    assert (str(row.value), row.unknown) == ("50", 1)
    assert values(rows(metric({**base, "valid_periods": 2}), table)) == ["66.666666666667"]


def test_units_that_there_are_not_are_told(tmp_path: Path) -> None:
    """A figure of a unit that nobody judges is not made."""
    with pytest.raises(MeasureError, match="did you mean 'drift'"):
        rows(metric({**OVER, "kind": "count", "no_records": "zero", "by": ["unit"]}, "count"), calls(tmp_path, "drfit;1;1"))


def test_periods_of_another_grain_are_told(tmp_path: Path) -> None:
    """A monthly figure has no year."""
    with pytest.raises(MeasureError, match="one figure per month"):
        rows(
            metric({**OVER, "kind": "count", "no_records": "zero"}, "count"),
            calls(tmp_path, "org;1;1"),
            periods=("2023", "2023"),
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"over": "call"}, "there is no record source 'call' (did you mean 'calls'?)"),
        ({"at": "wait"}, "the column is of type integer, and instant / date is needed here"),
        ({"of": "wiat <= 60"}, "did you mean 'wait'"),
        ({"of": "wait"}, "a condition must be true or false"),
        ({"missing": None}, "one of leave_out, as_no, withhold is expected"),
        ({"kind": "shares"}, "unknown kind 'shares' (did you mean 'share'?)"),
    ],
)
def test_a_measure_that_does_not_fit_its_records_is_told(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    """Before anything is folded, with the key."""
    with pytest.raises(MeasureError) as refused:
        rows(metric({**OVER, "kind": "share", "of": "wait <= 60", **change}), calls(tmp_path, "org;1;1"))
    assert said in str(refused.value)


def test_required_columns_change_the_work_and_not_the_figures(tmp_path: Path) -> None:
    """What cannot be unknown is not asked for; where it can, it is."""
    lines = [f"{AT};org;60;1", f"{AT};org;61;1", f"{AT};org;61;0", f"{AT};org;;1"]
    asked = metric({**OVER, "kind": "answered_within", "answered": "answered", "wait": "wait", "seconds": 60,
                    "limit": "at_most", "abandoned": "all", "missing": "leave_out"})  # fmt: skip
    required = {name: {**column, "required": True} for name, column in CALLS.items()}
    found, plans = [], []
    for columns in (CALLS, required):
        table = records(tmp_path, "calls", columns, "\n".join(lines[:3]))
        found.append(rows(asked, table))
        month = found[-1][0].period
        plans.append(plan(asked, ORGANISATION, {"calls": table}, month, month))
    assert found[0] == found[1]
    assert [text.count("NULL") > 0 and "unknown" in text.partition("engine")[2] for text in plans] == [True, False]
    (row,) = rows(asked, records(tmp_path, "calls", CALLS, "\n".join(lines)))
    assert (row.n, row.unknown) == (3, 1)
