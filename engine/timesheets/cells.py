"""Cells of a work record: names, words from a closed list, and times as Oslo's clock shows them or with an offset."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from engine.intake.cells import CellProblem
from engine.intake.table import Cell, whole_text
from engine.intake.text import collapse
from engine.language import mark
from engine.names import nearest, shown
from engine.timesheets.codes import Code
from engine.timesheets.identity import holds_national_id, is_national_id, looks_like_a_name, names_somebody
from engine.worktime.clock import FIRST_YEAR, LAST_YEAR

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{4,15}(Z|[+-][0-9]{2}:?[0-9]{2})?", re.ASCII)
_NORWEGIAN = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4}) ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)", re.ASCII)
_MIDNIGHT_AT_THE_END = re.compile(r"([T ])24:00(:00)?$", re.ASCII)
_HALF_A_SECOND = timedelta(microseconds=500_000)

_NOT_UNDER_IT = mark("this is a national identity number; working hours are kept under an employee number or a pseudonym only")
LONGEST = {"employee": 80, "unit": 80, "record_id": 200}
"""Characters."""


class RecordProblem(CellProblem):
    """What is wrong with a cell of a work record."""


def employee_of(cell: Cell) -> str:
    """An employee number or pseudonym, kept as text. The message never repeats a national identity number."""
    text = name_of(cell, "employee", required=True)
    if is_national_id(text):
        raise _problem(Code.NATIONAL_ID, _NOT_UNDER_IT)
    if looks_like_a_name(text):
        # Nor does it repeat a name.
        message = mark("this looks like a person's name; send an employee number or a pseudonym")
        raise _problem(Code.NAME, message)
    return text


def name_of(cell: Cell, column: str, *, required: bool = False) -> str:
    text = text_of(cell)
    if required and not text:
        raise _problem(Code.BLANK, mark("the cell is blank"))
    if len(text) > LONGEST[column]:
        raise _problem(Code.TOO_LONG, mark("the text is longer than {limit} characters"), limit=LONGEST[column])
    if names_somebody(text):
        raise _problem(Code.NATIONAL_ID, _NOT_UNDER_IT)
    if not text.isprintable():
        raise _problem(Code.CONTROL_CHARACTER, mark("there is a character in the text that nobody can see"))
    return text


def word_of(cell: Cell, words: Iterable[str], default: str = "") -> str:
    """One of the words, whatever its capitals; a blank cell is the default where there is one."""
    text, known = text_of(cell).lower() or default, list(words)
    if text in known:
        return text
    if not text:
        raise _problem(Code.BLANK, mark("the cell is blank"))
    meant = nearest(text, known)
    message = mark("{word} is none of {words}")
    if meant:
        message = mark("{word} is none of {words} (did you mean '{nearest}'?)")
    raise _problem(Code.WORD, message, word=_quoted(text), words=", ".join(known), nearest=meant)


def moment_of(cell: Cell) -> datetime | None:
    """A point in time, without a zone where Oslo's is meant; None for a blank cell."""
    if isinstance(cell, datetime):
        # A workbook counts in days as binary fractions: 08:00 may be a millionth of a second before eight.
        return (_in_our_years(cell) + _HALF_A_SECOND).replace(microsecond=0)
    if isinstance(cell, date):
        return _in_our_years(datetime.combine(cell, time.min))
    text = text_of(cell)
    return _moment(text) if text else None


def required_moment_of(cell: Cell) -> datetime:
    moment = moment_of(cell)
    if moment is None:
        raise _problem(Code.BLANK, mark("the cell is blank"))
    return moment


@lru_cache(maxsize=65536)
def _moment(text: str) -> datetime:
    iso = _NORWEGIAN.sub(r"\3-\2-\1 \4", text)
    last, ended_at_24 = _MIDNIGHT_AT_THE_END.subn(r"\g<1>00:00", iso)
    if not _ISO.fullmatch(last):
        raise _no_time(text)
    try:
        moment = datetime.fromisoformat(last)
    except ValueError:
        raise _no_time(text) from None
    return _in_our_years(moment) + timedelta(days=ended_at_24)


def _no_time(text: str) -> RecordProblem:
    message = mark("{text} is not a date with a time: 2023-03-06 08:00, 2023-03-06T08:00+01:00 or 06.03.2023 08:00")
    return _problem(Code.TIME, message, text=_quoted(text))


def _in_our_years(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = mark("the year {year} lies outside {first} to {last}")
        raise _problem(Code.YEAR, message, year=moment.year, first=FIRST_YEAR, last=LAST_YEAR)
    return moment


def text_of(cell: Cell) -> str:
    """The text of a cell; a whole number is its digits, as a workbook keeps employee numbers."""
    if cell is None or isinstance(cell, str):
        return collapse(cell or "")
    whole = whole_text(cell) if isinstance(cell, Decimal) else None
    if whole is None:
        raise _problem(Code.NOT_TEXT, mark("a text is expected; format the column as text and write it again"))
    return whole


def _quoted(text: str) -> str:
    """A user's text in a message, but for what must not be repeated: in a shifted row it stands in any column."""
    return "'…'" if holds_national_id(text) else shown(text)


def _problem(code: Code, message: str, **details: object) -> RecordProblem:
    return RecordProblem(code, message, **details)
