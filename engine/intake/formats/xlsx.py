"""`format: xlsx`: looked through first (archive, workbook, sheet), then read by calamine in a process with limits."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats import workbook
from engine.intake.formats.archive import Archive, packed
from engine.intake.formats.notation import Notation
from engine.intake.formats.process import run_reader
from engine.intake.formats.sheet import Address, SheetFacts, look_through
from engine.intake.formats.xml import walk
from engine.intake.table import Cell, Clock, Grid, Percentage, Record, is_blank, letters
from engine.language import mark
from engine.names import printable

_READER = Path(__file__).with_name("xlsx_child.py")
_KEPT = (workbook.CONTENT_TYPES, workbook.RELATIONS, workbook.WORKBOOK, workbook.WORKBOOK_RELATIONS)
_KEPT_WHERE_THERE = (workbook.SHARED_STRINGS, workbook.STYLES)


def read(content: bytes, profile: Notation, findings: Findings) -> Grid:
    """Raises DeliveryRefused for what is no workbook, hides something, or would hurt the one who reads it."""
    archive = Archive(content, findings)
    book = workbook.workbook(archive, findings)
    sheet = workbook.chosen(book.sheets, profile.sheet, findings)
    part = workbook.sheet_part(archive, sheet, findings)
    name = printable(sheet.name, 40)
    styles = workbook.percent_styles(archive, findings)
    facts = look_through(archive.part(part), part, name, profile.header_row, styles, findings)
    cells = _cells(archive, part, book.sheets.index(sheet), facts, findings)
    _tell_stale_formulas(facts, cells, name, findings, recalculates=book.recalculates)
    return _grid(cells, name, profile.header_row, findings)


def _cells(archive: Archive, part: str, sheet: int, facts: SheetFacts, findings: Findings) -> Mapping[Address, Cell]:
    """Every cell of the sheet that has a value. The reader is given what was looked through, and no other part."""
    if workbook.SHARED_STRINGS in archive:
        walk(archive.part(workbook.SHARED_STRINGS), workbook.SHARED_STRINGS, {}, findings)
    kept = [*_KEPT, *(name for name in _KEPT_WHERE_THERE if name in archive), part]
    content = packed({name: archive.part(name) for name in kept})
    read_cells = run_reader(_READER, content, (str(sheet),), findings)
    return {(row, column): _cell(kind, text, (row, column) in facts.percent) for row, column, kind, text in read_cells}


def _cell(kind: str, text: str, percent: bool) -> Cell:
    match kind:
        case "text":
            return normalize("NFC", text)
        case "number":
            return Percentage(Decimal(text)) if percent else Decimal(text)
        case "boolean":
            return text == "True"
        case "date":
            return date.fromisoformat(text)
        case "moment":
            return datetime.fromisoformat(text)
        case _:
            return Clock(text)


def _tell_stale_formulas(
    facts: SheetFacts, cells: Mapping[Address, Cell], sheet: str, findings: Findings, *, recalculates: bool
) -> None:
    """A program that writes formulas without calculating them leaves no value, or a zero that is none."""
    for row, column in sorted(facts.formulas):
        if recalculates or (row, column) not in cells:
            place = Place(findings.file, sheet=sheet, cell=f"{letters(column)}{row + 1}")
            message = mark("the formula's value was never calculated; open the workbook in Excel and save it")
            findings.add(place, Code.FORMULA, message)


def _grid(cells: Mapping[Address, Cell], sheet: str, header_row: int, findings: Findings) -> Grid:
    width = 1 + max((column for row, column in cells if row + 1 >= header_row), default=-1)
    rows: dict[int, list[Cell]] = {}
    for (row, column), cell in cells.items():
        if row + 1 >= header_row and not is_blank(cell):
            rows.setdefault(row + 1, [None] * width)[column] = cell
    if header_row not in rows:
        place = Place(findings.file, sheet=sheet)
        findings.refuse(Code.EMPTY, mark("there is no row {row} with headings"), place, row=header_row)
    records = [Record(line, rows[line]) for line in sorted(rows)]
    return Grid(findings.file, records[0], records[1:], sheet=sheet)
