"""`format: parquet`: typed columns. Text, numbers, booleans, dates and instants are read; others are refused."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.records.raw import Encoded, Raw
from engine.intake.records.source import RecordSource
from engine.intake.table import Cell, Clock
from engine.intake.text import collapse
from engine.language import mark
from engine.names import printable, shown


def read(content: bytes, _: RecordSource, findings: Findings) -> Raw:
    """Raises DeliveryRefused for what is not Parquet. The first record is row 1."""
    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError):
        findings.refuse(Code.NOT_PARQUET, mark("this is not a Parquet file, or it did not arrive whole"))
    for field in table.schema:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type) or pa.types.is_duration(field.type):
            message = mark("a column of type {type} cannot be read; text, numbers, booleans and dates can")
            findings.add(
                Place(findings.file, field=printable(field.name, 40)), Code.COLUMN_TYPE, message, type=shown(field.type)
            )
    findings.refuse_if_any()

    def place(row: int, heading: str) -> Place:
        return Place(findings.file, row + 1 if row >= 0 else None, field=printable(heading, 40))

    headings = [collapse(name) for name in table.column_names]
    columns = {
        heading: _column(_in_micros(table.column(position), heading, findings)) for position, heading in enumerate(headings)
    }
    findings.refuse_if_any()
    return Raw(tuple(headings), columns, table.num_rows, place)


def _in_micros(array: pa.ChunkedArray, heading: str, findings: Findings) -> pa.ChunkedArray:
    """Instants as they are kept here; one that is finer would have to be cut."""
    if not (pa.types.is_timestamp(array.type) and array.type.unit == "ns"):
        return array
    try:
        return array.cast(pa.timestamp("us", array.type.tz))
    except pa.ArrowInvalid:
        message = mark("the column has nanoseconds; an instant has at most microseconds")
        findings.add(Place(findings.file, field=printable(heading, 40)), Code.COLUMN_TYPE, message)
        return array.cast(pa.timestamp("us", array.type.tz), safe=False)


def _column(array: pa.ChunkedArray) -> Callable[[], Encoded]:
    return lambda: Encoded.of_array(array, cell)


def cell(value: Any) -> Cell:
    """A typed value as a cell: numbers exactly as they print, which for a float is the shortest text that means it."""
    if isinstance(value, bool | str | Decimal | date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    # Bytes, times of day and durations are neither a text nor a number: what is asked of them is refused.
    return Decimal(repr(value)) if isinstance(value, float) else Clock(str(value))
