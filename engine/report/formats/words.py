"""What every format says in the same words: the edition, the draft, what stands behind a figure, what the report rests on."""

from engine.facts import Outcome
from engine.language import Language, mark, translate
from engine.report import periods
from engine.report.cells import Align, Cell, Table
from engine.report.document import Meta
from engine.words import OUTCOMES

_LONGEST_NUMBER = 24
_PAGE, _WORDY, _BETWEEN = 130, 16, 3
"""Letters of 6.5 points across an upright A4 page; what a column of words needs at least; the space beside a number."""
_KEPT = "\n\u00a0\u00ad"
TOLD_BEFORE_THE_FIGURE = (Outcome.MISSED, Outcome.WARNING)


def say(message: str, language: Language, **details: object) -> str:
    """The marked message in the report's language, with its details."""
    return translate(message, language).format(**details)


def edition(meta: Meta) -> str:
    """`mars 2023 · utgave 1 · tall per 13.4.2023`."""
    details = {"period": meta.period_words, "edition": meta.edition, "as_of": periods.day(meta.as_of, meta.language)}
    return say(mark("{period} · edition {edition} · figures as of {as_of}"), meta.language, **details)


def draft(meta: Meta) -> str:
    """What every page of a draft says; empty in a final edition."""
    return say(mark("Draft"), meta.language) if meta.is_draft else ""


def basis(meta: Meta) -> tuple[str, ...]:
    """What the last page says, besides the rules: who finalised it, and the anchor for `malvakt log verify`."""
    who = (say(mark("Finalised by {author}."), meta.language, author=meta.author),) if meta.author else ()
    return (*who, say(mark("The log's head: {head}"), meta.language, head=meta.log_head))


def figure(cell: Cell) -> str:
    """The cell's text with the signs of its outcome and marks, as `Table.legend` explains them."""
    sign = f"{OUTCOMES[cell.outcome][0]} " if cell.outcome in TOLD_BEFORE_THE_FIGURE else ""
    return f"{sign}{visible(cell.text)}{cell.signs}"


def footnotes(cell: Cell) -> str:
    """`1)2)`."""
    return "".join(f"{number})" for number in cell.footnotes)


def below(table: Table, language: Language) -> tuple[str, ...]:
    """The lines below a table: its unit, its footnotes, what its signs mean."""
    unit = (table.unit_note,) if table.unit_note else ()
    notes = (f"{number}) {text}" for number, text in enumerate(table.footnotes, start=1))
    return tuple(map(visible, (*unit, *notes, *table.legend(language))))


def pieces(table: Table) -> tuple[Table, ...]:
    """The table as it fits on a page: one that is too wide comes in several below each other, each with the names of the rows.

    Widths are counted in letters of the smallest size; words break into lines, and numbers do not.
    """
    heads = list(range(table.heading_columns))
    widths = [_width(table, at, is_wordy=at in wordy(table)) for at in range(len(table.columns))]
    room = _PAGE - sum(widths[at] for at in heads)
    cuts: list[list[int]] = []
    left = 0
    for at in range(table.heading_columns, len(table.columns)):
        if not cuts or widths[at] > left:
            cuts.append([])
            left = room
        cuts[-1].append(at)
        left -= widths[at]
    if len(cuts) < 2:
        return (table,)
    return tuple(
        table.of_columns([*heads, *cut], f"{table.caption} ({number}/{len(cuts)})", f"{table.id}-{number}")
        for number, cut in enumerate(cuts, start=1)
    )


def _width(table: Table, at: int, *, is_wordy: bool) -> int:
    if is_wordy:
        return _WORDY
    return max((len(figure(row.cells[at])) + len(footnotes(row.cells[at])) for row in table.rows), default=0) + _BETWEEN


def wordy(table: Table) -> frozenset[int]:
    """The columns that need room for words: headings of rows, what is set to the left, and long texts between numbers."""
    return frozenset(
        at
        for at, column in enumerate(table.columns)
        if at < table.heading_columns or column.align is Align.LEFT or any(is_long(row.cells[at]) for row in table.rows)
    )


def is_long(cell: Cell) -> bool:
    """Words where others have a number: set to the left, because a ragged left edge is hard to read."""
    return len(cell.text) > _LONGEST_NUMBER


def visible(text: str) -> str:
    """Control characters are letters in no format, and right-to-left marks move what is beside them: both are spelled out."""
    return "".join(letter if letter.isprintable() or letter in _KEPT else f"\\u{ord(letter):04x}" for letter in text)
