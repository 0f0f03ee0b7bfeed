"""A page as HTML that Outlook shows too: tables and inline styles, no image, no style sheet, nothing fetched from anywhere."""

from typing import Final

from engine.notify.markup import Markup, join, tag
from engine.notify.page import Block, Page, Section, Table

_FONT: Final = "font-family:Segoe UI,Arial,Helvetica,sans-serif;color:#1b1b1b;"
_BODY: Final = f"{_FONT}font-size:16px;line-height:24px;"
_SMALL: Final = "font-family:Segoe UI,Arial,Helvetica,sans-serif;color:#555555;font-size:13px;line-height:19px;"
_HEADING: Final = f"{_FONT}font-size:19px;line-height:26px;margin:0;padding:24px 0 4px 0;"
_CELL: Final = f"{_BODY}padding:6px 12px 6px 0;border-bottom:1px solid #d0d0d0;"


def html(page: Page) -> str:
    body = [_row(tag("p", page.lead, style=f"{_BODY}margin:0;"))] if page.lead else []
    for section in page.sections:
        body += _section(section)
    foot = [tag("p", line, style=f"{_SMALL}margin:0;") for line in page.foot]
    body.append(_row(*foot, style="padding-top:28px;"))
    inner = tag("table", *body, role="presentation", width="640", cellpadding="0", cellspacing="0", border="0")
    head = tag("head", tag("meta", charset="utf-8"), tag("title", page.subject))
    page_body = tag("body", inner, style="margin:0;padding:16px;background:#ffffff;")
    return f"<!DOCTYPE html>\n{tag('html', head, page_body, lang=page.language)}\n"


def _section(section: Section) -> list[Markup]:
    rows = [_row(tag("h2", section.heading, style=_HEADING))]
    rows += [_row(*_block(block), style="padding:10px 0;border-bottom:1px solid #d0d0d0;") for block in section.blocks]
    rows += [_row(_table(table)) for table in section.tables]
    return [*rows, _row(tag("p", section.rest, style=f"{_BODY}margin:8px 0;"))] if section.rest else rows


def _block(block: Block) -> list[Markup]:
    style = "color:#0b4f9e;" if block.link else ""
    heading = tag("a", block.heading, href=block.link, style=style) if block.link else join(block.heading)
    lines = [tag("p", line, style=f"{_BODY}margin:0;") for line in block.lines]
    return [tag("p", tag("strong", heading), style=f"{_BODY}margin:0;"), *lines]


def _table(table: Table) -> Markup:
    head = tag("tr", *(_cell("th", text, last=at == len(table.headings)) for at, text in enumerate(table.headings, 1)))
    rows = (tag("tr", *(_cell("td", text, last=at == len(row)) for at, text in enumerate(row, 1))) for row in table.rows)
    return tag("table", head, *rows, cellpadding="0", cellspacing="0", border="0", style="margin:8px 0;")


def _cell(name: str, text: str, *, last: bool) -> Markup:
    side = "right" if last else "left"
    scope = {"scope": "col"} if name == "th" else {}
    return tag(name, text, align=side, style=f"{_CELL}text-align:{side};", **scope)


def _row(*children: str, style: str = "") -> Markup:
    return tag("tr", tag("td", *children, style=style))
