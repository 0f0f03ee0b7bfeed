"""A month's counts from another system, to calibrate by: month;type;count, one row per type of breach."""

import re

from engine.errors import Place
from engine.intake.cells import CellProblem
from engine.intake.findings import Findings
from engine.intake.formats import READERS
from engine.intake.table import Cell, Table, tabulate
from engine.intake.written import as_written
from engine.language import mark
from engine.names import printable, shown
from engine.periods import Grain, NotAPeriod, Period
from engine.timesheets.cells import RecordProblem, text_of, word_of
from engine.timesheets.codes import Code
from engine.worktime.kinds import BreachType

_HEADINGS = ("month", "type", "count")
_COUNT = re.compile("[0-9]{1,6}", re.ASCII)
_LONGEST_NAME = 100


def read_counts(name: str, content: bytes, countable: tuple[BreachType, ...]) -> tuple[Period, dict[BreachType, int]]:
    """The month and its counts by type, in the order of the file. Raises DeliveryRefused with every problem."""
    findings = Findings(printable(name, _LONGEST_NAME))
    table = tabulate(READERS["csv"](content, as_written(content, _HEADINGS), findings))
    positions = {field.heading: field.position for field in table.fields}
    if tuple(positions) != _HEADINGS:
        message = mark("the headings are {found}; month;type;count are expected")
        findings.refuse(Code.MISSING_COLUMN, message, table.heading_row, found=shown(";".join(positions)))
    months: set[Period] = set()
    counts: dict[BreachType, int] = {}
    for record in table.records:
        try:
            month, kind, count = _row(list(record.cells), countable)
            if kind in counts or months - {month}:
                raise RecordProblem(Code.COUNTS, mark("one month is expected, and each type once"))
            months.add(month)
            counts[kind] = count
        except CellProblem as problem:
            findings.add(_place(table, record.line), problem.code, problem.message, **problem.details)
    if not counts:
        findings.add(table.heading_row, Code.COUNTS, mark("there is no count in the file"))
    findings.refuse_if_any()
    return months.pop(), counts


def _row(cells: list[Cell], countable: tuple[BreachType, ...]) -> tuple[Period, BreachType, int]:
    month, kind, count = cells
    number = text_of(count)
    if not _COUNT.fullmatch(number):
        raise RecordProblem(Code.COUNTS, mark("{text} is not a count"), text=shown(number))
    return _month(text_of(month)), BreachType(word_of(kind, countable)), int(number)


def _month(text: str) -> Period:
    try:
        month = Period.parse(text)
    except NotAPeriod:
        month = None
    if month is None or month.grain is not Grain.MONTH:
        raise RecordProblem(Code.COUNTS, mark("{text} is not a month: 2023-03"), text=shown(text))
    return month


def _place(table: Table, line: int) -> Place:
    return table.place(line, table.fields[0])
