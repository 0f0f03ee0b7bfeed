"""A delivered table as a reader hands it over: headings, cells with exact text or exact values, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.errors import Place
from engine.intake.text import collapse
from engine.names import printable
from engine.numbers import DecimalMark, plain

_SHOWN_HEADING = 40
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Percentage:
    """A workbook's number with a percent format: Excel shows 4,6 % and stores 0.046."""

    stored: Decimal

    def __str__(self) -> str:
        return str(self.stored)


@dataclass(frozen=True, slots=True)
class Clock:
    """A workbook's time of day or duration: no figure here is one."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | Decimal | Percentage | bool | date | Clock | None
"""Text is text, never a guess; None is a cell with nothing in it, as is the empty text. A date may be a datetime, with a zone
where the file has one."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row that is not blank. `line` is its line in a text or its row in a sheet, counted from 1; 0 has no place."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """What a reader makes of a file: the row of headings and the rows below it, all of the same length."""

    file: str
    headings: Record
    records: Sequence[Record]
    sheet: str | None = None
    """Set for a workbook, whose cells are named by letter and number."""
    decimal: DecimalMark | None = None
    """The decimal mark that the file itself declares."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table: its heading as it is compared, as it came and as it is shown; its position in a record."""

    heading: str
    cell: Cell
    position: int
    shown: str
    """The heading as a message can bear it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose columns are known by their headings."""

    grid: Grid
    fields: tuple[Field, ...]

    @property
    def records(self) -> Sequence[Record]:
        return self.grid.records

    def place(self, line: int, field: Field) -> Place:
        """Where a problem with this cell is shown."""
        if self.grid.sheet is not None:
            return Place(self.grid.file, sheet=self.grid.sheet, cell=f"{letters(field.position)}{line}")
        return Place(self.grid.file, line=line or None, field=field.shown)

    def heading_place(self, field: Field) -> Place:
        return self.place(self.grid.headings.line, field)

    @property
    def heading_row(self) -> Place:
        """Where what is missing among the headings is shown."""
        line = self.grid.headings.line
        sheet = self.grid.sheet
        return (
            Place(self.grid.file, line=line or None) if sheet is None else Place(self.grid.file, sheet=sheet, cell=f"A{line}")
        )

    def spot(self, line: int, field: Field) -> str:
        """Where a figure stands, without the file's name."""
        if self.grid.sheet is not None:
            return f"{self.grid.sheet}!{letters(field.position)}{line}"
        return f"line {line} «{field.shown}»"


def tabulate(grid: Grid) -> Table:
    """The table of a grid. A column with neither heading nor content (a trailing delimiter) is none."""
    fields = (
        Field(heading, cell, position, printable(heading, _SHOWN_HEADING))
        for position, cell in enumerate(grid.headings.cells)
        if (heading := heading_text(cell)) or not all(is_blank(record.cells[position]) for record in grid.records)
    )
    return Table(grid, tuple(fields))


def heading_text(cell: Cell) -> str:
    """A heading as it is compared: the number 2014 in a workbook is the heading `2014`."""
    if isinstance(cell, Decimal):
        return whole_text(cell) or str(cell)
    return "" if cell is None else collapse(str(cell))


def whole_text(cell: Decimal) -> str | None:
    """A whole number as its digits; None for any other."""
    whole = cell.to_integral_value() if cell.is_finite() and cell.adjusted() < _MOST_DIGITS else None
    return plain(whole) if whole == cell and whole is not None else None


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def letters(position: int) -> str:
    """The name of a column in a sheet: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
