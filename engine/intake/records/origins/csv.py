"""`format: csv`: text with a delimiter. Without a quotation mark in it, a line is its fields, and Arrow divides it at once."""

import io
import re
from collections.abc import Callable

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pacsv  # type: ignore[import-untyped]

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats import csv as careful
from engine.intake.formats.encodings import decode
from engine.intake.records.raw import Encoded, Raw, of_table
from engine.intake.records.source import RecordSource
from engine.intake.table import Cell, tabulate
from engine.intake.text import collapse
from engine.language import mark

MAX_BYTES = 2 * 1024**3
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_BAD_ROWS = 1_000


def read(content: bytes, source: RecordSource, findings: Findings) -> Raw:
    """Raises DeliveryRefused for what cannot be divided into rows; rows of another length are problems."""
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    # Quotes, comments and blank lines need the careful reader, which knows the line of every record.
    if source.comments or b'"' in content or len(content) < _SMALL:
        return of_table(tabulate(careful.read(content, source, findings)))
    text = decode(content, source.encoding, findings)
    if _BLANK_LINE.search(text):
        return of_table(tabulate(careful.read(content, source, findings)))
    return _divided(text, source, findings)


_SMALL = 200_000
"""Bytes; below this the careful reader is as quick."""


def _divided(text: str, source: RecordSource, findings: Findings) -> Raw:
    lines = text.split("\n", source.header_row)
    headings = tuple(collapse(cell) for cell in lines[source.header_row - 1].rstrip("\r").split(source.delimiter))
    bad: list[int] = []

    def wrong_length(row: pacsv.InvalidRow) -> str:
        bad.append(row.actual_columns)
        return "error" if len(bad) == _BAD_ROWS else "skip"

    names = [str(position) for position in range(len(headings))]
    try:
        table = pacsv.read_csv(
            io.BytesIO(lines[source.header_row].encode() if len(lines) > source.header_row else b""),
            read_options=pacsv.ReadOptions(column_names=names, use_threads=True),
            parse_options=pacsv.ParseOptions(
                delimiter=source.delimiter, quote_char=False, ignore_empty_lines=False, invalid_row_handler=wrong_length
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        table = None
    if bad or table is None:
        _tell_lengths(lines[source.header_row], len(headings), source, findings)
        findings.refuse_if_any()
        findings.refuse(Code.FIELD_COUNT, mark("the file cannot be divided into rows and fields"))

    def place(row: int, heading: str) -> Place:
        return Place(findings.file, row + source.header_row + 1, field=heading if row >= 0 else "")

    columns = {heading: _column(table.column(position)) for position, heading in enumerate(headings)}
    return Raw(headings, columns, table.num_rows, place)


def _column(array: pa.ChunkedArray) -> Callable[[], Encoded]:
    return lambda: Encoded.of_array(array.unify_dictionaries(), _stripped)


def _stripped(text: str) -> Cell:
    return text.rstrip("\r")


def _tell_lengths(text: str, promised: int, source: RecordSource, findings: Findings) -> None:
    message = mark("the row has {found} fields, and the headings promise {promised}")
    for number, line in enumerate(text.splitlines(), start=source.header_row + 1):
        found = line.count(source.delimiter) + 1
        if line.strip() and found != promised:
            findings.add(Place(findings.file, number), Code.FIELD_COUNT, message, found=found, promised=promised)
