"""Crosstabs: labels down, periods across; the last column is the delivery's period, whatever the captions say."""

from decimal import Decimal
from typing import Any

import pytest

from engine.errors import DeliveryRefused
from engine.intake import Profile
from tests.intake.catalogue import figures, profiles, values
from tests.intake.workbooks import crosstab, workbook


def profile(**keys: Any) -> Profile:
    rows = {"Feil": {"metric": "errors_registered"}}
    return Profile.model_validate(
        {"id": "p", "format": "csv", "layout": "crosstab", "headings": "month_name", "rows": rows, **keys}
    )


def periods(heading_line: str, period: str, **keys: Any) -> list[str]:
    columns = heading_line.count(";")
    content = f"{heading_line}\nFeil{';5' * columns}\n"
    return [str(figure.period) for figure in figures(content.encode(), profile(**keys), period=period)]


def test_the_reports_own_table_is_read_cell_by_cell() -> None:
    """The caption of the wrong year and the remarks are never read; 0.55 in percent format is 55 per cent."""
    found = figures(crosstab(), profiles()["drift"], period="2023-03")
    assert [(f.series.metric, f.series.dimension, str(f.period), f.value, f.place) for f in found] == [
        ("errors_registered", "", "2023-01", Decimal(754), "Drift!B3"),
        ("errors_registered", "", "2023-02", Decimal(674), "Drift!C3"),
        ("errors_registered", "", "2023-03", Decimal(865), "Drift!D3"),
        ("preparedness", "green", "2023-01", Decimal(1), "Drift!B4"),
        ("preparedness", "green", "2023-02", Decimal(1), "Drift!C4"),
        ("preparedness", "green", "2023-03", Decimal(0), "Drift!D4"),
        ("telephone_share", "", "2023-01", Decimal(52), "Drift!B5"),
        ("telephone_share", "", "2023-02", Decimal(55), "Drift!C5"),
        ("telephone_share", "", "2023-03", Decimal(55), "Drift!D5"),
    ]


def test_months_are_counted_back_over_new_year() -> None:
    found = periods(";September;Oktober;November;Desember;Januar;Februar;Mars", "2023-03")
    assert found == ["2022-09", "2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03"]


def test_a_year_beside_a_month_is_never_believed() -> None:
    """«Mars 2022» stands over the figures of March 2023 in a real report."""
    assert periods(";Antall brudd Jan 1999;Mars 2022", "2023-03") == ["2023-01", "2023-03"]


def test_a_month_of_thirteen_is_the_year_before() -> None:
    assert periods(";Mars 2022;April;Mars 2023", "2023-03") == ["2022-03", "2022-04", "2023-03"]


def test_snapshots_on_the_first_close_the_month_before() -> None:
    line = ";1.august;1.oktober;1.desember;1.januar;1. februar;1. mars;1. april"
    found = periods(line, "2023-03", headings="first_of_month")
    assert found == ["2022-07", "2022-09", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03"]


def test_years_are_years() -> None:
    rows = {"Feil": {"metric": "headcount"}}
    assert periods(";2014;2015", "2015", headings="year", rows=rows) == ["2014", "2015"]


def test_the_last_month_of_a_years_delivery_is_december() -> None:
    assert periods(";Oktober;November;Desember", "2022") == ["2022-10", "2022-11", "2022-12"]


@pytest.mark.parametrize(
    ("headings", "period", "kind", "problem"),
    [
        (";Februar;Mars", "2023-02", "month_name", "[D015] the last period is 'Mars', but the delivery is for 2023-02"),
        (";Mars;Februar", "2023-03", "month_name", "[D015] the last period is 'Februar', but the delivery is for 2023-03"),
        (
            ";1. mars;1. april",
            "2023-04",
            "first_of_month",
            "[D015] the last period is '1. april', but the delivery is for 2023-04",
        ),
        (";2014;2015", "2016", "year", "[D015] the last period is '2015', but the delivery is for 2016"),
        (";2015;2015", "2015", "year", "[D012] the heading '2015' stands twice in a row"),
        (
            ";Februar;Mars",
            "2023-W13",
            "month_name",
            "[D045] the columns are months, and the delivery's period 2023-W13 is a week",
        ),
        (";Totalt;Mars", "2023-03", "month_name", "[D014] the heading 'Totalt' does not name one month"),
        (";2. mars;1. april", "2023-03", "first_of_month", "[D014] the heading '2. mars' is not the first of a month"),
        (";Mars 2014;2015", "2015", "year", "[D014] the heading 'Mars 2014' is not a year"),
    ],
)
def test_headings_that_do_not_lead_to_the_deliveries_period_are_refused(
    headings: str, period: str, kind: str, problem: str
) -> None:
    rows = {"Feil": {"metric": "headcount" if kind == "year" else "errors_registered"}}
    with pytest.raises(DeliveryRefused) as refused:
        periods(headings, period, headings=kind, rows=rows)
    assert problem in "\n".join(problem.line() for problem in refused.value.problems)


def test_dates_that_excel_made_of_headings_are_read_by_their_month() -> None:
    """«1. april» and «Mars 2023» typed into Excel become dates; the year in them is the typist's, not the figure's."""
    from datetime import date

    def dated(*days: date) -> bytes:
        def write(book: Any, page: Any) -> None:
            for column, day in enumerate(days, start=1):
                page.write_datetime(0, column, day, book.add_format({"num_format": "d. mmmm"}))

        return workbook((), ("Feil", 1, 2), more=write)

    content = dated(date(1999, 3, 1), date(1999, 4, 1))
    of = profile(format="xlsx", headings="first_of_month")
    assert [str(f.period) for f in figures(content, of, period="2023-03")] == ["2023-02", "2023-03"]
    assert [str(f.period) for f in figures(content, profile(format="xlsx"), period="2022-04")] == ["2022-03", "2022-04"]


def test_a_blank_label_and_footnotes_are_passed_over_where_the_profile_names_them() -> None:
    rows = {"Feil": {"metric": "errors_registered"}, "": {"ignore": True}, "Kilde: drift": {"ignore": True}}
    content = ";Mars\n;se under\nFeil;5\nKilde: drift;x\n"
    assert values(figures(content.encode(), profile(rows=rows), period="2023-03"))[0][-1] == 5


def test_an_optional_row_may_be_absent() -> None:
    rows = {"Feil": {"metric": "errors_registered"}, "Rød": {"metric": "preparedness", "dimension": "red", "optional": True}}
    assert len(figures(b";Mars\nFeil;5\n", profile(rows=rows), period="2023-03")) == 1


def test_the_label_column_may_stand_anywhere() -> None:
    found = figures(b"Mars;Etikett\n5;Feil\n", profile(label="Etikett"), period="2023-03")
    assert found[0].place == "line 2 «Mars»"


def test_a_label_column_that_is_not_there_is_told() -> None:
    with pytest.raises(DeliveryRefused, match="problems: 1") as refused:
        figures(b"Mars;Etikett\n5;Feil\n", profile(label="Nøkkeltall"), name="f.csv", period="2023-03")
    assert refused.value.problems[0].line() == "f.csv:1 [D011] the heading 'Nøkkeltall' is missing"


def test_a_row_in_a_profile_that_names_what_is_not_there_is_told_at_its_label() -> None:
    rows = {"Feil": {"metric": "eror", "unit": "hr", "dimension": "x"}, "Rød": {"metric": "preparedness", "dimension": "rd"}}
    with pytest.raises(DeliveryRefused) as refused:
        figures(b";Mars\nFeil;5\nR\xc3\xb8d;x\n", profile(rows=rows), name="f.csv", period="2023-03")
    assert [problem.line() for problem in refused.value.problems] == [
        "f.csv:2 [D032] there is no metric 'eror'",
        "f.csv:2 [D033] there is no unit 'hr'",
        "f.csv:3 [D035] there is no 'rd' in the metric's dimension (did you mean 'red'?)",
        "f.csv:3 «Mars» [D020] 'x' is not a number",
    ]
