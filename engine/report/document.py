"""A finished report as data: every figure placed, every sentence written, in the report's language. Formats only draw it.

What a format must keep, whatever it looks like:

* Every text is a plain string, never markup: what users wrote (`<b>`, `#import`, `=SUM(A1)`) is shown letter by letter.
* The same document gives the same bytes: no clock, no random names, no time zone; the only date is `meta.as_of`.
* Nothing is judged, rounded or translated again: `Cell.text` is what is shown. `Cell.value` is for spreadsheets and charts.
* Nothing is told by colour alone: outcomes and marks have signs (OUTCOME_SIGNS, MARK_SIGNS) that `Table.legend` explains.
* A table's header rows and its first `heading_columns` columns are headings in the file's own sense (th, TH, header row).
* A chart has its alternative text; a format that refuses figures without one finds none here: an empty one is a ValueError.
* A draft says on every page that it is one. The last page has `meta.log_head` and `meta.rules`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from engine.charts.figure import ChartFigure
from engine.facts import Outcome
from engine.language import Language, mark, translate


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

OUTCOME_SIGNS: dict[Outcome, tuple[str, str]] = {
    Outcome.MET: ("✓", mark("met")),
    Outcome.WARNING: ("!", mark("close to the limit")),
    Outcome.MISSED: ("✗", mark("missed")),
    Outcome.NO_DATA: ("?", mark("no figure")),
    Outcome.EXEMPT: ("○", mark("exempt")),
    Outcome.NOT_APPLICABLE: ("–", mark("no target")),
    Outcome.ERROR: ("⚠", mark("rule error")),
}


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
        """What follows the text: signs of marks. A missed target is told by OUTCOME_SIGNS in front of it."""
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

    def _headings_of(self, at: int, kept: frozenset[int]) -> "Iterator[HeaderCell]":
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
        signed += [OUTCOME_SIGNS[each] for each in Outcome if each in outcomes]
        return tuple(f"{sign} {translate(text, language)}".strip() for sign, text in signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Level 1 is a chapter. `id` is unique in the document: ASCII letters, digits, hyphens."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str, *, strong: bool = False, emphasis: bool = False) -> "Paragraph":
        return cls(runs=(Run(text=text, strong=strong, emphasis=emphasis),))

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of short lines, each a bullet."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Small print: the age of a comment, where a figure comes from."""

    text: str


class CalloutKind(StrEnum):
    """What a box says; its title says it in words too."""

    INFORMATION = "information"
    MISSING = "missing"
    FLAG = "flag"
    """What must be looked at before the report is finalised, or was accepted with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    kind: CalloutKind
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page, where there are pages."""


Block = Heading | Paragraph | Listing | Note | Callout | Table | ChartFigure | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    id: str
    title: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the report is. `edition` counts the final editions of one period; a draft has the number it would get."""

    title: str
    organisation: str
    """Its title; `organisation_id` is its id."""
    organisation_id: str
    period: str
    """`2023-03`."""
    period_words: str
    """`mars 2023`."""
    language: Language
    edition: int
    is_draft: bool
    as_of: date
    author: str
    """Who finalised it; empty in a draft."""
    log_head: str
    """`count:link`, the anchor for `malvakt log verify --anchor`."""
    rules: tuple[RuleVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure that the report rests on, for the spreadsheet and for the frozen edition."""

    metric: str
    title: str
    unit: str
    member: str
    period: str
    value: Decimal | None
    decimals: int
    unit_of_measure: str
    words: str
    provisional: bool
    provenance: Provenance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """One verdict that the report tells or rests on."""

    rule: str
    title: str
    unit: str
    member: str
    period: str
    outcome: Outcome
    cause: str
    value: Decimal | None
    demand: str
    margin: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report. `figures` and `verdicts` are all that it rests on, in a fixed order."""

    meta: Meta
    blocks: tuple[Block, ...]
    figures: tuple[FigureLine, ...] = ()
    verdicts: tuple[VerdictLine, ...] = ()

    @property
    def headings(self) -> Iterator[Heading]:
        """The table of contents."""
        return (block for block in self.blocks if isinstance(block, Heading))

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def charts(self) -> Iterator[ChartFigure]:
        return (block for block in self.blocks if isinstance(block, ChartFigure))


def chapters(blocks: Sequence[Block]) -> Iterator[tuple[Heading | None, Sequence[Block]]]:
    """The document cut at its headings of level 1: what stands before the first has None for a heading."""
    heading: Heading | None = None
    inside: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            if heading or inside:
                yield heading, tuple(inside)
            heading, inside = block, []
        else:
            inside.append(block)
    if heading or inside:
        yield heading, tuple(inside)
