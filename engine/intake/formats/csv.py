"""`format: csv`: text with a delimiter, in the declared encoding; every row has as many fields as the headings promise."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats.comments import Commented, without_comments
from engine.intake.formats.encodings import decode
from engine.intake.formats.notation import Notation
from engine.intake.table import Cell, Grid, Record
from engine.intake.text import collapse
from engine.language import mark

MAX_BYTES = 100 * 1024**2
MAX_ROWS = 2_000_000
MAX_LINE = 1_000_000
"""Characters; a line of nothing but delimiters would be as many fields."""
csv.field_size_limit(MAX_LINE)  # Python's own, 131 072, would be told as a quotation mark that is never closed
_DELIMITERS = ";,\t|"
_LOOKED_AT = 20
"""Rows at the top in which misplaced headings are looked for."""


def read(content: bytes, profile: Notation, findings: Findings) -> Grid:
    """Raises DeliveryRefused when there are no rows to speak of; a row of another length is a problem and left out."""
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    text = decode(content, profile.encoding, findings)
    body = without_comments(text, findings) if profile.comments else Commented(text)
    rows = list(islice(_rows(body, profile.delimiter, findings), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        findings.refuse(Code.TOO_LARGE, mark("the file has more than {limit} rows"), limit=MAX_ROWS)
    headings = _headings(rows, profile, findings)
    records = list(_complete(rows[profile.header_row :], headings, findings))
    return Grid(findings.file, headings, records, decimal=body.decimal)


def _rows(body: Commented, delimiter: str, findings: Findings) -> Iterator[Record]:
    """Every row with its first line. Quotes that do not match are problems; reading goes on with the next line."""
    reader = csv.reader(_lines(body, findings), delimiter=delimiter, strict=True)
    while True:
        line = body.lines + reader.line_num + 1
        try:
            yield Record(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            findings.add(Place(findings.file, line), Code.QUOTES, _quotes(str(error)))


def _lines(body: Commented, findings: Findings) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(body.text, newline=""), start=body.lines + 1):
        if len(line) > MAX_LINE:
            place = Place(findings.file, number)
            findings.refuse(Code.TOO_LARGE, mark("the line is longer than {limit} characters"), place, limit=MAX_LINE)
        yield line


def _quotes(error: str) -> str:
    if "expected after" in error:
        return mark("there is text behind a closing quotation mark; inside a quoted field the mark is written twice")
    return mark("a quotation mark is opened here and never closed")


def _headings(rows: list[Record], profile: Notation, findings: Findings) -> Record:
    headings = rows[profile.header_row - 1] if len(rows) >= profile.header_row else None
    if headings is None or not "".join(map(str, headings.cells)).strip():
        findings.refuse(Code.EMPTY, mark("there is no row {row} with headings"), row=profile.header_row)
    if not _known(headings.cells, profile):
        _refuse_others(headings, rows, profile, findings)
    return headings


def _known(cells: Iterable[Cell], profile: Notation) -> bool:
    """True when one of the cells is a heading of the profile."""
    return any(collapse(str(cell)) in profile.columns for cell in cells)


def _refuse_others(headings: Record, rows: list[Record], profile: Notation, findings: Findings) -> None:
    """None of the headings is known: they are divided by another delimiter, or they stand in another row."""
    place, line = Place(findings.file, headings.line), profile.delimiter.join(map(str, headings.cells))
    for other in _DELIMITERS:
        if _known(line.split(other), profile):
            message = mark("the headings are divided by {other}, and the profile says {declared} (delimiter:)")
            findings.refuse(Code.DELIMITER, message, place, other=repr(other), declared=repr(profile.delimiter))
    for number, record in enumerate(rows[:_LOOKED_AT], start=1):
        if _known(record.cells, profile):
            message = mark("the headings stand in row {found}, and the profile says row {declared} (header_row:)")
            findings.refuse(
                Code.HEADER_ROW, message, Place(findings.file, record.line), found=number, declared=profile.header_row
            )


def _complete(rows: Iterable[Record], headings: Record, findings: Findings) -> Iterator[Record]:
    promised = len(headings.cells)
    for record in rows:
        if not "".join(map(str, record.cells)).strip():
            continue
        if len(record.cells) == promised:
            yield record
        else:
            place, found = Place(findings.file, record.line), len(record.cells)
            message = mark("the row has {found} fields, and the headings promise {promised}")
            findings.add(place, Code.FIELD_COUNT, message, found=found, promised=promised)
