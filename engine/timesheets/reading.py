"""Files of work records → the kernel's rows, all of them or none, with every problem of every file at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import DeliveryRefused, Problem
from engine.intake.cells import CellProblem
from engine.intake.findings import Findings
from engine.intake.formats import READERS
from engine.intake.table import Cell, Field, Table, tabulate
from engine.intake.written import as_written
from engine.language import mark
from engine.names import printable
from engine.timesheets.cells import employee_of, moment_of, name_of, required_moment_of, word_of
from engine.timesheets.codes import Code
from engine.timesheets.columns import Column, columns_of
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


def read_cell(column: Column, cell: Cell) -> Any:
    """What a cell of the column says, as in a file. Raises CellProblem."""
    return _READ[column](cell)


def _read(file: File) -> Sequence[WorkRecord]:
    findings = Findings(printable(file.name, _LONGEST_NAME))
    suffix = file.name.rpartition(".")[2].lower()
    if suffix not in READERS:
        findings.refuse(Code.FORMAT, mark("work records come as .csv, .xlsx or .parquet"))
    table = tabulate(READERS[suffix](file.content, as_written(file.content, frozenset(Column)), findings))
    fields = columns_of(table, findings)
    rows = list(_rows(table, fields, findings))
    findings.refuse_if_any()
    return rows


def _rows(table: Table, fields: dict[Column, Field], findings: Findings) -> Iterator[WorkRecord]:
    """Every sound row; of the others each cell that is wrong is told."""
    for record in table.records:
        said: dict[str, Any] = {}
        for column, field in fields.items():
            try:
                said[column.value] = read_cell(column, record.cells[field.position])
            except CellProblem as problem:
                findings.add(table.place(record.line, field), problem.code, problem.message, **problem.details)
        if len(said) == len(fields):
            yield WorkRecord(**said)
