"""`format: parquet`: read by pyarrow in a process with limits. Decimals and integers are exact."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

from engine.errors import Place
from engine.intake.findings import Code, Findings
from engine.intake.formats.notation import Notation
from engine.intake.formats.process import run_reader
from engine.intake.table import Cell, Clock, Grid, Record
from engine.language import mark
from engine.names import printable, shown

MAX_BYTES = 50 * 1024**2
_READER = Path(__file__).with_name("parquet_child.py")
_MAGIC = b"PAR1"
_DAY = len("2023-03-06")


def read(content: bytes, _: Notation, findings: Findings) -> Grid:
    """Raises DeliveryRefused. The headings are the columns' names; the first row of data is line 1."""
    if len(content) > MAX_BYTES:
        findings.refuse(Code.TOO_LARGE, mark("the file is larger than {limit} MB"), limit=MAX_BYTES // 1024**2)
    if not (content.startswith(_MAGIC) and content.endswith(_MAGIC)):
        findings.refuse(Code.NOT_PARQUET, mark("this is not a Parquet file, or it did not arrive whole"))
    table = run_reader(_READER, content, (), findings)
    if "too_many" in table:
        findings.refuse(Code.TOO_LARGE, mark("the file has more than {limit} cells"), limit=table["too_many"])
    for name, arrow_type in table["unreadable"]:
        message = mark("a column of type {type} cannot be read; text, numbers, booleans and dates can")
        findings.add(Place(findings.file, field=printable(name, 40)), Code.COLUMN_TYPE, message, type=shown(arrow_type))
    findings.refuse_if_any()
    columns = [_column(kind, texts) for kind, texts in table["columns"]]
    headings = Record(0, table["names"])
    records = [Record(line, cells) for line, cells in enumerate(zip(*columns, strict=True), start=1)]
    return Grid(findings.file, headings, records)


def _text(text: str) -> Cell:
    return normalize("NFC", text)


def _boolean(text: str) -> Cell:
    return text == "true"


def _day(text: str) -> Cell:
    """A day, or a point in time with the offset that its column has; Arrow's years reach further than any calendar's."""
    try:
        return date.fromisoformat(text) if len(text) == _DAY else datetime.fromisoformat(text)
    except ValueError:
        return Clock(text)


_READ: Mapping[str, Callable[[str], Cell]] = {"text": _text, "number": Decimal, "boolean": _boolean, "date": _day}


def _column(kind: str, texts: list[str | None]) -> list[Cell]:
    read_text = _READ[kind]
    return [None if text is None else read_text(text) for text in texts]
