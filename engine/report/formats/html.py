"""The report as one HTML file with everything in it: tables with scope, print style, nothing loaded from anywhere."""

from functools import cache
from pathlib import Path

from engine.language import Language, mark, translate
from engine.report.document import (
    OUTCOME_SIGNS,
    Align,
    Block,
    Callout,
    Cell,
    ChartFigure,
    Document,
    HeaderCell,
    Heading,
    Listing,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Table,
)
from engine.report.formats.markup import Markup, element, join

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = Path(__file__).with_name("report.css")
_LOCALES = {Language.NB: "nb-NO", Language.EN: "en-GB"}


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
        element("a", _say(mark("To the content"), language), class_="skip", href="#content"),
        _top(meta),
        _contents(document),
        element("main", *(_block(block, language) for block in document.blocks), id="content"),
        _foot(meta),
    )
    page = element("html", element("head", head), element("body", body), lang=_LOCALES[language])
    return f"<!DOCTYPE html>\n{page}\n".encode()


@cache
def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")


def _say(message: str, language: Language, **details: object) -> str:
    return translate(message, language).format(**details)


def _top(meta: Meta) -> Markup:
    draft = element("p", _say(mark("Draft"), meta.language), class_="draft") if meta.is_draft else Markup()
    edition = _say(mark("{period} · edition {edition} · figures as of {as_of}"), meta.language, **_edition(meta))
    return element(
        "header",
        element("p", meta.organisation, class_="lead"),
        element("h1", meta.title),
        element("p", edition, class_="lead"),
        draft,
    )


def _edition(meta: Meta) -> dict[str, object]:
    return {"period": meta.period_words, "edition": meta.edition, "as_of": meta.as_of.isoformat()}


def _contents(document: Document) -> Markup:
    links = [
        element("li", element("a", heading.text, href=f"#{heading.id}")) for heading in document.headings if heading.level == 1
    ]
    label = _say(mark("Contents"), document.meta.language)
    return element("nav", element("p", element("strong", label)), element("ul", *links), aria_label=label)


def _foot(meta: Meta) -> Markup:
    language = meta.language
    rules = [element("li", f"{rule.title} ({rule.id}): ", element("code", rule.version)) for rule in meta.rules]
    about = [
        _say(mark("Finalised by {author}."), language, author=meta.author) if meta.author else "",
        _say(mark("The log's head: {head}"), language, head=meta.log_head),
    ]
    return element(
        "footer",
        *(element("p", line) for line in about if line),
        element("details", element("summary", _say(mark("The rules and their versions"), language)), element("ul", *rules)),
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
    below = [*((f"{at}) {text}") for at, text in enumerate(table.footnotes, start=1)), *table.legend(language)]
    return join(
        # Reached by keyboard, because a wide table scrolls on a narrow screen.
        element("div", made, class_="wide", tabindex=0, role="region", aria_label=table.caption),
        element("p", table.unit_note, class_="unit") if table.unit_note else Markup(),
        *(element("p", line, class_="legend") for line in below),
    )


def _header_row(table: Table, row: tuple[HeaderCell, ...], at: int) -> Markup:
    cells = []
    for cell in row:
        spans = {"colspan": cell.columns if cell.columns > 1 else None, "rowspan": cell.rows if cell.rows > 1 else None}
        is_group = cell.columns > 1 and at < len(table.header) - 1
        kind = "group" if is_group else _align(table, row, cell) if at == len(table.header) - 1 else None
        scope = "colgroup" if is_group else "col"
        cells.append(element("th", cell.text, scope=scope, class_=kind, **spans) if cell.text else element("td", **spans))
    return element("tr", *cells)


def _align(table: Table, row: tuple[HeaderCell, ...], cell: HeaderCell) -> str | None:
    """Of a cell in the last header row: the columns on its left that hang down from rows above are not in that row."""
    before = sum(each.columns for each in row[: row.index(cell)])
    hanging = len(table.columns) - sum(each.columns for each in row)
    return "number" if table.columns[before + hanging].align is Align.RIGHT else None


def _row(table: Table, row: Row, language: Language) -> Markup:
    cells = []
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        kind = "number" if column.align is Align.RIGHT else None
        content = _cell(cell, language)
        cells.append(element("th", content, scope="row") if at < table.heading_columns else element("td", content, class_=kind))
    kinds = [*(["total"] if row.is_total else []), *([f"level{min(row.level, 2)}"] if row.level else [])]
    return element("tr", *cells, class_=" ".join(kinds) or None)


def _cell(cell: Cell, language: Language) -> Markup:
    notes = "".join(f"{number})" for number in cell.footnotes)
    text = join(cell.text, cell.signs, element("sup", notes) if notes else Markup())
    sign, words = OUTCOME_SIGNS[cell.outcome] if cell.outcome else ("", "")
    if sign not in ("✗", "!"):
        return text
    return element("span", f"{sign} ", text, class_="missed", title=translate(words, language))


def _chart(figure: ChartFigure, language: Language) -> Markup:
    return element(
        "figure",
        element("figcaption", element("strong", figure.title)),
        element("p", figure.alternative),
        element("details", element("summary", _say(mark("The figures of the chart"), language)), _chart_data(figure)),
        id=figure.id,
    )


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
