"""The report as PDF by typst: tagged for readers who do not see it (PDF/UA-1) and fit to be kept (PDF/A-2a).

The layout is in report.typ. What the report says goes in as data, so no word of it is ever read as markup.
"""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from engine.charts import svg
from engine.charts.figure import ChartFigure
from engine.facts import Outcome
from engine.language import Language, mark
from engine.report.cells import Align, Cell, Row, Table
from engine.report.document import Block, Callout, CalloutKind, Document, Heading, Listing, Note, PageBreak, Paragraph
from engine.report.formats import words
from engine.report.formats.words import say, visible

LAYOUT = Path(__file__).with_name("report.typ")
FONTS = Path(__file__).parent.parent / "fonts"
_REGIONS = {Language.NB: "NO", Language.EN: "GB"}
_CONTENTS_FROM = 4
"""So many headings need a table of contents."""


def render(document: Document) -> bytes:
    """One PDF file. typst refuses a chart without an alternative text."""
    import typst

    made = typst.compile(
        LAYOUT,
        font_paths=[FONTS],
        # With fonts of the machine the same report would be another file on another machine.
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs(document),
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(document.meta.as_of, time(12), UTC),
    )
    assert isinstance(made, bytes)
    return made


def inputs(document: Document) -> dict[str, str]:
    """What the layout asks for by name."""
    return {"report": json.dumps(as_data(document), ensure_ascii=False)}


def as_data(document: Document) -> dict[str, Any]:
    """What report.typ is given: every text as it is to be read, no markup, charts as SVG."""
    meta, language = document.meta, document.meta.language
    return {
        "meta": {
            "title": visible(meta.title),
            "organisation": visible(meta.organisation),
            "lang": language.value,
            "region": _REGIONS[language],
            "edition": words.edition(meta),
            "draft": words.draft(meta),
        },
        "contents": sum(1 for _ in document.headings) >= _CONTENTS_FROM,
        "words": {
            "contents": say(mark("Contents"), language),
            "basis": say(mark("What the report rests on"), language),
            "rules": say(mark("The rules and their versions"), language),
            "rule-columns": [say(each, language) for each in (mark("Rule"), mark("Id"), mark("Version"))],
        },
        "blocks": [_block(piece, language) for block in document.blocks for piece in _pieces(block)],
        "basis": words.basis(meta),
        "rules": [[visible(rule.title), rule.id, rule.version] for rule in meta.rules],
    }


def _pieces(block: Block) -> tuple[Block, ...]:
    return words.pieces(block) if isinstance(block, Table) else (block,)


def _block(block: Block, language: Language) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": visible(block.text)}
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block)}
        case Listing():
            return {"kind": "listing", "items": [_runs(item) for item in block.items]}
        case Note():
            return {"kind": "note", "text": visible(block.text)}
        case Callout():
            lines = [visible(line) for line in block.lines]
            is_flag = block.kind is not CalloutKind.INFORMATION
            return {"kind": "callout", "title": visible(block.title), "lines": lines, "flag": is_flag}
        case Table():
            return {"kind": "table", **_table(block, language)}
        case ChartFigure():
            return {"kind": "chart", **_chart(block, language)}
        case PageBreak():
            return {"kind": "new-page"}


def _runs(paragraph: Paragraph) -> list[dict[str, Any]]:
    return [{"text": visible(run.text), "strong": run.strong, "emphasis": run.emphasis} for run in paragraph.runs]


def _table(table: Table, language: Language) -> dict[str, Any]:
    return {
        "caption": visible(table.caption),
        "header": [_header(table, at) for at in range(len(table.header))],
        "columns": [
            {"right": column.align is Align.RIGHT, "wide": at in words.wordy(table)} for at, column in enumerate(table.columns)
        ],
        "rows": [[_cell(cell, row, at < table.heading_columns) for at, cell in enumerate(row.cells)] for row in table.rows],
        "below": words.below(table, language),
    }


def _header(table: Table, at: int) -> list[dict[str, Any]]:
    cells = zip(table.header[at], table.header_places[at], strict=True)
    return [
        {
            "text": visible(cell.text),
            "columns": cell.columns,
            "rows": cell.rows,
            "right": table.columns[place].align is Align.RIGHT,
        }
        for cell, place in cells
    ]


def _cell(cell: Cell, row: Row, is_heading: bool) -> dict[str, Any]:
    return {
        "text": words.figure(cell),
        "notes": words.footnotes(cell),
        "strong": row.is_total or cell.outcome is Outcome.MISSED,
        "level": row.level if is_heading else 0,
        "left": words.is_long(cell),
    }


def _chart(figure: ChartFigure, language: Language) -> dict[str, Any]:
    return {
        "title": visible(figure.title),
        "alternative": visible(figure.alternative),
        "svg": svg(figure, language),
    }
