"""Hours, shares and dates as they are written in the AML files: 13, 12.5, "177:20"; 1/7; 2023-01-01."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from engine.language import mark

_CLOCK = re.compile(r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])", re.ASCII)
_QUOTIENT = re.compile(r"(?P<over>[0-9]{1,3})/(?P<under>[1-9][0-9]{0,2})", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK_START = re.compile(rf"(?P<day>{'|'.join(_WEEKDAYS)}) (?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9])", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONGEST = 9000 * 60
"""More hours than a year has are a typing error."""


def _minutes(value: Any) -> int:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found:
        return int(found["hours"]) * 60 + int(found["minutes"])
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        minutes = Decimal(value) * 60
        if 0 <= minutes <= _LONGEST and minutes == int(minutes):
            return int(minutes)
    raise PydanticCustomError("hours", mark('hours are expected, in whole minutes: 13, 12.5 or "177:20"'))


def _share(value: Any) -> Fraction:
    found = _QUOTIENT.fullmatch(value) if isinstance(value, str) else None
    share = None
    if found:
        share = Fraction(int(found["over"]), int(found["under"]))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        share = Fraction(value)
    if share is not None and 0 <= share <= 1 and share.denominator <= 1000:
        return share
    raise PydanticCustomError("share", mark('a share from 0 to 1 is expected: "1/7", 0.25 or 0'))


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", mark("a date is expected: 2023-01-31"))


def _time_of_day(value: Any) -> int:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found and int(found["hours"]) < 24:
        return int(found["hours"]) * 60 + int(found["minutes"])
    raise PydanticCustomError("time", mark('a time of day is expected: "00:00"'))


def _week_start(value: Any) -> int:
    found = _WEEK_START.fullmatch(value) if isinstance(value, str) else None
    if found:
        return (_WEEKDAYS.index(found["day"]) * 24 + int(found["hours"])) * 60 + int(found["minutes"])
    raise PydanticCustomError("week_start", mark("a weekday and a time are expected: monday 00:00"))


Minutes = Annotated[int, BeforeValidator(_minutes)]
"""Hours in the file, whole minutes here."""
Share = Annotated[Fraction, BeforeValidator(_share), PlainSerializer(str, return_type=str)]
Day = Annotated[date, BeforeValidator(_day)]
TimeOfDay = Annotated[int, BeforeValidator(_time_of_day)]
"""Minutes after midnight."""
WeekStart = Annotated[int, BeforeValidator(_week_start)]
"""Minutes after Monday 00:00."""
