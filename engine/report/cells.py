"""A table of a report as data: its cells with their marks, its header, and what the signs in it mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from engine.facts import Outcome
from engine.language import Language, mark, translate
from engine.words import OUTCOMES


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class CellMark(StrEnum):
    """What a reader should know of one figure beside its number."""

    PROVISIONAL = "provisional"
    CORRECTED = "corrected"
    """A later delivery replaced the figure since the last edition, or since it was first reported."""
    DIFFERS = "differs"
    """The source printed another number; ours is computed from its parts."""
    SUPPRESSED = "suppressed"
    """Too few people: not told, and not to be worked out from the others. The cell has neither text nor value of the figure."""
    MISSING = "missing"
    SERIES_BREAK = "series_break"
    WORDS = "words"
    """Words were delivered instead of a number."""


MARK_SIGNS: dict[CellMark, tuple[str, str]] = {
    CellMark.PROVISIONAL: ("*", mark("provisional; may be corrected")),
    CellMark.CORRECTED: ("†", mark("corrected")),
    CellMark.DIFFERS: ("‡", mark("the source prints another number; this is the sum of its parts")),
    CellMark.SUPPRESSED: ("", mark("· too few people to be told by themselves, or others would follow from them")),
    CellMark.MISSING: ("", mark("– no figure was delivered")),
    CellMark.SERIES_BREAK: ("¦", mark("series break: from here on the figure means something else")),
    CellMark.WORDS: ("", mark("words were delivered instead of a number")),
}
"""The sign that follows the cell's text, and its explanation below the table, to be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a figure comes from. Of a figure that was added up or measured only `source` is told, with the delivery empty."""

    source: str
    """The source profile, or `sum`, `measured`."""
    file: str = ""
    place: str = ""
    """Line and column, or sheet and cell."""
    delivery: str = ""
    received: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `text` is empty where the source has an empty cell; `outcome` where a rule judged exactly this figure."""

    text: str
    value: Decimal | None = None
    decimals: int = 0
    """Of `value`, as it is published."""
    unit: str = ""
    """Of `value`: %, 1000 NOK, count …"""
    marks: tuple[CellMark, ...] = ()
    outcome: Outcome | None = None
    footnotes: tuple[int, ...] = ()
    """Numbers of the table's footnotes, from 1."""
    provenance: Provenance | None = None

    @property
    def signs(self) -> str:
        """What follows the text: signs of marks. A missed target is told by OUTCOMES in front of it."""
        return "".join(MARK_SIGNS[each][0] for each in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    cells: tuple[Cell, ...]
    """As many as the table has columns."""
    is_total: bool = False
    level: int = 0
    """How far the row's name is indented: a line that is part of the sum above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderCell:
    text: str
    columns: int = 1
    rows: int = 1
    """Cells that it spans to the right and down, itself included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`name` is the whole heading on one line, for formats and readers that see one column by itself."""

    name: str
    align: Align = Align.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. The cells that a header row's spans from above cover are left out of it, as in HTML."""

    id: str
    caption: str
    header: tuple[tuple[HeaderCell, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading_columns: int = 1
    unit_note: str = ""
    """Alle beløp i 1000 kr."""
    footnotes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"the rows of table {self.id} are not as wide as its columns")

    @property
    def header_places(self) -> tuple[tuple[int, ...], ...]:
        """In which column each cell of each header row begins, those that hang down from the rows above counted."""
        hanging: dict[int, int] = {}
        places = []
        for row in self.header:
            taken = {column for column, rows in hanging.items() if rows > 0}
            hanging = {column: rows - 1 for column, rows in hanging.items()}
            at, found = 0, []
            for cell in row:
                while at in taken:
                    at += 1
                found.append(at)
                hanging |= dict.fromkeys(range(at, at + cell.columns), cell.rows - 1)
                at += cell.columns
            places.append(tuple(found))
        return tuple(places)

    def of_columns(self, kept: Sequence[int], caption: str, name: str) -> "Table":
        """The table with these columns only, in their order; a heading that spans some of them spans those."""
        header = tuple(tuple(self._headings_of(at, frozenset(kept))) for at in range(len(self.header)))
        return replace(
            self,
            id=name,
            caption=caption,
            header=header,
            columns=tuple(self.columns[at] for at in kept),
            rows=tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in self.rows),
        )

    def _headings_of(self, at: int, kept: frozenset[int]) -> Iterator[HeaderCell]:
        for cell, place in zip(self.header[at], self.header_places[at], strict=True):
            left = len(kept.intersection(range(place, place + cell.columns)))
            if left:
                yield replace(cell, columns=left)

    def legend(self, language: Language) -> tuple[str, ...]:
        """What the signs in this table mean, one line each, in the order of CellMark and Outcome."""
        cells = [cell for row in self.rows for cell in row.cells]
        marks = {each for cell in cells for each in cell.marks}
        outcomes = {cell.outcome for cell in cells} & {Outcome.MISSED, Outcome.WARNING}
        signed = [MARK_SIGNS[each] for each in CellMark if each in marks]
        signed += [OUTCOMES[each] for each in Outcome if each in outcomes]
        return tuple(f"{sign} {translate(text, language)}".strip() for sign, text in signed)
