"""Workbooks and Parquet files made for the tests: each function is one file, and the same one every time."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

import xlsxwriter


class Share(float):
    """A number with Excel's percent format: 0.52 is shown as 52 %."""


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MONTHS: Sequence[Any] = ("", "Januar", "Februar", "Mars 2022", "Kommentarer")
ROWS: Sequence[Sequence[Any]] = (
    ("Antall registrerte feil\nog hendelser*", 754, 674, 865, "høyt nivå"),
    ("Beredskap      Grønn", 1, 1, 0),
    ("Andel telefonhenvendelser", Share(0.52), Share(0.55), Share(0.55)),
)


def workbook(*rows: Sequence[Any], sheet: str = "Drift", more: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with these rows. `more` does the rest to the book and its sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    percent = book.add_format({"num_format": "0 %"})
    page = book.add_worksheet(sheet)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                page.write(row, column, cell, *([percent] if isinstance(cell, Share) else []))
    if more:
        more(book, page)
    book.close()
    return buffer.getvalue()


def crosstab(*rows: Sequence[Any], months: Sequence[Any] = MONTHS, more: Callable[[Any, Any], None] | None = None) -> bytes:
    """The report's table: a caption, months across, measures down."""
    return workbook(("Feil og hendelser 2022",), months, *(rows or ROWS), more=more)


def with_parts(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The zip with these parts instead of its own; None takes a part away."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {info.filename: archive.read(info) for info in archive.infolist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**kept, **parts}.items():
            if part is not None:
                archive.writestr(name, part)
    return buffer.getvalue()


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one text in one part replaced; the text has to be there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        before = archive.read(part).decode()
    assert old in before, (part, old, before[:2000])
    return with_parts(content, {part: before.replace(old, new, 1).encode()})


def _sheet(cells: str) -> bytes:
    """A workbook whose sheet data is given as XML."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<?xml version="1.0"?><worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'
    return with_parts(crosstab(), {SHEET: xml.encode()})


def not_a_workbook() -> bytes:
    return "Måned;Antall\n2023-03;865\n".encode()


def cut_off() -> bytes:
    return crosstab()[:-200]


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


def old_kind() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500)


def other_zip() -> bytes:
    return with_parts(crosstab(), {"xl/workbook.xml": None, "word/document.xml": b"<document/>"})


def binary_workbook() -> bytes:
    return with_parts(crosstab(), {"xl/workbook.xml": None, "xl/workbook.bin": bytes(10)})


def macros() -> bytes:
    return with_parts(crosstab(), {"xl/vbaProject.bin": bytes(10)})


def macro_sheet() -> bytes:
    return with_parts(crosstab(), {"xl/macrosheets/sheet1.xml": b"<x/>"})


def external_links() -> bytes:
    return with_parts(crosstab(), {"xl/externalLinks/externalLink1.xml": b"<x/>"})


def password_on_a_part() -> bytes:
    content = bytearray(crosstab())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def ten_thousand_parts() -> bytes:
    return with_parts(crosstab(), {f"docProps/{number}.xml": b"" for number in range(10_000)})


def part_twice() -> bytes:
    return with_parts(crosstab(), {SHEET.upper(): b"<worksheet/>"})


def part_missing() -> bytes:
    return with_parts(crosstab(), {"xl/_rels/workbook.xml.rels": None})


def part_in_another_compression() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(crosstab())) as archive, zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as other:
        for info in archive.infolist():
            other.writestr(info.filename, archive.read(info))
    return buffer.getvalue()


def part_damaged() -> bytes:
    content = bytearray(crosstab())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    content[start : start + 30] = bytes(30)
    return bytes(content)


def six_megabytes() -> bytes:
    return with_parts(crosstab(), {"xl/media/image1.png": random.Random(1).randbytes(6 * 1024**2)})


def spaces_in_the_sheet() -> bytes:
    return edited(crosstab(), SHEET, "<sheetData>", " " * 60_000_000 + "<sheetData>")


def one_long_string() -> bytes:
    return edited(crosstab(), STRINGS, "Januar", "Januar" + "a" * 30_000_000)


def strings_that_multiply() -> bytes:
    """A string of 200 kB that 20 000 cells refer to: 4 GB once it is read."""
    noise = random.Random(2)
    text = "".join(noise.choices("abcdefghijklmnop", k=200_000))
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{namespace}"><si><t>{text}</t></si></sst>'
    return with_parts(_sheet(rows), {STRINGS: strings.encode()})


def millions_of_elements() -> bytes:
    return _sheet(
        "".join(random.Random(3).choices(["<a/>", "<b/>", "<d/>", "<e/>", "<g/>", "<h/>", "<k/>", "<l/>"], k=1_600_000))
    )


def hundred_thousand_rows_and_one() -> bytes:
    return _sheet("".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 100_002)))


def two_far_corners() -> bytes:
    return _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def wide_and_tall() -> bytes:
    return _sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="IV1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>1</v></c></row>'
    )


def document_type() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return edited(crosstab(), STRINGS, "<sst", f'<!DOCTYPE sst [<!ENTITY e0 "ha">{entities}]><sst')


def file_of_the_server() -> bytes:
    return edited(crosstab(), SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet')


def not_xml() -> bytes:
    return edited(crosstab(), SHEET, "</sheetData>", "</sheetDate>")


def cells_out_of_order() -> bytes:
    return edited(crosstab(), SHEET, 'r="C3"', 'r="B3"')


def impossible_address() -> bytes:
    return edited(crosstab(), SHEET, 'r="C3"', 'r="c$3"')


def string_that_is_not_there() -> bytes:
    return edited(crosstab(), SHEET, 't="s"><v>0<', 't="s"><v>99<')


def error_cells() -> bytes:
    return edited(crosstab(), SHEET, '<c r="C3"><v>674</v>', '<c r="C3" t="e"><v>#DIV/0!</v>')


def formula_without_value() -> bytes:
    return edited(crosstab(), SHEET, '<c r="C3"><v>674</v>', '<c r="C3"><f>SUM(C4:C9)</f><v></v>')


def formula_of_a_script() -> bytes:
    """XlsxWriter leaves 0 as the value of a formula and asks for recalculation."""
    return crosstab(more=lambda book, page: page.write_formula("C3", "=SUM(C4:C9)"))


def hidden_sheet() -> bytes:
    def hide(book: Any, page: Any) -> None:
        book.add_worksheet("Forside").activate()
        page.hide()

    return workbook(("Nøkkeltall", 2022, 2023), ("Ansatte", 320, 325), sheet="Avvik", more=hide)


def hidden_row() -> bytes:
    return crosstab(more=lambda book, page: page.set_row(2, None, None, {"hidden": True}))


def row_of_no_height() -> bytes:
    return crosstab(more=lambda book, page: page.set_row(3, 0))


def hidden_column() -> bytes:
    return crosstab(more=lambda book, page: page.set_column("C:C", 10, None, {"hidden": True}))


def merged_cells() -> bytes:
    def merge(book: Any, page: Any) -> None:
        page.merge_range("A1:E1", "Feil og hendelser")
        page.merge_range("B4:D4", 1)

    return crosstab(more=merge)


def several_sheets() -> bytes:
    return crosstab(more=lambda book, page: book.add_worksheet("Ark2"))


def no_headings() -> bytes:
    return workbook(("Feil og hendelser 2022",))


def months_that_are_none() -> bytes:
    return crosstab(months=("", "March", "Mars/april", "Mars"))


def other_last_month() -> bytes:
    return crosstab(months=("", "Desember", "Januar", "Februar 2023"))


def month_twice() -> bytes:
    return crosstab(months=("", "Februar", "Mars", "Mars"))


def content_without_heading() -> bytes:
    return crosstab(months=("", "Januar", "Februar", "Mars"))


def labels_wrong() -> bytes:
    return crosstab(
        ("Antall registrerte feil og hendelser", 754, 674, 865),
        ("Beredskap Grønn", 1, 1, 0),
        ("Beredskap Grønn", 1, 1, 0),
        ("", 5),
    )


def cells_of_other_kinds() -> bytes:
    def write(book: Any, page: Any) -> None:
        page.write_datetime("B3", date(2023, 5, 3), book.add_format({"num_format": "d.mmm"}))
        page.write_boolean("C3", True)
        page.write_string("D3", "865.0")
        page.write_datetime("B4", time(4, 36), book.add_format({"num_format": "hh:mm"}))
        page.write_number("C4", 1.5)
        page.write_string("D4", "ingen")
        page.write_number("B5", 52)
        page.write_string("C5", "55 prosent")

    return crosstab(more=write)


def numbers_that_are_none() -> bytes:
    once = edited(crosstab(), SHEET, "<v>674</v>", "<v>NaN</v>")
    return edited(edited(once, SHEET, "<v>754</v>", "<v>1e999</v>"), SHEET, "<v>865</v>", "<v>-1E300</v>")


def percent_not_declared() -> bytes:
    return crosstab(("Antall registrerte feil og hendelser*", Share(0.5), 674, 865), *ROWS[1:])


def years_falling() -> bytes:
    return workbook(("Nøkkeltall", 2023, "2022", "Totalt", 2022), ("Ansatte", 318, 320, 321, 325))


def snapshots() -> bytes:
    return workbook(
        ("", "1.februar", "2. mars", "1. april"),
        ("Liggende i HF", 94, 108, 120),
        ("Liggende i\nHN IKT", 59, 64, 63),
        sheet="Avvik",
    )


def sheet_misspelt() -> bytes:
    return workbook(("", "1. april"), ("Liggende i HF", 120), ("Liggende i HN IKT", 63), sheet="Avik")
