"""A page as plain text: good to read by itself, for those whose mail program shows no HTML."""

from collections.abc import Iterator

from engine.notify.page import Block, Page, Section, Table


def plain_text(page: Page) -> str:
    parts = [page.lead] if page.lead else []
    parts += ["\n".join(_section(section)) for section in page.sections]
    parts.append("\n".join(["-- ", *page.foot]))
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield section.heading.upper()
    for block in section.blocks:
        yield ""
        yield from _block(block)
    for table in section.tables:
        yield ""
        yield from _table(table)
    if section.rest:
        yield ""
        yield section.rest


def _block(block: Block) -> Iterator[str]:
    yield f"* {block.heading}"
    for line in (*block.lines, block.link):
        if line:
            yield f"  {line}"


def _table(table: Table) -> Iterator[str]:
    rows = (table.headings, *table.rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        *texts, number = row
        cells = [text.ljust(width) for text, width in zip(texts, widths, strict=False)]
        yield "  ".join([*cells, number.rjust(widths[-1])])
