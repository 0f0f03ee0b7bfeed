"""The report as a workbook: each table on a sheet of its own, then every figure with where it comes from, and every verdict.

Text is written as text and numbers as numbers, each by its own call: nothing that somebody wrote can become a formula.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from engine.language import Language, mark
from engine.numbers import plain
from engine.report.cells import Align, Cell, CellMark, Table
from engine.report.document import Document, FigureLine, Meta, VerdictLine
from engine.report.formats import words
from engine.report.formats.archive import timeless
from engine.report.formats.words import say, visible
from engine.words import OUTCOMES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_EXACT_DIGITS = 15
"""A spreadsheet keeps no more of a number; what is longer is written as text, whole."""
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TEXT = 32_767

Value = str | Decimal | date | None


def render(document: Document) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as workbook:
        _Book(workbook, document).write()
    return timeless(made.getvalue())


class _Book:
    """The workbook while it is written: its formats, and the names that are taken."""

    def __init__(self, workbook: "Workbook", document: Document) -> None:
        self._workbook = workbook
        self._document = document
        self._language = document.meta.language
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        meta = self._document.meta
        self._workbook.set_properties(
            {
                "title": visible(meta.title),
                "author": visible(meta.organisation),
                "created": datetime.combine(meta.as_of, time(12)),
            }
        )
        self._about(meta)
        for table in self._document.tables:
            self._table(table)
        self._lines(say(mark("Figures"), self._language), _FIGURE_COLUMNS, map(_figure_line, self._document.figures))
        verdicts = (_verdict_line(line, self._language) for line in self._document.verdicts)
        self._lines(say(mark("Verdicts"), self._language), _VERDICT_COLUMNS, verdicts)

    def _about(self, meta: Meta) -> None:
        sheet = self._sheet(say(mark("About the report"), self._language))
        lines = [meta.organisation, meta.title, words.edition(meta), words.draft(meta), *words.basis(meta)]
        at = 0
        for at, line in enumerate(filter(None, lines)):
            self._put(sheet, at, 0, line, bold=at == 1)
        at += 2
        for column, name in enumerate((mark("Rule"), mark("Id"), mark("Version"))):
            self._put(sheet, at, column, say(name, self._language), bold=True)
        for row, rule in enumerate(meta.rules, start=at + 1):
            for column, text in enumerate((rule.title, rule.id, rule.version)):
                self._put(sheet, row, column, text)
        sheet.set_column(0, 2, 40)

    def _table(self, table: Table) -> None:
        sheet = self._sheet(table.caption or table.id)
        self._put(sheet, 0, 0, table.caption, bold=True)
        top = 2
        self._header(sheet, table, top)
        first = top + len(table.header)
        for at, row in enumerate(table.rows, start=first):
            for column, cell in enumerate(row.cells):
                indent = row.level if column < table.heading_columns else 0
                is_right = table.columns[column].align is Align.RIGHT
                self._cell(sheet, at, column, cell, bold=row.is_total, indent=indent, is_right=is_right)
        for at, line in enumerate(words.below(table, self._language), start=first + len(table.rows) + 1):
            self._put(sheet, at, 0, line)
        sheet.freeze_panes(first, table.heading_columns)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, max(1, len(table.columns) - 1), 14)

    def _header(self, sheet: "Worksheet", table: Table, top: int) -> None:
        for at, (row, places) in enumerate(zip(table.header, table.header_places, strict=True), start=top):
            for cell, place in zip(row, places, strict=True):
                style = self._format(bold=True, text_wrap=True, bottom=1, align="center" if cell.columns > 1 else "left")
                if cell.columns > 1 or cell.rows > 1:
                    # A blank first: the text of a merged range may be taken for a formula otherwise.
                    sheet.merge_range(at, place, at + cell.rows - 1, place + cell.columns - 1, "", style)
                sheet.write_string(at, place, visible(cell.text), style)

    def _cell(self, sheet: "Worksheet", row: int, column: int, cell: Cell, *, bold: bool, indent: int, is_right: bool) -> None:
        style: dict[str, Any] = {"bold": bold, "indent": indent} | ({"align": "right"} if is_right else {})
        if cell.value is not None and _fits(cell.value):
            sheet.write_number(row, column, float(cell.value), self._format(num_format=_pattern(cell), **style))
        else:
            self._put(sheet, row, column, words.figure(cell) + words.footnotes(cell), **style)

    def _lines(self, name: str, columns: Sequence[str], lines: Iterable[Sequence[Value]]) -> None:
        sheet = self._sheet(name)
        for at, column in enumerate(columns):
            self._put(sheet, 0, at, say(column, self._language), bold=True)
        last = 0
        for last, line in enumerate(lines, start=1):
            for at, value in enumerate(line):
                self._value(sheet, last, at, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_column(0, len(columns) - 1, 20)

    def _value(self, sheet: "Worksheet", row: int, column: int, value: Value) -> None:
        match value:
            case Decimal() if _fits(value):
                sheet.write_number(row, column, float(value), self._format())
            case Decimal():
                self._put(sheet, row, column, plain(value))
            case date():
                sheet.write_datetime(row, column, value, self._format(num_format="yyyy-mm-dd"))
            case str():
                self._put(sheet, row, column, value)

    def _put(self, sheet: "Worksheet", row: int, column: int, text: str, **style: Any) -> None:
        sheet.write_string(row, column, visible(text)[:_LONGEST_TEXT], self._format(**style))

    def _format(self, **style: Any) -> Any:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(style)
        return self._formats[key]

    def _sheet(self, wanted: str) -> "Worksheet":
        name = next(name for name in _names(visible(wanted)) if name.lower() not in self._names)
        self._names.add(name.lower())
        return self._workbook.add_worksheet(name)


_FIGURE_COLUMNS = (
    mark("Metric"),
    mark("Title"),
    mark("Unit"),
    mark("Member"),
    mark("Period"),
    mark("Value"),
    mark("Unit of measure"),
    mark("Words"),
    mark("Provisional"),
    mark("Source"),
    mark("File"),
    mark("Place"),
    mark("Received"),
    mark("Delivery"),
)
_VERDICT_COLUMNS = (
    mark("Rule"),
    mark("Title"),
    mark("Unit"),
    mark("Member"),
    mark("Period"),
    mark("Outcome"),
    mark("Cause"),
    mark("Value"),
    mark("Demand"),
    mark("Margin"),
    mark("Sentence"),
)


def _figure_line(line: FigureLine) -> Sequence[Value]:
    found = line.provenance
    came = (found.source, found.file, found.place, found.received, found.delivery) if found else ()
    told = (line.unit_of_measure, line.words, CellMark.PROVISIONAL.value if line.provisional else "")
    return (line.metric, line.title, line.unit, line.member, line.period, line.value, *told, *came)


def _verdict_line(line: VerdictLine, language: Language) -> Sequence[Value]:
    outcome = say(OUTCOMES[line.outcome][1], language)
    judged = (outcome, line.cause, line.value, line.demand, line.margin, line.sentence)
    return (line.rule, line.title, line.unit, line.member, line.period, *judged)


def _fits(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS


def _pattern(cell: Cell) -> str:
    """How the spreadsheet writes the number: as published, its sign before it, its unit and marks behind it."""
    decimals = f".{'0' * cell.decimals}" if cell.decimals else ""
    before, _, _ = words.figure(replace(cell, text="", marks=())).partition(" ")
    unit = f" {cell.unit}" if cell.unit in ("%", "‰") else ""
    behind = f"{unit}{cell.signs}{words.footnotes(cell)}"
    return f"{_literal(f'{before} ' if before else '')}#,##0{decimals}{_literal(behind)}"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _names(wanted: str) -> Iterator[str]:
    """Names that a sheet may have, the nearest to the wanted one first."""
    plain_name = " ".join(wanted.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME].rstrip() or "-"
    yield plain_name
    for number in count(2):
        ending = f" ({number})"
        yield plain_name[: _LONGEST_NAME - len(ending)] + ending
