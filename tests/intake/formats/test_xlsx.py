"""Workbooks: what Excel shows is what is read, and what it hides is refused. The bombs are in test_broken."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from engine.errors import DeliveryRefused
from engine.intake import Profile
from engine.intake.findings import Findings
from engine.intake.formats import xlsx
from engine.intake.table import Percentage
from tests.intake.catalogue import figures, profiles
from tests.intake.workbooks import SHEET, STRINGS, crosstab, edited, with_parts, workbook

ANY = Profile.model_validate({"id": "p", "format": "xlsx", "layout": "long", "columns": {"A": {"metric": "errors_registered"}}})


def cells(content: bytes, of: Profile = ANY) -> list[Any]:
    grid = xlsx.read(content, of, Findings("f.xlsx"))
    return [list(record.cells) for record in grid.records]


@pytest.mark.parametrize(
    ("stored", "exact"),
    [
        ("4.6", "4.6"),
        ("4.5999999999999996", "4.6"),
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("770686", "770686"),
        ("1E+22", "1E+22"),
        ("-1125", "-1125"),
        ("99.98", "99.98"),
    ],
)
def test_a_number_is_the_shortest_decimal_that_means_what_is_stored(stored: str, exact: str) -> None:
    """Excel stores 4.6 as 4.5999999999999996; nobody typed that."""
    content = edited(workbook(("A",), (754,)), SHEET, "<v>754</v>", f"<v>{stored}</v>")
    assert cells(content) == [[Decimal(exact)]]


@pytest.mark.parametrize(
    ("format_code", "percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ('0.0" %"', False),
        ("0.0\\%", False),
        ("# ##0,0 %;[Red]-0 %", True),
        ("0.0", False),
        ("@", False),
    ],
)
def test_a_percent_format_is_known_by_its_sign(format_code: str, percent: bool) -> None:
    """Only a bare % multiplies what is shown; in quotes or behind a backslash it is a letter."""

    def write(book: Any, page: Any) -> None:
        page.write_number(1, 0, 0.046, book.add_format({"num_format": format_code}))

    (row,) = cells(workbook(("A",), more=write))
    assert row == [Percentage(Decimal("0.046")) if percent else Decimal("0.046")]


def test_hidden_rows_and_columns_without_content_hide_nothing() -> None:
    """Excel users hide all the empty columns beside a table."""

    def hide(book: Any, page: Any) -> None:
        page.set_column("F:XFD", None, None, {"hidden": True})
        page.set_row(99, None, None, {"hidden": True})

    assert len(figures(crosstab(more=hide), profiles()["drift"], period="2023-03")) == 9


def test_a_merged_caption_above_the_headings_is_no_harm() -> None:
    content = crosstab(more=lambda book, page: page.merge_range("A1:E1", "Feil og hendelser 2022"))
    assert len(figures(content, profiles()["drift"], period="2023-03")) == 9


def test_another_sheet_may_be_hidden_when_the_profile_names_its_own() -> None:
    def more(book: Any, page: Any) -> None:
        book.add_worksheet("Lister").hide()

    of = Profile.model_validate({**profiles()["drift"].model_dump(exclude_unset=True), "sheet": "Drift"})
    assert len(figures(crosstab(more=more), of, period="2023-03")) == 9


def test_the_sheet_that_is_read_is_the_one_that_is_named() -> None:
    def more(book: Any, page: Any) -> None:
        second = book.add_worksheet("Ark & «2»")
        second.write_row("A1", ["A"])
        second.write_row("A2", [42])

    of = Profile.model_validate({**ANY.model_dump(exclude_unset=True), "sheet": "Ark & «2»"})
    assert cells(workbook(("A",), (1,), more=more), of) == [[Decimal(42)]]


def test_a_formula_that_excel_calculated_is_its_value() -> None:
    calculated = edited(crosstab(), SHEET, '<c r="C3"><v>674</v>', '<c r="C3"><f>SUM(C4:C9)</f><v>674</v>')
    excel = edited(calculated, "xl/workbook.xml", 'fullCalcOnLoad="1"', "")
    assert len(figures(excel, profiles()["drift"], period="2023-03")) == 9


def test_a_formula_whose_text_is_empty_is_a_blank_cell() -> None:
    """=IF(B2="";"";B2) is how controllers write «not yet»."""
    formula = '<c r="C3" t="str"><f>IF(1,"","")</f><v></v>'
    content = edited(crosstab(), SHEET, '<c r="C3"><v>674</v>', formula)
    found = figures(edited(content, "xl/workbook.xml", 'fullCalcOnLoad="1"', ""), profiles()["drift"], period="2023-03")
    assert found[1].value is None


def test_cells_without_addresses_stand_one_after_the_other() -> None:
    content = edited(crosstab(), SHEET, '<c r="C3">', "<c>")
    assert len(figures(content, profiles()["drift"], period="2023-03")) == 9


def test_a_formula_beside_the_cells_is_none_of_theirs() -> None:
    rest = '</sheetData><extLst><ext><x14:f xmlns:x14="urn:x">A1</x14:f></ext></extLst>'
    content = edited(edited(crosstab(), SHEET, "</sheetData>", rest), SHEET, '<c r="D5"', '<c r="D5"')
    assert len(figures(content, profiles()["drift"], period="2023-03")) == 9


def test_the_reader_sees_only_what_was_looked_through() -> None:
    """Parts that nobody asks for are not unpacked: a bomb among the pictures stays cold."""
    content = with_parts(crosstab(), {"xl/media/image1.xml": b" " * 60_000_000, "xl/drawings/d.xml": b"<!DOCTYPE x><x/>"})
    assert len(figures(content, profiles()["drift"], period="2023-03")) == 9


def test_sizes_in_the_zip_are_not_believed() -> None:
    """A central directory that promises a few bytes does not let megabytes in."""
    content = bytearray(edited(crosstab(), STRINGS, "Januar", "Januar" + "a" * 30_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo(STRINGS).file_size
    while (at := content.find(size.to_bytes(4, "little"))) >= 0:
        content[at : at + 4] = (500).to_bytes(4, "little")
    with pytest.raises(DeliveryRefused) as refused:
        figures(bytes(content), profiles()["drift"], period="2023-03")
    assert refused.value.problems[0].code == "D050"


def test_a_reader_that_dies_ends_in_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever kills the process that reads, the one that asked goes on."""
    monkeypatch.setattr(xlsx, "_READER", xlsx._READER.with_name("no_such_reader.py"))
    with pytest.raises(DeliveryRefused, match="problems: 1") as refused:
        figures(crosstab(), profiles()["drift"], period="2023-03")
    assert refused.value.problems[0].code == "D066"


def test_a_sheet_of_forty_thousand_cells_is_read() -> None:
    """Ten years of every department's months fit; the limit is for what no table is."""
    rows = [[row * 20 + column for column in range(20)] for row in range(2_000)]
    content = workbook([f"K{column}" for column in range(20)], *rows)
    found = cells(content)
    assert (len(found), found[-1][-1]) == (2_000, Decimal(39_999))
