"""Files of work records → the kernel's rows, all of them or none, with every problem of every file at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.errors import DeliveryRefused, Problem
from engine.intake.cells import CellProblem
from engine.intake.findings import Findings
from engine.intake.formats import READERS
from engine.intake.table import Cell, Field, Table, tabulate
from engine.language import mark
from engine.names import printable
from engine.timesheets.cells import employee_of, moment_of, name_of, required_moment_of, word_of
from engine.timesheets.codes import Code
from engine.timesheets.columns import REQUIRED, Column, columns_of
from engine.worktime.kinds import RecordType, Source
from engine.worktime.records import WorkRecord

_LONGEST_NAME = 100

_READ: Final[dict[Column, Callable[[Cell], Any]]] = {
    Column.EMPLOYEE: employee_of,
    Column.START: required_moment_of,
    Column.END: moment_of,
    Column.TYPE: lambda cell: RecordType(word_of(cell, RecordType)),
    Column.UNIT: lambda cell: name_of(cell, "unit"),
    Column.SOURCE: lambda cell: Source(word_of(cell, Source, default=Source.ACTUAL)),
    Column.RECORD_ID: lambda cell: name_of(cell, "record_id"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _AsWritten:
    """Text in UTF-8 with headings in the first row, divided by what divides the headings; workbooks with one sheet."""

    delimiter: Literal[";", ","]
    encoding: str = "utf-8"
    comments: bool = False
    sheet: str | None = None
    header_row: int = 1
    columns: frozenset[str] = frozenset(Column)


def read_all(files: Iterable[File]) -> tuple[WorkRecord, ...]:
    """The rows of all files, in their order. Raises DeliveryRefused with the problems of all, and then nothing is used."""
    rows: list[WorkRecord] = []
    problems: list[Problem] = []
    refused: list[str] = []
    for file in files:
        try:
            rows += _read(file)
        except DeliveryRefused as refusal:
            problems += refusal.problems
            refused.append(printable(file.name, _LONGEST_NAME))
    if refused:
        message = mark("{files} is refused and nothing of it is used; problems: {count}")
        raise DeliveryRefused(message, problems, files=", ".join(refused[:10]), count=len(problems))
    return tuple(rows)


def _read(file: File) -> Sequence[WorkRecord]:
    findings = Findings(printable(file.name, _LONGEST_NAME))
    suffix = file.name.rpartition(".")[2].lower()
    if suffix not in READERS:
        findings.refuse(Code.FORMAT, mark("work records come as .csv, .xlsx or .parquet"))
    table = tabulate(READERS[suffix](file.content, _AsWritten(_delimiter(file.content)), findings))
    fields = columns_of(table, findings)
    rows = list(_rows(table, fields, findings))
    findings.refuse_if_any()
    return rows


def _delimiter(content: bytes) -> Literal[";", ","]:
    """What divides more of the headings that are asked for."""
    first = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0][:2000].decode("utf-8", "replace")

    def known(delimiter: str) -> int:
        return len({cell.strip().strip('"') for cell in first.split(delimiter)} & set(REQUIRED))

    return "," if known(",") > known(";") else ";"


def _rows(table: Table, fields: dict[Column, Field], findings: Findings) -> Iterator[WorkRecord]:
    """Every sound row; of the others each cell that is wrong is told."""
    for record in table.records:
        said: dict[str, Any] = {}
        for column, field in fields.items():
            try:
                said[column.value] = _READ[column](record.cells[field.position])
            except CellProblem as problem:
                findings.add(table.place(record.line, field), problem.code, problem.message, **problem.details)
        if len(said) == len(fields):
            yield WorkRecord(**said)
