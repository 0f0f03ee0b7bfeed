"""A finished report as data: every figure placed, every sentence written, in the report's language. Formats only draw it.

What a format must keep, whatever it looks like:

* Every text is a plain string, never markup: what users wrote (`<b>`, `#import`, `=SUM(A1)`) is shown letter by letter.
* The same document gives the same bytes: no clock, no random names, no time zone; the only date is `meta.as_of`.
* Nothing is judged, rounded or translated again: `Cell.text` is what is shown. `Cell.value` is for spreadsheets and charts.
* Nothing is told by colour alone: outcomes and marks have signs (CellMark, engine.words.OUTCOMES) that `Table.legend` explains.
* A table's header rows and its first `heading_columns` columns are headings in the file's own sense (th, TH, header row).
* A chart has its alternative text; a format that refuses figures without one finds none here: an empty one is a ValueError.
* A draft says on every page that it is one. The last page has `meta.log_head` and `meta.rules`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from engine.charts.figure import ChartFigure
from engine.facts import Outcome
from engine.language import Language
from engine.report.cells import Provenance, Table


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
