"""The report as a Word file with real styles, so that an office can go on writing in it: headings, captions, lists, tables.

python-docx writes every text as text; what Word itself must work out (page numbers, the table of contents) are fields.
"""

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from engine.charts import png
from engine.charts.figure import ChartFigure
from engine.facts import Outcome
from engine.language import Language, mark
from engine.report.cells import Align, Cell, Row, Table
from engine.report.document import Block, Callout, Document, Heading, Listing, Meta, Note, PageBreak, Paragraph
from engine.report.formats import words
from engine.report.formats.archive import timeless
from engine.report.formats.words import say, visible

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table as WordTable
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

_LOCALES = {Language.NB: "nb-NO", Language.EN: "en-GB"}
_TEXT_WIDTH_CM, _LEAST_TEXT_CM, _MOST_NUMBER_CM = 17.0, 3.6, 2.4
_SMALL_POINTS = 8
_INK = "1B1B1B"
_STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Quote", "Intense Quote")
_WIDE_TABLE = 8
"""So many columns are written smaller."""


def render(document: Document) -> bytes:
    import docx

    word = docx.Document()
    _set_up(word, document.meta)
    _first_lines(word, document.meta)
    for block in document.blocks:
        _block(word, block, document.meta.language)
    _last_page(word, document.meta)
    made = io.BytesIO()
    word.save(made)
    return timeless(made.getvalue())


def _set_up(word: "Word", meta: Meta) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    about = word.core_properties
    about.title, about.author, about.language = visible(meta.title), visible(meta.organisation), _LOCALES[meta.language]
    about.subject, about.keywords, about.comments, about.last_modified_by = words.edition(meta), "", "", ""
    about.created = about.modified = datetime.combine(meta.as_of, time(12))
    about.revision = 1
    section = word.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    word.styles["Normal"].font.size = Pt(10)
    for style in _STYLES:
        _own_look(word.styles[style])
    _language(word.styles["Normal"].element.get_or_add_rPr(), meta.language)
    head = section.header.paragraphs[0]
    head.text = " · ".join(filter(None, (visible(meta.organisation), visible(meta.title), words.draft(meta))))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{words.edition(meta)} · ")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def _own_look(style: Any) -> None:
    """One typeface, ink instead of the template's blue, and no other face of its own theme."""
    from docx.shared import RGBColor

    style.font.name, style.font.color.rgb = "Arial", RGBColor.from_string(_INK)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        style.element.rPr.rFonts.attrib.pop(_qualified(name), None)


def _first_lines(word: "Word", meta: Meta) -> None:
    word.add_paragraph(visible(meta.organisation), style="Subtitle")
    word.add_paragraph(visible(meta.title), style="Title")
    word.add_paragraph(words.edition(meta))
    if meta.is_draft:
        word.add_paragraph(style="Intense Quote").add_run(words.draft(meta)).bold = True
    _field(word.add_paragraph(), r'TOC \o "1-2" \h \z \u', say(mark("Contents"), meta.language))


def _last_page(word: "Word", meta: Meta) -> None:
    word.add_page_break()
    word.add_heading(say(mark("What the report rests on"), meta.language), 1)
    for line in words.basis(meta):
        word.add_paragraph(line)
    if not meta.rules:
        return
    word.add_paragraph(say(mark("The rules and their versions"), meta.language), style="Caption")
    names = [say(each, meta.language) for each in (mark("Rule"), mark("Id"), mark("Version"))]
    table = word.add_table(rows=1, cols=len(names), style="Table Grid")
    _heading_row(table, 0)
    for lines, texts in zip(
        (table.rows[0], *(table.add_row() for _ in meta.rules)),
        (names, *([visible(rule.title), rule.id, rule.version] for rule in meta.rules)),
        strict=True,
    ):
        for cell, text in zip(lines.cells, texts, strict=True):
            _write(cell, text, points=_SMALL_POINTS)


def _block(word: "Word", block: Block, language: Language) -> None:
    match block:
        case Heading():
            word.add_heading(visible(block.text), block.level)
        case Paragraph():
            _runs(word.add_paragraph(), block)
        case Listing():
            for item in block.items:
                _runs(word.add_paragraph(style="List Bullet"), item)
        case Note():
            _small(word.add_paragraph(), visible(block.text))
        case Callout():
            word.add_paragraph(style="Intense Quote").add_run(visible(block.title)).bold = True
            for line in block.lines:
                word.add_paragraph(visible(line), style="Quote")
        case Table():
            for piece in words.pieces(block):
                _table(word, piece, language)
        case ChartFigure():
            _chart(word, block, language)
        case PageBreak():
            word.add_page_break()


def _runs(paragraph: "WordParagraph", said: Paragraph) -> None:
    for run in said.runs:
        made = paragraph.add_run(visible(run.text))
        made.bold, made.italic = run.strong or None, run.emphasis or None


def _small(paragraph: "WordParagraph", text: str) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(text).font.size = Pt(_SMALL_POINTS)


def _table(word: "Word", table: Table, language: Language) -> None:
    caption = word.add_paragraph(visible(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = word.add_table(rows=len(table.header) + len(table.rows), cols=len(table.columns), style="Table Grid")
    points = _SMALL_POINTS - 1 if len(table.columns) > _WIDE_TABLE else _SMALL_POINTS + 1
    # One list of cells: python-docx looks each one up anew in the whole table.
    cells = made._cells  # noqa: SLF001
    width = len(table.columns)
    for at, (header, places) in enumerate(zip(table.header, table.header_places, strict=True)):
        _heading_row(made, at)
        for heading, place in zip(header, places, strict=True):
            target = cells[at * width + place]
            if heading.columns > 1 or heading.rows > 1:
                target = target.merge(cells[(at + heading.rows - 1) * width + place + heading.columns - 1])
            is_right = table.columns[place].align is Align.RIGHT and heading.columns == 1
            _write(target, visible(heading.text), points=points, bold=True, is_right=is_right)
    for at, row in enumerate(table.rows, start=len(table.header)):
        for place, cell in enumerate(row.cells):
            _figure(cells[at * width + place], cell, row, table, place, points)
    _widths(made, table)
    _described(made, table)
    for line in words.below(table, language):
        _small(word.add_paragraph(), line)


def _widths(made: "WordTable", table: Table) -> None:
    """What says the line gets the room that numbers do not need."""
    from docx.shared import Cm

    texts = words.wordy(table)
    numbers = len(table.columns) - len(texts)
    room = max(_TEXT_WIDTH_CM - _LEAST_TEXT_CM * len(texts), _TEXT_WIDTH_CM / 2)
    each_number = min(_MOST_NUMBER_CM, room / max(1, numbers))
    each_text = (_TEXT_WIDTH_CM - each_number * numbers) / max(1, len(texts))
    for at, column in enumerate(made.columns):
        column.width = Cm(each_text if at in texts else each_number)
    made.autofit = False


def _figure(target: "WordCell", cell: Cell, row: Row, table: Table, place: int, points: int) -> None:
    from docx.shared import Pt

    paragraph = _write(
        target,
        words.figure(cell),
        points=points,
        bold=row.is_total or cell.outcome is Outcome.MISSED,
        is_right=table.columns[place].align is Align.RIGHT and not words.is_long(cell),
    )
    if cell.footnotes:
        paragraph.add_run(words.footnotes(cell)).font.superscript = True
    if place < table.heading_columns and row.level:
        paragraph.paragraph_format.left_indent = Pt(9 * row.level)


def _write(target: "WordCell", text: str, *, points: int, bold: bool = False, is_right: bool = False) -> "WordParagraph":
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph: WordParagraph = target.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(points), bold or None
    return paragraph


def _chart(word: "Word", figure: ChartFigure, language: Language) -> None:
    from docx.shared import Cm

    caption = word.add_paragraph(visible(figure.title), style="Caption")
    caption.paragraph_format.keep_with_next = True
    picture = word.add_picture(io.BytesIO(png(figure, language)), width=Cm(_TEXT_WIDTH_CM))
    about = picture._inline.docPr  # noqa: SLF001 (python-docx has no word for the alternative text yet)
    about.set("descr", visible(figure.alternative))
    about.set("title", visible(figure.title))


def _heading_row(table: "WordTable", at: int) -> None:
    """Word repeats it on each page, and tells readers who do not see it that these are headings."""
    table.rows[at]._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))  # noqa: SLF001


def _described(made: "WordTable", table: Table) -> None:
    properties = made._tbl.tblPr  # noqa: SLF001
    look = {"w:firstRow": "1", "w:firstColumn": "1" if table.heading_columns else "0", "w:noHBand": "1", "w:noVBand": "1"}
    for old in properties.findall(_qualified("w:tblLook")):
        properties.remove(old)
    properties.append(_element("w:tblLook", look))
    properties.append(_element("w:tblCaption", {"w:val": visible(table.caption)}))


def _field(paragraph: "WordParagraph", instruction: str, shown: str = "1") -> None:
    """Something that Word works out when it opens the file, and what stands there until then."""
    field = _element("w:fldSimple", {"w:instr": instruction, "w:dirty": "true"})
    run, text = _element("w:r", {}), _element("w:t", {})
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001


def _language(properties: Any, language: Language) -> None:
    for old in properties.findall(_qualified("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", {"w:val": _LOCALES[language]}))


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_qualified(key), value)
    return made


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
