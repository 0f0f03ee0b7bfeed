"""`format: csv`: text with a delimiter, divided into columns by Arrow wherever it can be read in one way only.

What the careful reader of deliveries would read otherwise, refuse or has to explain is left to it: quotation marks inside a
field, comments, line ends of old, rows beyond all measure, headings that are not found.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as pacsv  # type: ignore[import-untyped]
from numpy.typing import NDArray

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats import csv as careful
from engine.intake.records.origins.quotes import row_ends, sound
from engine.intake.records.origins.utf8 import as_utf_8
from engine.intake.records.plainly import WHITE
from engine.intake.records.raw import Raw, Texts, of_table
from engine.intake.records.source import RecordSource
from engine.intake.table import tabulate
from engine.intake.text import collapse
from engine.language import mark
from engine.names import printable

MAX_BYTES = 2 * 1024**3
_SMALL = 200_000
"""Bytes; below this the careful reader is as quick."""
_ROW = careful.MAX_LINE // 2
"""Bytes of a block. A row in two blocks is within every limit of the careful reader; one that needs a third is left to it."""
_SHOWN_HEADING = 40


def read(content: bytes, source: RecordSource, findings: Findings) -> Raw:
    """Raises DeliveryRefused for what cannot be divided into rows; rows of another length are problems."""
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    if len(content) >= _SMALL and not source.comments:
        divided = _divided(as_utf_8(content, source.encoding, findings), source, findings)
        if divided is not None:
            return divided.raw()
    return of_table(tabulate(careful.read(content, source, findings)))


def _divided(text: bytes, source: RecordSource, findings: Findings) -> "_Divided | None":
    """The rows in columns; None for what has to be read with care. Rows of another length are told and left out."""
    if (b"\r" in text and text.count(b"\r") != text.count(b"\r\n")) or not sound(text, source.delimiter):
        return None
    head = _head(text, source)
    if head is None:
        return None
    told = _Lengths(source.delimiter)
    try:
        table = _table(text, source, head, told)
    except pa.ArrowInvalid:
        return None
    divided = _Divided(text, head, table, told.left_out, findings.file)
    for row, found in told.wrong:
        message = mark("the row has {found} fields, and the headings promise {promised}")
        place = Place(findings.file, divided.line(row))
        findings.add(place, Code.FIELD_COUNT, message, found=found, promised=len(head.headings))
    return divided


@dataclass(frozen=True, slots=True)
class _Head:
    """The headings as they are compared, the line where they stand, and what they and all above them take up."""

    headings: tuple[str, ...]
    line: int
    lines: int
    size: int


def _head(text: bytes, source: RecordSource) -> _Head | None:
    """None where the headings are not in the row that is declared, or where nothing follows them."""
    lines = _Lines(io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline=""))
    reader = csv.reader(lines, delimiter=source.delimiter, strict=True)
    cells: list[str] = []
    line = 0
    for _ in range(source.header_row):
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return None
    headings = tuple(collapse(cell) for cell in cells)
    if not any(heading in source.columns for heading in headings) or lines.size >= len(text):
        return None
    return _Head(headings, line, reader.line_num, lines.size)


@dataclass(slots=True)
class _Lines:
    """The lines of a text, and how many bytes have been taken so far."""

    stream: io.TextIOWrapper
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.stream:
            self.size += len(line.encode())
            yield line


@dataclass(slots=True)
class _Lengths:
    """Rows of another length than the headings': those with content are wrong, blank ones are none."""

    delimiter: str
    left_out: list[int] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, row: pacsv.InvalidRow) -> str:
        self.left_out.append(row.number - 1)
        cells = next(csv.reader([row.text], delimiter=self.delimiter), [])
        if "".join(cells).strip():
            self.wrong.append((row.number - 1, row.actual_columns))
        return "skip"


def _table(text: bytes, source: RecordSource, head: _Head, told: _Lengths) -> pa.Table:
    """The columns by their position, each of text."""
    names = [str(position) for position in range(len(head.headings))]
    return pacsv.read_csv(
        pa.BufferReader(pa.py_buffer(text).slice(head.size)),
        # One thread: only then are rows of another length numbered, and dividing is not what takes the time.
        read_options=pacsv.ReadOptions(column_names=names, block_size=_ROW, use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=source.delimiter,
            quote_char='"' if b'"' in text else False,
            newlines_in_values=b'"' in text,
            ignore_empty_lines=False,
            invalid_row_handler=told,
        ),
        convert_options=pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


class _Divided:
    """A table of texts and the rows of the file that they stand in."""

    def __init__(self, text: bytes, head: _Head, table: pa.Table, left_out: list[int], file: str) -> None:
        self._text = text
        self._head = head
        self._left_out = left_out
        self._file = file
        self._blank = _blank_rows(table)
        self._table = table.filter(pa.array(~self._blank)) if self._blank.any() else table

    def raw(self) -> Raw:
        """A column with neither heading nor content (a trailing delimiter) is none."""
        kept = [
            (heading, position)
            for position, heading in enumerate(self._head.headings)
            if heading or not _is_blank(self._table.column(position)).all()
        ]
        columns = {heading: self._column(position) for heading, position in kept}
        return Raw(tuple(heading for heading, _ in kept), columns, self._table.num_rows, self._place)

    def line(self, row: int) -> int:
        """The first line of a row below the headings, rows that were left out counted."""
        _, ended = self._ends
        return self._head.lines + 1 + (int(ended[row - 1]) if row else 0)

    def _column(self, position: int) -> Callable[[], Texts]:
        return lambda: Texts(self._table.column(position).combine_chunks())

    def _place(self, row: int, heading: str) -> Place:
        if row < 0 or heading not in self._head.headings:
            return Place(self._file, self._head.line)
        return Place(self._file, self.line(int(self._rows[row])), field=printable(heading, _SHOWN_HEADING))

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        """Which row below the headings each record is."""
        there = np.delete(np.arange(len(self._blank) + len(self._left_out)), self._left_out)
        rows: NDArray[np.int64] = there[~self._blank]
        return rows

    @cached_property
    def _ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return row_ends(self._text[self._head.size :])


def _blank_rows(table: pa.Table) -> NDArray[np.bool_]:
    """Rows of nothing but white space. Most tables have none, which their first column says."""
    blank: NDArray[np.bool_] = np.ones(table.num_rows, dtype=np.bool_)
    for column in table.columns:
        blank &= _is_blank(column)
        if not blank.any():
            break
    return blank


def _is_blank(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(column, f"^[ {WHITE}]*$").to_numpy()
    return found
