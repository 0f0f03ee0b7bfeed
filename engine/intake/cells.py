"""Cells to numbers, names, periods and statuses: what a cell may hold, and what is wrong when it holds something else."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import lru_cache

from engine.facts import Status
from engine.intake.findings import Code
from engine.intake.table import Cell, Clock, Percentage, whole_text
from engine.intake.text import collapse
from engine.language import mark
from engine.names import nearest, shown
from engine.numbers import NotANumber, Parsed, Shape, exact, parser
from engine.periods import NotAPeriod, Period

MAX_WORDS = 2000

ReadNumber = Callable[[Cell], Parsed]
ReadText = Callable[[Cell], str]


class CellProblem(ValueError):
    """What is wrong with a cell."""

    def __init__(self, code: StrEnum, message: str, /, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: Mapping[str, object] = details

    def suggesting(self) -> "CellProblem":
        """The same with what was probably meant, where that can be said."""
        return self


class UnknownName(CellProblem):
    """A name that nobody knows. The likeliest known one is looked for only when the problem is shown: that takes long."""

    def __init__(
        self, code: Code, message: str, with_suggestion: str, name: str, known: Iterable[str], /, **details: object
    ) -> None:
        super().__init__(code, message, name=shown(name), **details)
        self._with_suggestion = with_suggestion
        self._name = name
        self._known = known

    def suggesting(self) -> CellProblem:
        meant = nearest(self._name, self._known)
        return self if meant is None else CellProblem(self.code, self._with_suggestion, **self.details, suggestion=shown(meant))


class Bad(Enum):
    """What stands for a value whose problem has been told already, so that reading goes on and finds the others."""

    BAD = "bad"


BAD = Bad.BAD


@lru_cache(maxsize=1024)
def number_reader(shape: Shape, unit_of_measure: str) -> ReadNumber:
    """Reads the numbers of one column or row; raises CellProblem."""
    read_text = parser(shape, unit_of_measure)

    def read(cell: Cell) -> Parsed:
        try:
            if isinstance(cell, str):
                return read_text(cell)
            return read_text("") if cell is None else Parsed(exact(_stored(cell, shape)))
        except NotANumber as refused:
            raise CellProblem(Code.NUMBER, refused.message, **refused.details) from None

    return read


def _stored(cell: Cell, shape: Shape) -> Decimal:
    """The number that a workbook or a typed column holds."""
    if isinstance(cell, Percentage):
        if not shape.excel_percent:
            message = mark(
                "the cell has a percent format: it stores {text} and shows a hundred times that (number: excel_percent:)"
            )
            raise CellProblem(Code.PERCENT, message, text=shown(cell.stored))
        return cell.stored * 100
    if not isinstance(cell, Decimal):
        raise _other_kind(cell, _NO_NUMBER)
    if shape.excel_percent:
        message = mark("the cell stores {text} without a percent format, and the profile declares one (number: excel_percent:)")
        raise CellProblem(Code.PERCENT, message, text=shown(cell))
    return cell


def text_of(cell: Cell) -> str:
    """A cell as text, white space collapsed; a whole number is its digits. Raises CellProblem for what has no one text."""
    if isinstance(cell, str):
        return collapse(cell)
    if cell is None:
        return ""
    if isinstance(cell, Decimal) and (whole := whole_text(cell)) is not None:
        return whole
    raise _other_kind(cell, _NO_TEXT)


def name_reader(mapping: Mapping[str, str] | None) -> ReadText:
    """Reads a column of names, through the column's map if it has one; raises CellProblem."""

    @lru_cache(maxsize=4096, typed=True)
    def read(cell: Cell) -> str:
        text = text_of(cell)
        if mapping is None:
            return text
        if text not in mapping and not text:
            raise CellProblem(Code.BLANK, mark("the cell is blank, and the profile's map does not say what that means"))
        if text not in mapping:
            message = mark("the profile's map does not have {name}")
            raise UnknownName(
                Code.UNMAPPED,
                message,
                mark("the profile's map does not have {name} (did you mean {suggestion}?)"),
                text,
                mapping,
            )
        return mapping[text]

    return read


@lru_cache(maxsize=4096)
def period_of(text: str) -> Period:
    """The period that a text names; raises CellProblem."""
    if not text:
        raise CellProblem(Code.BLANK, mark("no period is named"))
    try:
        return Period.parse(text)
    except NotAPeriod:
        message = mark("{text} is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")
        raise CellProblem(Code.PERIOD, message, text=shown(text)) from None


def status_of(text: str) -> Status:
    """The status that a text names; raises CellProblem."""
    try:
        return Status(text)
    except ValueError:
        message = mark("{text} is not a status: final, preliminary or invalid")
        raise CellProblem(Code.STATUS, message, text=shown(text)) from None


def words_of(cell: Cell) -> str:
    """What was said instead of a number; raises CellProblem."""
    text = text_of(cell)
    if control := next((letter for letter in text if ord(letter) < ord(" ") or letter == "\x7f"), None):
        message = mark("the control character U+{code_point} stands in the words")
        raise CellProblem(Code.CONTROL_CHARACTER, message, code_point=f"{ord(control):04X}")
    if len(text) > MAX_WORDS:
        raise CellProblem(Code.WORDS, mark("the words are longer than {limit} characters"), limit=MAX_WORDS)
    return text


_NO_NUMBER = {
    bool: mark("true or false stands where a number is expected"),
    date: mark("the date {text} stands where a number is expected; Excel makes dates of texts such as 3.5 and 1-2"),
    Clock: mark("the time {text} stands where a number is expected"),
}
_NO_TEXT = {
    bool: mark("true or false stands where a text is expected"),
    date: mark("the date {text} stands where a text is expected; make the column one of text and write it again"),
    Clock: mark("the time {text} stands where a text is expected"),
    Decimal: mark("the number {text} stands where a text is expected"),
    Percentage: mark("the number {text} stands where a text is expected"),
}


def _other_kind(cell: Cell, messages: Mapping[type, str]) -> CellProblem:
    kind = next(kind for kind in messages if isinstance(cell, kind))
    return CellProblem(Code.TYPE, messages[kind], text=shown(cell))
