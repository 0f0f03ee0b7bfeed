"""Tables as files: no text becomes a formula, and figures stay figures."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from engine.language import Language
from engine.web.exports import FORMULA_STARTS, attachment, csv_file, xlsx_file

ROW = ["=1+1", Decimal("-2.5"), 3, date(2023, 3, 6), None]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_of_a_csv_begins_like_a_formula(start: str) -> None:
    content = csv_file("x", ["a"], [[f"{start}1+1"]], Language.NB).content.decode("utf-8-sig")
    assert content.splitlines()[1].lstrip('"').startswith("'")


def test_figures_keep_their_sign_and_the_readers_decimal_mark() -> None:
    norwegian, english = (csv_file("x", ["a"] * 5, [ROW], each).content.decode("utf-8-sig") for each in Language)
    assert norwegian.splitlines()[1] == "'=1+1;−2,5;3;2023-03-06;"
    assert english.splitlines()[1] == "'=1+1;-2.5;3;2023-03-06;"


def test_a_workbook_has_texts_numbers_and_dates() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file("x", ["a"] * 5, [ROW]).content))
    assert book.get_sheet_by_index(0).to_python()[1] == ["=1+1", -2.5, 3.0, date(2023, 3, 6), ""]


def test_a_name_that_somebody_chose_cannot_leave_its_header() -> None:
    assert "\n" not in attachment(b"", 'a"\r\nSet-Cookie: x=1/../b.csv', "text/plain")["Content-Disposition"]
