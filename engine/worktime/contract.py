"""What a table of work records promises, whatever reader it came through.

Columns: `employee,start,end,type[,unit][,source][,record_id]`. A row is never skipped and a time never guessed: a table with a
problem is refused whole, with every problem named. An end that is not there yet is no problem of the table; the record is
remarked later and counts for nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final, TypeVar

from engine.errors import DeliveryRefused, Place, Problem
from engine.language import mark
from engine.names import nearest, printable, shown
from engine.worktime.clock import FIRST_YEAR, LAST_YEAR
from engine.worktime.identity import is_national_identity_number
from engine.worktime.kinds import RecordType, Source
from engine.worktime.records import WorkRecord

NEEDED: Final = ("employee", "start", "end", "type")
OPTIONAL: Final = ("unit", "source", "record_id")
MAX_PROBLEMS: Final = 100
_LONGEST: Final = 80
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
    r" ?(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_NORWEGIAN = re.compile(
    r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4}) (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?P<zone>)",
    re.ASCII,
)

Row = tuple[Place, Mapping[str, object]]
"""Where a row stands, and its cells by heading: text, datetimes with or without a zone, whole numbers, None."""
T = TypeVar("T")
Word = TypeVar("Word", RecordType, Source)


class Code(StrEnum):
    """The codes of tables of work records. A code keeps its meaning for ever."""

    MISSING_HEADING = "W001"
    UNKNOWN_HEADING = "W002"
    BLANK = "W003"
    TIME = "W004"
    YEAR = "W005"
    UNKNOWN_WORD = "W006"
    TEXT = "W007"
    NATIONAL_IDENTITY = "W008"
    EMPTY = "W009"


class _Refused(ValueError):
    def __init__(self, code: Code, message: str, **details: object) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details


def read(headings: Sequence[str], rows: Iterable[Row], file: str, *, source: Source = Source.ACTUAL) -> list[WorkRecord]:
    """Every row as a record. `source` is what rows without a source are. Raises DeliveryRefused with up to 100 problems."""
    problems = _headings(headings, file)
    if problems:
        raise _refusal(problems, len(problems), file)
    records: list[WorkRecord] = []
    count = 0
    for place, cells in rows:
        found = _row(place, cells, source)
        if isinstance(found, WorkRecord):
            records.append(found)
        else:
            problems += found[: MAX_PROBLEMS - len(problems)]
            count += len(found)
    if not records and not count:
        problems, count = [Problem(Place(file), Code.EMPTY, mark("there are headings and no records"))], 1
    if count:
        raise _refusal(problems, count, file)
    return records


def moment(text: str) -> datetime:
    """The time that a text names, with a zone if it names one; ValueError for anything but the two documented forms."""
    found = _ISO.fullmatch(text) or _NORWEGIAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute = (int(found[part]) for part in ("year", "month", "day", "hour", "minute"))
    second = int(found["second"] or 0)
    # 24:00 is the end of a day and not a mistake: many systems write night shifts so.
    if midnight := (hour, minute, second) == (24, 0, 0):
        hour = 0
    written = datetime(year, month, day, hour, minute, second, tzinfo=_zone(found["zone"]))
    return written + timedelta(days=1) if midnight else written


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        raise ValueError(text)
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _headings(headings: Sequence[str], file: str) -> list[Problem]:
    known = (*NEEDED, *OPTIONAL)
    problems = [
        Problem(Place(file), Code.MISSING_HEADING, mark("the column {heading} is missing"), {"heading": heading})
        for heading in NEEDED
        if heading not in headings
    ]
    for heading in headings:
        if heading not in known:
            meant = nearest(heading, known)
            message = mark("unknown column {heading}: a table of records has no other columns than {known}")
            near = mark("unknown column {heading} (did you mean '{nearest}'?)")
            details = {"heading": shown(heading), "nearest": meant, "known": ", ".join(known)}
            problems.append(Problem(Place(file), Code.UNKNOWN_HEADING, near if meant else message, details))
    return problems


def _row(place: Place, cells: Mapping[str, object], source: Source) -> WorkRecord | list[Problem]:
    problems: list[Problem] = []

    def taken(heading: str, reader: Callable[[object], T]) -> T | None:
        try:
            return reader(cells.get(heading))
        except _Refused as refused:
            problems.append(Problem(replace(place, field=heading), refused.code, refused.message, refused.details))
            return None

    employee, start, end, kind = taken("employee", _employee), taken("start", _start), taken("end", _end), taken("type", _type)
    unit, named, record_id = taken("unit", _text), taken("source", _source), taken("record_id", _text)
    if problems or employee is None or start is None or kind is None:
        return problems
    return WorkRecord(
        employee=employee,
        start=start,
        end=end,
        type=kind,
        unit=unit or "",
        source=named or source,
        record_id=record_id or "",
    )


def _employee(cell: object) -> str:
    text = _text(cell)
    if not text:
        raise _Refused(Code.BLANK, mark("no employee is named"))
    return text


def _start(cell: object) -> datetime:
    found = _end(cell)
    if found is None:
        raise _Refused(Code.BLANK, mark("the time is missing"))
    return found


def _end(cell: object) -> datetime | None:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        found = cell if isinstance(cell, datetime) else moment(cell.strip()) if isinstance(cell, str) else None
    except (ValueError, OverflowError):
        found = None
    if found is None:
        message = mark("{text} is not a time: 2023-03-06 08:00, 2023-03-06T08:00+01:00 or 06.03.2023 08:00")
        raise _Refused(Code.TIME, message, text=shown(cell))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = mark("the year {year} is not one of {first} to {last}")
        raise _Refused(Code.YEAR, message, year=found.year, first=FIRST_YEAR, last=LAST_YEAR)
    return found


def _type(cell: object) -> RecordType:
    found = _word(cell, RecordType)
    if found is None:
        raise _Refused(Code.BLANK, mark("the type is missing: {choices}"), choices=", ".join(RecordType))
    return found


def _source(cell: object) -> Source | None:
    return _word(cell, Source)


def _word(cell: object, kind: type[Word]) -> Word | None:
    text = _text(cell)
    if not text:
        return None
    if text in tuple(kind):
        return kind(text)
    meant = nearest(text, kind)
    message = mark("{name} is none of {choices}")
    near = mark("{name} is none of {choices} (did you mean '{nearest}'?)")
    details = {"name": shown(text), "choices": ", ".join(kind), "nearest": meant}
    raise _Refused(Code.UNKNOWN_WORD, near if meant else message, **details)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str | int) or isinstance(cell, bool):
        raise _Refused(Code.TEXT, mark("{text} is no text"), text=shown(cell))
    text = str(cell).strip()
    # A number has lost the zero that a person's number may begin with.
    if is_national_identity_number(f"{cell:011d}" if isinstance(cell, int) else text):
        message = mark("a national identity number stands here: deliver another key, and never the person's number")
        raise _Refused(Code.NATIONAL_IDENTITY, message)
    if len(text) > _LONGEST or printable(text, _LONGEST) != text:
        raise _Refused(Code.TEXT, mark("one line of at most {limit} characters is expected"), limit=_LONGEST)
    return text


def _refusal(problems: list[Problem], count: int, file: str) -> DeliveryRefused:
    message = mark("{file} is refused and nothing of it is used; problems: {count}")
    return DeliveryRefused(message, problems, file=file, count=count)
