"""The workbook, read back: numbers are numbers, texts are texts, and nothing in it is ever worked out."""

import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from engine.report.formats import xlsx
from tests.report.formats.samples import DOCUMENT, SHOWN

_CONTENT = xlsx.render(DOCUMENT)


@pytest.fixture(scope="module")
def book() -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(_CONTENT))


def test_there_is_no_formula_and_no_link_whatever_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(_CONTENT)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_figures_are_numbers_and_what_is_too_long_for_one_is_whole_text(book: CalamineWorkbook) -> None:
    rows = book.get_sheet_by_name("Resultat mars 2023 og hittil i").to_python()
    assert ["Driftsinntekter", 233246.0, -668.0, 4.6, 144.0] in rows
    assert [SHOWN, 65.0, "–", "·", "12345678901234567"] in rows


def test_signs_and_units_stand_beside_the_number_without_being_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(_CONTENT)) as parts:
        styles = parts.read("xl/styles.xml").decode()
    assert "#,##0.0&quot; %*&quot;" in styles
    assert "&quot;✗ &quot;#,##0&quot; %&quot;" in styles


def test_every_figure_is_there_with_where_it_comes_from(book: CalamineWorkbook) -> None:
    header, line = book.get_sheet_by_name("Tall").to_python()
    told = dict(zip(header, line, strict=True))
    assert told["Verdi"] == 65.25
    assert told["Fil"] == "=cmd.xlsx"
    assert told["Sted"] == "Ark1!B4"


def test_sheets_with_the_same_caption_get_names_of_their_own(book: CalamineWorkbook) -> None:
    twice = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, *DOCUMENT.tables))
    names = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(twice))).sheet_names
    assert "Resultat mars 2023 og hitti (2)" in names
    assert all(len(name) <= 31 for name in names)
