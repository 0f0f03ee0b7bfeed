"""Parquet files made for the tests, sound and broken."""

import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import parquet


def file(**columns: Any) -> bytes:
    """A Parquet file of these columns."""
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def sound() -> bytes:
    return file(month=["2023-02", "2023-03"], answered=pa.array([Decimal("77.0"), Decimal("80.4")], pa.decimal128(5, 1)))


def not_parquet() -> bytes:
    return b"month;answered\n"


def cut_off() -> bytes:
    return sound()[:-100] + b"PAR1"


def damaged() -> bytes:
    content = bytearray(sound())
    content[4:60] = bytes(range(56))
    return bytes(content)


def nested() -> bytes:
    return file(month=["2023-03"], answered=[[80, 81]])


def binary_and_time() -> bytes:
    return file(month=pa.array([b"2023-03"]), answered=pa.array([1], pa.time32("s")))


def not_numbers() -> bytes:
    values = [float("nan"), float("inf"), 1e300, 80.0]
    return file(month=["2022-12", "2023-01", "2023-02", "2023-03"], answered=values)


def dates_and_booleans() -> bytes:
    from datetime import date

    return file(month=[date(2023, 3, 1), date(2023, 2, 1)], answered=[True, False])


def not_utf_8() -> bytes:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xff\xfe")]
    )
    return file(month=broken, answered=[80.0])


def other_columns() -> bytes:
    return file(maaned=["2023-03"], answered=[80], Answered=[81])


def ten_million_rows() -> bytes:
    """Equal values cost nothing in the file and everything once they are read."""
    return file(month=pa.repeat("2023-03", 10_000_000).dictionary_encode(), answered=pa.repeat(80, 10_000_000))


def too_many_digits() -> bytes:
    return file(month=["2023-03"], answered=pa.array([Decimal(10) ** 40 + 1], pa.decimal256(60, 2)))
