"""Who has which profile, from a CSV file beside the profiles (`employees_from: employees.csv`), for thousands of people."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from engine.errors import Place, Problem
from engine.intake.findings import Findings
from engine.intake.formats.csv import read as read_csv
from engine.intake.table import Table, tabulate
from engine.intake.written import as_written
from engine.language import mark
from engine.names import shown
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.messages import findings
from engine.worktime.profile import Assigned

_HEADINGS: Final = ("employee", "profile", "valid_from", "valid_to")
_REQUIRED: Final = frozenset(_HEADINGS[:2])
_MOST_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, as the place of what is wrong with it."""

    file: str
    number: int

    def place(self, path: KeyPath = ()) -> Place:
        return Place(self.file, line=self.number, field=str(path[0]) if path else "")

    def problem(self, finding: Finding) -> Problem:
        return Problem(self.place(finding.path), finding.code, finding.message, finding.details)


def assigned_in(name: str, folder: Path) -> Iterator[tuple[Line, Assigned] | Problem]:
    """The lines of a file in `folder`, or what is wrong with them. Raises DeliveryRefused for what is no table."""
    path = folder / name
    file = Line(str(path), 1)
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        message = mark("there is no file {name} in the folder of the profiles")
        yield file.problem(Finding((), Code.FORM, message, {"name": shown(name)}))
        return
    with path.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        yield file.problem(Finding((), Code.FORM, mark("the file is larger than {limit} bytes"), {"limit": _MOST_BYTES}))
        return
    table = tabulate(read_csv(content, as_written(content, _HEADINGS), Findings(str(path))))
    headings = [field.heading for field in table.fields]
    if not _REQUIRED <= set(headings) <= set(_HEADINGS) or len(set(headings)) < len(headings):
        message = mark("the headings are employee, profile and, where they are needed, valid_from and valid_to")
        yield file.problem(Finding((), Code.FORM, message))
        return
    yield from _lines(table, headings, str(path))


def _lines(table: Table, headings: list[str], file: str) -> Iterator[tuple[Line, Assigned] | Problem]:
    for record in table.records:
        line = Line(file, record.line)
        said = {heading: cell for heading, cell in zip(headings, record.cells, strict=True) if cell is not None and cell != ""}
        try:
            yield line, Assigned.model_validate(said)
        except ValidationError as error:
            yield from map(line.problem, findings(error, Assigned, said))
