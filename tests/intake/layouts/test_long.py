"""Long tables: each row a record, each column what its profile says."""

from decimal import Decimal
from typing import Any

import pytest

from engine.errors import DeliveryRefused
from engine.facts import Status
from engine.intake import Profile
from tests.intake.catalogue import figures, profiles, values

SALES = "Linje;Faktisk;Budsjett\nInntekter;84 446;79 315\nLønn;(31 400);\n"


def profile(columns: dict[str, Any], **keys: Any) -> Profile:
    return Profile.model_validate({"id": "p", "format": "csv", "layout": "long", "columns": columns, **keys})


def lines(content: str, of: Profile, **said: Any) -> list[str]:
    with pytest.raises(DeliveryRefused) as refused:
        figures(content.encode(), of, name="f.csv", **said)
    return [problem.line() for problem in refused.value.problems]


def test_each_column_with_a_metric_gives_a_figure_of_every_row() -> None:
    """The period is the delivery's, shifted where the column is about an earlier one; the unit is the root's."""
    of = profile(
        {
            "Linje": {"role": "dimension", "map": {"Inntekter": "revenue", "Lønn": "salaries"}},
            "Faktisk": {"metric": "result_lines"},
            "Budsjett": {"metric": "result_lines", "period_offset": -12},
        },
        number={"parentheses": True},
    )
    assert values(figures(SALES.encode(), of, period="2023-03")) == [
        ("result_lines", "helse-nord-ikt", "revenue", "2023-03", Decimal(84446)),
        ("result_lines", "helse-nord-ikt", "revenue", "2022-03", Decimal(79315)),
        ("result_lines", "helse-nord-ikt", "salaries", "2023-03", Decimal(-31400)),
        ("result_lines", "helse-nord-ikt", "salaries", "2022-03", None),
    ]


def test_one_row_with_a_unit_per_column() -> None:
    """The table of sick leave by department has one row."""
    of = profile(
        {
            "Totalt 2014": {"metric": "sick_leave_total", "period_offset": -1},
            "Totalt": {"metric": "sick_leave_total"},
            "Drift": {"metric": "sick_leave_total", "unit": "drift"},
        }
    )
    found = figures(b"Totalt 2014;Totalt;Drift\n4,6 %;4,8 %;3,6%\n", of, period="2023-02")
    assert [(f.series.unit, str(f.period), str(f.value)) for f in found] == [
        ("helse-nord-ikt", "2023-01", "4.6"),
        ("helse-nord-ikt", "2023-02", "4.8"),
        ("drift", "2023-02", "3.6"),
    ]


def test_numerator_denominator_n_status_and_words_belong_to_the_rows_figure() -> None:
    of = profile(
        {
            "M": {"metric": "sick_leave_total"},
            "T": {"role": "numerator"},
            "N": {"role": "denominator"},
            "Antall": {"role": "n"},
            "Status": {"role": "status", "map": {"Endelig": "final", "Foreløpig": "preliminary", "": "invalid"}},
            "Merknad": {"role": "words", "optional": True},
        }
    )
    content = "M;T;N;Antall;Status;Merknad\n;52;1 000;400;Foreløpig;  kan  bli\u00a0rettet \n"
    (found,) = figures(content.encode(), of, period="2023-03")
    assert (found.value, found.numerator, found.denominator, found.n) == (None, Decimal(52), Decimal(1000), Decimal(400))
    assert (found.status, found.words, found.place) == (Status.PRELIMINARY, "kan bli rettet", "line 2 «M»")


def test_a_fraction_in_a_cell_is_numerator_and_denominator() -> None:
    of = profile({"Plan": {"metric": "sick_leave_total", "number": {"fraction": True}}})
    (found,) = figures(b"Plan\n70/81\n", of, period="2023-03")
    assert (found.value, found.numerator, found.denominator) == (None, Decimal(70), Decimal(81))


def test_words_alone_are_a_statement_and_nothing_at_all_is_reported_as_missing() -> None:
    content = "Mål;Utsagn\nsick_leave_total;godt over måltallet\nerrors_registered;\n"
    found = figures(content.encode(), profiles()["utsagn"], period="2023-03")
    assert [(f.series.metric, f.words, f.value) for f in found] == [
        ("sick_leave_total", "godt over måltallet", None),
        ("errors_registered", "", None),
    ]


def test_the_deliveries_status_holds_where_the_row_has_none() -> None:
    of = profile({"A": {"metric": "errors_registered"}})
    assert figures(b"A\n5\n", of, period="2023-03", preliminary=True)[0].status is Status.PRELIMINARY
    assert figures(b"A\n5\n", of, period="2023-03")[0].status is Status.FINAL


def test_a_years_figure_in_a_months_file_belongs_to_the_year() -> None:
    of = profile({"A": {"metric": "result_budget"}})
    assert str(figures(b"A\n5\n", of, period="2023-03")[0].period) == "2023"


def test_a_quarters_file_does_not_say_which_month_is_meant() -> None:
    of = profile({"A": {"metric": "errors_registered"}})
    assert lines("A\n5\n6\n", of, period="2023-Q1") == [
        "f.csv:1 «A» [D045] the delivery's period 2023-Q1 does not say which month the figure belongs to"
    ]


def test_rows_that_the_profile_marks_as_totals_are_no_records() -> None:
    of = profile(
        {
            "Enhet": {"role": "unit", "ignore_rows": ["Sum alle  enheter", "Kilde: personalsystemet"]},
            "Feil": {"metric": "errors_registered"},
        }
    )
    content = "Enhet;Feil\ndrift;5\nSum alle\u00a0enheter;fem\nKilde: personalsystemet;\n"
    assert len(figures(content.encode(), of, period="2023-03")) == 1


def test_a_column_without_heading_or_content_is_none_and_a_blank_row_is_none() -> None:
    """What Excel adds to a CSV: a delimiter behind every line, and empty lines at the end."""
    of = profile({"Feil": {"metric": "errors_registered"}, "Gammel": {"role": "ignore", "optional": True}})
    assert values(figures(b"Feil;;\n5;;\n;;\n\n", of, period="2023-03"))[0][-1] == 5


def test_headings_are_found_by_name_and_not_by_position() -> None:
    of = profiles()["brukerstotte-utf-8"]
    one = "Måned;Enhet;Besvart innen 1 minutt;Antall\n2023-03;Brukerstøtte;80 %;10\n"
    other = '"Besvart innen\r\n1 minutt";Antall;Ma\u030aned;Enhet\r\n80 %;10;2023-03;Brukerstøtte\r\n'
    assert values(figures(one.encode(), of)) == values(figures(other.encode(), of))


def test_all_mistakes_of_a_row_are_told_at_once() -> None:
    of = profile({"P": {"role": "period"}, "U": {"role": "unit"}, "A": {"metric": "errors_registered"}, "N": {"role": "n"}})
    assert lines("P;U;A;N\nmars;hr;fem;-1\n2023-02;hr;5,5;-1\n", of) == [
        "f.csv:2 «U» [D033] there is no unit 'hr'",
        "f.csv:2 «P» [D024] 'mars' is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12",
        "f.csv:2 «A» [D020] 'fem' is not a number",
        "f.csv:3 «U» [D033] there is no unit 'hr'",
        "f.csv:3 «A» [D041] 5.5 has decimals, and this metric counts whole things",
        "f.csv:3 «N» [D042] -1 is negative, and this counts something",
    ]


def test_a_profile_that_names_what_is_not_there_is_told_once_at_the_heading() -> None:
    of = profile({"A": {"metric": "errors", "unit": "drfit"}})
    assert lines("A\n5\n6\n7\n", of, period="2023-03") == [
        "f.csv:1 «A» [D033] there is no unit 'drfit' (did you mean 'drift'?)",
        "f.csv:1 «A» [D032] there is no metric 'errors'",
    ]


def test_what_its_own_deliverer_calls_invalid_is_on_record_as_it_came() -> None:
    of = profile({"A": {"metric": "sick_leave_total"}, "S": {"role": "status"}})
    (found,) = figures(b"A;S\n999,5;invalid\n", of, period="2023-03")
    assert (found.value, found.status) == (Decimal("999.5"), Status.INVALID)


def test_a_numerator_is_a_plain_number_whatever_its_value_looks_like() -> None:
    of = profile({"A": {"metric": "sick_leave_total"}, "T": {"role": "numerator"}, "N": {"role": "denominator"}})
    assert lines("A;T;N\n;5 %;1/2\n", of, period="2023-03") == [
        "f.csv:2 «T» [D020] '5 %': nothing may follow the number; a unit has to be declared (number: suffix:)",
        "f.csv:2 «N» [D020] '1/2' is a fraction, which the profile does not allow here (number: fraction:)",
    ]
