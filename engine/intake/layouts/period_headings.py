"""The periods of a crosstab's columns. The last is the delivery's; the others are counted back from it by the month they name.

A year in a heading is never believed where the heading is a month's: captions are copied from last year's report.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from engine.intake.cells import BAD, Bad, CellProblem
from engine.intake.findings import Code
from engine.intake.layouts.delivered import Delivered
from engine.intake.profile import Headings
from engine.intake.table import Field
from engine.language import mark
from engine.names import shown
from engine.periods import Grain, NotAPeriod, Period

_MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS, start=1)},
    "sept": 9,
}
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"1\.? ?(?P<month>[^\W\d_]+)\.?(?: [0-9]{4})?")


def resolve(delivered: Delivered, fields: Sequence[Field]) -> Sequence[tuple[Field, Period]]:
    """The columns with their periods, from the left. A column whose heading is wrong is left out, and told."""
    kind, period = delivered.profile.headings, delivered.declaration.period
    if kind is None or period is None:
        raise TypeError("a crosstab's profile has headings, and its declaration has a period")
    columns: list[tuple[Field, Period]] = []
    right: Field | None = None
    to_the_right: Period | None = None
    for field in reversed(fields):
        place = partial(delivered.table.heading_place, field)
        if right is not None and right.heading == field.heading:
            message = mark("the heading {heading} stands twice in a row")
            delivered.findings.add(place(), Code.HEADING_TWICE, message, heading=shown(field.heading))
        found = delivered.attempt(place, _period, field, kind, period, to_the_right)
        if found is not BAD:
            columns.append((field, found))
        right, to_the_right = field, _next(found, to_the_right, period)
    return columns[::-1]


def _next(found: Period | Bad, to_the_right: Period | None, delivered: Period) -> Period:
    """From where the next column on the left is counted back; behind a heading that is wrong, from the one before it."""
    return found if found is not BAD else to_the_right or delivered


def _period(field: Field, kind: Headings, delivered: Period, to_the_right: Period | None) -> Period:
    if kind == "year":
        return _year(field, delivered, to_the_right)
    month = month_closed(field) if kind == "first_of_month" else month_named(field)
    if to_the_right is not None:
        return months_back(last_month(to_the_right), month)
    last = last_month(delivered)
    if month != last.start.month:
        raise _not_the_last(field, delivered)
    return last


def _year(field: Field, delivered: Period, to_the_right: Period | None) -> Period:
    named = year_named(field)
    if to_the_right is None and named != delivered.year:
        raise _not_the_last(field, delivered)
    if to_the_right is not None and named >= to_the_right.year:
        raise CellProblem(Code.PERIOD_HEADING, mark("the years do not rise from left to right at {heading}"), heading=named)
    return named


def _not_the_last(field: Field, delivered: Period) -> CellProblem:
    message = mark("the last period is {heading}, but the delivery is for {period}")
    return CellProblem(Code.LAST_HEADING, message, heading=shown(field.heading), period=delivered)


def month_named(field: Field) -> int:
    """September, Jan, «Antall brudd Mars 2023», or a cell that Excel made a date of: the number of its month."""
    if isinstance(field.cell, date):
        return field.cell.month
    named = {_NUMBERS[word] for word in map(str.lower, _WORD.findall(field.heading)) if word in _NUMBERS}
    if len(named) != 1:
        message = mark("the heading {heading} does not name one month; if it is no period, name it under ignore_columns:")
        raise CellProblem(Code.PERIOD_HEADING, message, heading=shown(field.heading))
    return named.pop()


def month_closed(field: Field) -> int:
    """1.august, 1. februar: a snapshot on the first of a month closes the month before."""
    if isinstance(field.cell, date) and field.cell.day == 1:
        return (field.cell.month - 2) % 12 + 1
    found = None if isinstance(field.cell, date) else _FIRST.fullmatch(field.heading)
    number = _NUMBERS.get(found["month"].lower()) if found else None
    if number is None:
        message = mark("the heading {heading} is not the first of a month (1. august)")
        raise CellProblem(Code.PERIOD_HEADING, message, heading=shown(field.heading))
    return (number - 2) % 12 + 1


def year_named(field: Field) -> Period:
    """2014, as text or as a number."""
    try:
        period = Period.parse(field.heading)
    except NotAPeriod:
        period = None
    if period is None or period.grain is not Grain.YEAR:
        message = mark("the heading {heading} is not a year")
        raise CellProblem(Code.PERIOD_HEADING, message, heading=shown(field.heading))
    return period


def last_month(delivered: Period) -> Period:
    """The month of the last column: the delivery's, or the last one of its quarter, tertial or year."""
    if delivered.grain is Grain.WEEK:
        raise CellProblem(
            Code.GRAIN, mark("the columns are months, and the delivery's period {period} is a week"), period=delivered
        )
    return Period.containing(delivered.end, Grain.MONTH)


def months_back(period: Period, month: int) -> Period:
    """The nearest earlier period of this month."""
    return period.shift(-((period.start.month - month) % 12 or 12))
