"""A figure is written as the table wants it, and never as another figure."""

from decimal import Decimal

import pytest

from engine.language import Language
from engine.report.schema import Style
from engine.report.style import number_text


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "style", "shown"),
    [
        ("84446", 0, "1000 NOK", Style(), "84 446"),
        ("-668", 0, "1000 NOK", Style(), "−668"),
        ("-9691", 0, "1000 NOK", Style(negative="parentheses"), "(9 691)"),
        ("0", 0, "1000 NOK", Style(zero="-"), "-"),
        ("0.4", 0, "1000 NOK", Style(zero="-"), "-"),
        ("59", 0, "%", Style(suffix="%"), "59%"),
        ("99.985", 2, "%", Style(), "99,99 %"),
        ("10705", 0, "count", Style(grouped=False), "10705"),
        ("55", 0, "s", Style(suffix=" sek"), "55 sek"),
        ("-0.04", 1, "", Style(), "0,0"),
    ],
)
def test_as_the_report_prints_it(value: str, decimals: int, unit: str, style: Style, shown: str) -> None:
    assert number_text(Decimal(value), decimals, unit, style, Language.NB).replace("\u00a0", " ") == shown


def test_a_column_decides_before_a_row_and_a_row_before_the_table() -> None:
    merged = Style(zero="0 %").over(Style(negative="minus").over(Style(negative="parentheses", zero="-")))
    assert (merged.zero, merged.negative) == ("0 %", "minus")
