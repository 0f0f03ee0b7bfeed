"""Keys that say when: `due: 10th working day after month end`, `grace: 2 days`, `closed: [12-24]`, `when: every night`."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from engine.calendar.days import is_closed_day
from engine.calendar.due import Due, Grace
from engine.calendar.phrases import NotADueDate, due, grace
from engine.calendar.schedule import NotASchedule, When, when
from engine.language import mark
from engine.schema import as_tuple


def _due(value: Any) -> Due:
    if isinstance(value, Due):
        return value
    try:
        return due(str(value))
    except NotADueDate:
        raise PydanticCustomError(
            "due",
            mark(
                "no due date that is understood: write it like 10th working day after month end, the 15th of the month after, "
                "last working day of the month, 2 days after week end, Monday or 1 March"
            ),
        ) from None


def _grace(value: Any) -> Grace:
    if isinstance(value, Grace):
        return value
    try:
        return grace(str(value))
    except NotADueDate:
        raise PydanticCustomError("grace", mark("a grace is written like 2 working days or 3 days")) from None


def _when(value: Any) -> When:
    if isinstance(value, When):
        return value
    try:
        return when(str(value))
    except NotASchedule:
        raise PydanticCustomError(
            "when",
            mark(
                "no time that is understood: write it like every hour, every night, every day at 06:30, every working day, "
                "every Monday at 07:00 or when delivered"
            ),
        ) from None


def _closed(value: Any) -> str:
    if isinstance(value, str) and is_closed_day(value):
        return value
    raise PydanticCustomError("closed", mark("a day off is written 12-24 for every year, or 2026-12-28 for one"))


def _text(value: Due | Grace | When) -> str:
    return value.text


_WORDS = (PlainSerializer(_text, return_type=str), WithJsonSchema({"type": "string"}))

DueOf = Annotated[InstanceOf[Due], BeforeValidator(_due), *_WORDS]
"""Written out in the words that it was given in: they are the rule's version."""
GraceOf = Annotated[InstanceOf[Grace], BeforeValidator(_grace), *_WORDS]
WhenOf = Annotated[InstanceOf[When], BeforeValidator(_when), *_WORDS]
ClosedDays = Annotated[tuple[Annotated[str, BeforeValidator(_closed)], ...], Field(max_length=60), BeforeValidator(as_tuple)]
