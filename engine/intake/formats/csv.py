"""`format: csv`: text with a delimiter, in the declared encoding; every row has as many fields as the headings promise."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats.comments import Commented, without_comments
from engine.intake.formats.encodings import decode
from engine.intake.formats.notation import Notation
from engine.intake.table import Grid, Record
from engine.language import mark

MAX_BYTES = 100 * 1024**2
MAX_ROWS = 2_000_000
_DELIMITERS = ";,\t|"


def read(content: bytes, profile: Notation, findings: Findings) -> Grid:
    """Raises DeliveryRefused when there are no rows to speak of; a row of another length is a problem and left out."""
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    text = decode(content, profile.encoding, findings)
    body = without_comments(text, findings) if profile.comments else Commented(text)
    rows = _rows(body, profile.delimiter, findings)
    headings = _headings(rows, profile, findings)
    return Grid(findings.file, headings, list(_complete(rows, headings, findings)), decimal=body.decimal)


def _rows(body: Commented, delimiter: str, findings: Findings) -> Iterator[Record]:
    """Every row with its first line. Quotes that do not match are problems; reading goes on with the next line."""
    reader = csv.reader(io.StringIO(body.text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = body.lines + reader.line_num + 1
        try:
            yield Record(line, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            findings.add(Place(findings.file, line), Code.QUOTES, _quotes(str(error)))


def _quotes(error: str) -> str:
    if "expected after" in error:
        return mark("there is text behind a closing quotation mark; inside a quoted field the mark is written twice")
    return mark("a quotation mark is opened here and never closed")


def _headings(rows: Iterator[Record], profile: Notation, findings: Findings) -> Record:
    headings = next(islice(rows, profile.header_row - 1, None), None)
    if headings is None or not headings.cells:
        findings.refuse(Code.EMPTY, mark("there is no row {row} with headings"), row=profile.header_row)
    _refuse_other_delimiter(headings, profile.delimiter, findings)
    return headings


def _refuse_other_delimiter(headings: Record, declared: str, findings: Findings) -> None:
    others = [other for other in _DELIMITERS if other != declared and other in str(headings.cells[0])]
    if others and len(headings.cells) == 1:
        message = mark(
            "the headings are one field with the delimiter {declared}; they seem to be divided by {other} (delimiter:)"
        )
        place = Place(findings.file, headings.line)
        findings.refuse(Code.DELIMITER, message, place, declared=repr(declared), other=repr(others[0]))


def _complete(rows: Iterator[Record], headings: Record, findings: Findings) -> Iterator[Record]:
    promised = len(headings.cells)
    for count, record in enumerate(rows, start=1):
        if count > MAX_ROWS:
            findings.refuse(Code.TOO_LARGE, mark("the file has more than {limit} rows"), limit=MAX_ROWS)
        if not "".join(map(str, record.cells)).strip():
            continue
        if len(record.cells) == promised:
            yield record
        else:
            place, found = Place(findings.file, record.line), len(record.cells)
            message = mark("the row has {found} fields, and the headings promise {promised}")
            findings.add(place, Code.FIELD_COUNT, message, found=found, promised=promised)
