"""The report as one HTML file with everything in it: tables with scope, print style, nothing loaded from anywhere."""

from base64 import b64encode
from functools import cache
from pathlib import Path

from engine.charts import svg
from engine.charts.figure import ChartFigure
from engine.language import Language, mark
from engine.report.cells import Align, Cell, HeaderCell, Row, Table
from engine.report.document import Block, Callout, Document, Heading, Listing, Meta, Note, PageBreak, Paragraph, Run
from engine.report.formats import words
from engine.report.formats.markup import Markup, element, join
from engine.report.formats.words import say
from engine.words import OUTCOMES

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = Path(__file__).with_name("report.css")
_LOCALES = {Language.NB: "nb-NO", Language.EN: "en-GB"}


_MAIN, _MAIN_END = Markup('<main id="content">'), Markup("</main>")


def render(document: Document) -> bytes:
    meta, language = document.meta, document.meta.language
    head = join(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        # Nothing may be loaded or run: what slipped past the escaping would still do nothing.
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        element("title", f"{meta.title} – {meta.organisation}"),
        element("style", Markup(_style())),
    )
    body = join(
        element("a", say(mark("To the content"), language), class_="skip", href="#content"),
        _top(meta),
        _contents(document),
        join(_MAIN, *(_block(block, language) for block in document.blocks), _MAIN_END),
        _foot(meta),
    )
    page = element("html", element("head", head), element("body", body), lang=_LOCALES[language])
    return f"<!DOCTYPE html>\n{page}\n".encode()


def inside(document: Document) -> str:
    """The report without its head, contents and style, for a page that has its own."""
    meta = document.meta
    lines = [*([words.draft(meta)] if meta.is_draft else []), words.edition(meta)]
    return join(
        *(element("p", line, class_="draft") for line in lines),
        *(_block(block, meta.language) for block in document.blocks),
        element("div", _basis(meta), class_="basis"),
    )


def blocks_of(page: bytes) -> str:
    """What stands between the head and the foot of a rendered page: the same bytes, for a page that has its own."""
    return page.decode().partition(_MAIN)[2].partition(_MAIN_END)[0]


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


def _top(meta: Meta) -> Markup:
    draft = element("p", words.draft(meta), class_="draft") if meta.is_draft else Markup()
    return element(
        "header",
        element("p", meta.organisation, class_="lead"),
        element("h1", meta.title),
        element("p", words.edition(meta), class_="lead"),
        draft,
    )


def _contents(document: Document) -> Markup:
    links = [
        element("li", element("a", heading.text, href=f"#{heading.id}")) for heading in document.headings if heading.level == 1
    ]
    label = say(mark("Contents"), document.meta.language)
    return element("nav", element("p", element("strong", label)), element("ul", *links), aria_label=label)


def _foot(meta: Meta) -> Markup:
    return element("footer", _basis(meta))


def _basis(meta: Meta) -> Markup:
    """What the report rests on."""
    language = meta.language
    rules = [element("li", f"{rule.title} ({rule.id}): ", element("code", rule.version)) for rule in meta.rules]
    return join(
        *(element("p", line) for line in words.basis(meta)),
        element("details", element("summary", say(mark("The rules and their versions"), language)), element("ul", *rules)),
    )


def _block(block: Block, language: Language) -> Markup:
    match block:
        case Heading():
            return element(f"h{block.level + 1}", block.text, id=block.id)
        case Paragraph():
            return element("p", *map(_run, block.runs))
        case Listing():
            return element("ul", *(element("li", *map(_run, item.runs)) for item in block.items))
        case Note():
            return element("p", block.text, class_="note")
        case Callout():
            lines = (element("p", line) for line in block.lines)
            return element(
                "div", element("p", element("strong", block.title)), *lines, class_=f"callout {block.kind}", role="note"
            )
        case Table():
            return _table(block, language)
        case ChartFigure():
            return _chart(block, language)
        case PageBreak():
            return element("div", class_="break")


def _run(run: Run) -> Markup:
    text: str = run.text
    if run.emphasis:
        text = element("em", text)
    return element("strong", text) if run.strong else join(text)


def _table(table: Table, language: Language) -> Markup:
    header = element("thead", *(_header_row(table, row, at) for at, row in enumerate(table.header)))
    rows = element("tbody", *(_row(table, row, language) for row in table.rows))
    made = element("table", element("caption", table.caption), header, rows, id=table.id)
    return join(
        # Reached by keyboard, because a wide table scrolls on a narrow screen.
        element("div", made, class_="wide", tabindex=0, role="region", aria_label=table.caption),
        *(element("p", line, class_="legend") for line in words.below(table, language)),
    )


def _header_row(table: Table, row: tuple[HeaderCell, ...], at: int) -> Markup:
    cells = []
    for cell, place in zip(row, table.header_places[at], strict=True):
        spans = {"colspan": cell.columns if cell.columns > 1 else None, "rowspan": cell.rows if cell.rows > 1 else None}
        is_group = cell.columns > 1 and at < len(table.header) - 1
        is_number = cell.columns == 1 and table.columns[place].align is Align.RIGHT
        kind = "group" if is_group else "number" if is_number else None
        scope = "colgroup" if is_group else "col"
        cells.append(element("th", cell.text, scope=scope, class_=kind, **spans) if cell.text else element("td", **spans))
    return element("tr", *cells)


def _row(table: Table, row: Row, language: Language) -> Markup:
    cells = []
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        kind = "number" if column.align is Align.RIGHT else None
        content = _cell(cell, language)
        cells.append(element("th", content, scope="row") if at < table.heading_columns else element("td", content, class_=kind))
    kinds = [*(["total"] if row.is_total else []), *([f"level{min(row.level, 2)}"] if row.level else [])]
    return element("tr", *cells, class_=" ".join(kinds) or None)


def _cell(cell: Cell, language: Language) -> Markup:
    notes = words.footnotes(cell)
    text = join(words.figure(cell), element("sup", notes) if notes else Markup())
    if cell.outcome not in words.TOLD_BEFORE_THE_FIGURE:
        return text
    return element("span", text, class_="missed", title=say(OUTCOMES[cell.outcome][1], language))


def _chart(figure: ChartFigure, language: Language) -> Markup:
    figures = say(mark("The figures of the chart"), language)
    data = element(
        "div", _chart_data(figure), class_="wide", tabindex=0, role="region", aria_label=f"{figures}: {figure.title}"
    )
    return element(
        "figure",
        element("figcaption", element("strong", figure.title)),
        element("img", src=_picture(figure, language), alt=figure.alternative),
        element("details", element("summary", figures), data),
        id=figure.id,
    )


def _picture(figure: ChartFigure, language: Language) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg(figure, language).encode()).decode()}"


def _chart_data(figure: ChartFigure) -> Markup:
    columns = [(panel.title, series) for panel in figure.panels for series in panel.series]
    header = element(
        "tr",
        element("td"),
        *(
            element("th", " · ".join(filter(None, (title, series.title))), scope="col", class_="number")
            for title, series in columns
        ),
    )
    rows = [
        element(
            "tr",
            element("th", period, scope="row"),
            *(element("td", series.points[at].text or "–", class_="number") for _, series in columns),
        )
        for at, period in enumerate(figure.periods)
    ]
    return element("table", element("thead", header), element("tbody", *rows))
