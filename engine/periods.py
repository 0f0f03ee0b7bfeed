"""Reporting periods: 2023, 2023-T1 (tertial), 2023-Q1, 2023-03, 2023-W12. Identity and duration are counted in these.

A period is a grain and an ordinal within it, so that a spine of periods is a range of integers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from engine.language import Marked, mark


class Grain(StrEnum):
    YEAR = "year"
    TERTIAL = "tertial"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"

    @property
    def word(self) -> Marked:
        """What it is called inside a message."""
        return _WORDS[self]


_WORDS = {
    Grain.YEAR: Marked(mark("year")),
    Grain.TERTIAL: Marked(mark("tertial")),
    Grain.QUARTER: Marked(mark("quarter")),
    Grain.MONTH: Marked(mark("month")),
    Grain.WEEK: Marked(mark("week")),
}

_PER_YEAR = {Grain.YEAR: 1, Grain.TERTIAL: 3, Grain.QUARTER: 4, Grain.MONTH: 12}
_FORM = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:T(?P<tertial>[1-3])|Q(?P<quarter>[1-4])|W(?P<week>[0-9]{2})|(?P<month>[0-9]{2})))?", re.ASCII
)
_MONDAY_OF_WEEK_ZERO = date(1, 1, 1)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside are typing errors, and a spine between them would never end."""


class NotAPeriod(ValueError):
    """The text is not a period in one of the five forms."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period. Only periods of the same grain can be ordered."""

    grain: Grain
    ordinal: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2023`, `2023-T1`, `2023-Q1`, `2023-03` or `2023-W12`; anything else raises NotAPeriod."""
        found = _FORM.fullmatch(text)
        if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
            raise NotAPeriod(text)
        year = int(found["year"])
        if found["week"]:
            try:
                return cls.containing(date.fromisocalendar(year, int(found["week"]), 1), Grain.WEEK)
            except ValueError:
                raise NotAPeriod(text) from None
        for grain in (Grain.TERTIAL, Grain.QUARTER, Grain.MONTH):
            if found[grain.value]:
                number = int(found[grain.value])
                if not 1 <= number <= _PER_YEAR[grain]:
                    raise NotAPeriod(text)
                return cls(grain, year * _PER_YEAR[grain] + number - 1)
        return cls(Grain.YEAR, year)

    @classmethod
    def containing(cls, day: date, grain: Grain) -> "Period":
        """The period of this grain in which the day lies."""
        if grain is Grain.WEEK:
            return cls(grain, (day - _MONDAY_OF_WEEK_ZERO).days // 7)
        per_year = _PER_YEAR[grain]
        return cls(grain, day.year * per_year + (day.month - 1) // (12 // per_year))

    @property
    def start(self) -> date:
        """The first day."""
        if self.grain is Grain.WEEK:
            return _MONDAY_OF_WEEK_ZERO + timedelta(weeks=self.ordinal)
        year, part = divmod(self.ordinal, _PER_YEAR[self.grain])
        return date(year, part * (12 // _PER_YEAR[self.grain]) + 1, 1)

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        return self.shift(1).start - timedelta(days=1)

    @property
    def year(self) -> "Period":
        """The year that the period belongs to (for a week its ISO year)."""
        return Period(Grain.YEAR, self.start.isocalendar().year if self.grain is Grain.WEEK else self.start.year)

    @property
    def number(self) -> int:
        """Which one of its year it is: 3 for 2023-03, 12 for 2023-W12; a year is its own number."""
        if self.grain is Grain.WEEK:
            return self.start.isocalendar().week
        return self.ordinal if self.grain is Grain.YEAR else self.ordinal % _PER_YEAR[self.grain] + 1

    def shift(self, periods: int) -> "Period":
        return Period(self.grain, self.ordinal + periods)

    def same_last_year(self) -> "Period | None":
        """The same month, quarter or week number of the year before; None for week 53 after a year of 52."""
        if self.grain is not Grain.WEEK:
            return self.shift(-_PER_YEAR[self.grain])
        iso = self.start.isocalendar()
        try:
            return Period.containing(date.fromisocalendar(iso.year - 1, iso.week, 1), Grain.WEEK)
        except ValueError:
            return None

    def until(self, last: "Period") -> Iterator["Period"]:
        """Every period from this one to the last, both included: the spine, holes and all."""
        self._same_grain(last)
        return (Period(self.grain, ordinal) for ordinal in range(self.ordinal, last.ordinal + 1))

    def enclosing(self, grain: Grain) -> "Period":
        """The period of a coarser grain that this one belongs to: a week to its ISO year, else where it starts."""
        return self.year if grain is Grain.YEAR else Period.containing(self.start, grain)

    def parts(self, grain: Grain) -> Iterator["Period"]:
        """The periods of a finer grain that this one consists of (a week belongs where it starts)."""
        first = Period.containing(self.start, grain)
        if first.start < self.start:
            first = first.shift(1)
        last = Period.containing(self.end, grain)
        return first.until(last)

    def _same_grain(self, other: "Period") -> None:
        if self.grain is not other.grain:
            raise TypeError(f"{self} and {other} are periods of different grain")

    def __lt__(self, other: "Period") -> bool:
        self._same_grain(other)
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        if self.grain is Grain.WEEK:
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        year, part = divmod(self.ordinal, _PER_YEAR[self.grain])
        match self.grain:
            case Grain.YEAR:
                return f"{year:04d}"
            case Grain.MONTH:
                return f"{year:04d}-{part + 1:02d}"
            case Grain.QUARTER:
                return f"{year:04d}-Q{part + 1}"
            case Grain.TERTIAL:
                return f"{year:04d}-T{part + 1}"
