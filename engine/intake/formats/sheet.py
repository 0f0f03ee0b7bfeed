"""One sheet of a workbook, looked through before it is read: what Excel shows otherwise than the cells say is found here."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats.xml import Attributes, Handler, walk
from engine.intake.table import letters
from engine.language import mark
from engine.names import printable

MAX_ROWS = 100_000
MAX_COLUMNS = 256
MAX_CELLS = 500_000
MAX_AREA = 2_000_000
"""Rows times columns: the next reader has room for every cell in between, filled or not."""

_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUE = ("1", "true")

Address = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the cells' values alone do not tell."""

    percent: frozenset[Address]
    formulas: frozenset[Address]
    """Cells whose value a formula gave; a text that a formula gave may well be empty and is not among them."""


def look_through(
    part: bytes, part_name: str, sheet: str, header_row: int, percent_styles: frozenset[str], findings: Findings
) -> SheetFacts:
    """Problems of single cells are collected; a sheet whose cells cannot be trusted to stand where they say is refused."""
    scan = _Scan(sheet, header_row, percent_styles, findings)
    walk(part, part_name, scan.handlers(), findings)
    return SheetFacts(frozenset(scan.percent), frozenset(scan.formulas))


@dataclass(slots=True)
class _Scan:
    """Walked through start tag by start tag; remembers where it stands."""

    sheet: str
    header_row: int
    percent_styles: frozenset[str]
    findings: Findings
    percent: set[Address] = field(default_factory=set)
    formulas: set[Address] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    row: int = -1
    column: int = -1
    width: int = 0
    cells: int = 0
    row_hidden: bool = False
    kind: str = "n"
    style: str = "0"
    formula_next: bool = False
    """True right behind the start of a cell: an <f> elsewhere is a formula of a chart or a rule, not of a cell."""

    def handlers(self) -> dict[str, Handler]:
        return {
            "col": self._columns,
            "row": self._row,
            "c": self._cell,
            "f": self._formula,
            "v": self._value,
            "is": self._value,
            "mergeCell": self._merged,
            "extLst": self._behind_the_cells,
        }

    def _columns(self, attributes: Attributes) -> None:
        if _hidden(attributes, "width"):
            self.hidden_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), MAX_COLUMNS)))

    def _row(self, attributes: Attributes) -> None:
        row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        if row <= self.row:
            self._refuse_order(f"{row + 1}:{row + 1}")
        self.row, self.column = row, -1
        self.row_hidden = _hidden(attributes, "ht")

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        address = (self.row, self.column + 1) if reference is None else _address(reference)
        if address is None or address[0] != self.row or address[1] <= self.column:
            self._refuse_order(reference or "")
        column = address[1]
        self.column = column
        self.cells += 1
        self.width = max(self.width, column + 1)
        self._refuse_span()
        self.kind, self.style, self.formula_next = attributes.get("t", "n"), attributes.get("s", "0"), True
        if self.kind == "e":
            self.findings.add(self._place(), Code.ERROR_CELL, mark("the cell holds one of Excel's errors, such as #DIV/0!"))

    def _formula(self, _: Attributes) -> None:
        if self.formula_next and self.kind not in ("str", "e"):
            self.formulas.add((self.row, self.column))

    def _value(self, _: Attributes) -> None:
        self.formula_next = False
        if self.kind == "n" and self.style in self.percent_styles:
            self.percent.add((self.row, self.column))
        if self.row_hidden:
            self._tell_hidden(
                f"{self.row + 1}:{self.row + 1}", mark("the row is hidden or filtered away; show it and save again")
            )
        if self.column in self.hidden_columns:
            name = letters(self.column)
            self._tell_hidden(f"{name}:{name}", mark("the column is hidden; show it and save again"))

    def _merged(self, attributes: Attributes) -> None:
        reference = attributes["ref"]
        last = _address(reference.rpartition(":")[2])
        if last is None or last[0] + 1 >= self.header_row:
            message = mark(
                "cells are merged; only above the headings may they be, because a merged number belongs to one cell only"
            )
            self.findings.add(self._place(printable(reference, 20)), Code.MERGED, message)

    def _behind_the_cells(self, _: Attributes) -> None:
        self.formula_next = False

    def _tell_hidden(self, cell: str, message: str) -> None:
        if cell not in self.told:
            self.told.add(cell)
            self.findings.add(self._place(cell), Code.HIDDEN, message)

    def _refuse_order(self, reference: str) -> NoReturn:
        place = self._place(printable(reference, 20))
        self.findings.refuse(
            Code.CELL_ORDER, mark("the workbook is damaged: a cell does not stand where it says, or stands twice"), place
        )

    def _refuse_span(self) -> None:
        rows = self.row + 1
        if rows > MAX_ROWS or self.width > MAX_COLUMNS or self.cells > MAX_CELLS or rows * self.width > MAX_AREA:
            message = mark(
                "the sheet's cells reach further than a delivery does ({rows} rows, {columns} columns, {cells} cells so far)"
            )
            place = Place(self.findings.file, sheet=self.sheet)
            self.findings.refuse(Code.SPAN, message, place, rows=rows, columns=self.width, cells=self.cells)

    def _place(self, cell: str | None = None) -> Place:
        return Place(self.findings.file, sheet=self.sheet, cell=cell or f"{letters(self.column)}{self.row + 1}")


def _hidden(attributes: Attributes, size: str) -> bool:
    """Hidden outright, or drawn with no height or width."""
    return attributes.get("hidden", "0") in _TRUE or float(attributes.get(size, "1")) == 0


def _address(reference: str) -> Address | None:
    """`B3` is (2, 1); None for what is no cell."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
