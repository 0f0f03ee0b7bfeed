"""Due dates in words, in bokmål and in English: `10th working day after month end`, `den 15. i måneden etter`.

One pattern for each kind of day and language; docs/operations.md lists them for those who write calendars.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from engine.calendar.due import Day, DayOfMonth, DayOfWeek, DayOfYear, DaysAfter, Due, Grace
from engine.calendar.names import MONTHS, WEEKDAYS
from engine.periods import Grain

EXAMPLES: Final = (
    "10th working day after month end",
    "2 days after week end",
    "the 15th of the month after",
    "last working day of the month",
    "the 15th of the month after quarter end",
    "Monday",
    "Friday of the week",
    "1 March",
)
"""One of each kind; what is not understood is told with the nearest of them."""


class NotADueDate(ValueError):
    """Nobody can say which day these words mean."""


_ORDINALS: Final = (
    ("first", "første"),
    ("second", "andre"),
    ("third", "tredje"),
    ("fourth", "fjerde"),
    ("fifth", "femte"),
    ("sixth", "sjette"),
    ("seventh", "sjuende"),
    ("eighth", "åttende"),
    ("ninth", "niende"),
    ("tenth", "tiende"),
)
_NUMBERS: Final = {word: place for place, words in enumerate(_ORDINALS, 1) for word in words} | {"last": None, "siste": None}
_GRAINS: Final = {
    **{name: Grain(name) for name in ("month", "quarter", "tertial", "year", "week")},
    "måneds": Grain.MONTH,
    "kvartals": Grain.QUARTER,
    "tertial": Grain.TERTIAL,
    "års": Grain.YEAR,
    "uke": Grain.WEEK,
}
_MONTHS_AFTER: Final = {"": 1, "second ": 2, "third ": 3, "andre ": 2, "tredje ": 3}

_N = rf"(?P<n>[0-9]{{1,3}}(?:st|nd|rd|th|\.)?|{'|'.join(_NUMBERS)})"
_ENGLISH_GRAIN = "(?P<grain>month|quarter|tertial|year|week) end"
_BOKMAL_GRAIN = "(?P<grain>måneds|kvartals|tertial|års|uke)slutt"
_NAMES = "|".join(WEEKDAYS)
_OF_MONTHS = "|".join(MONTHS)

_NEXT_WORKING_DAY = re.compile(r",? (?:or (?:the )?next working day|eller (?:den )?neste virkedag)")
_GRACE = re.compile(r"(?P<n>[0-9]{1,2}) (?:(?P<working>working day|virkedag|arbeidsdag)|day|dag)(?:s|er)?")

_Reader = Callable[[Mapping[str, str]], tuple[Grain, Day]]


def due(text: str) -> Due:
    """What the words mean. Raises NotADueDate."""
    words = " ".join(text.casefold().split())
    shortened = _NEXT_WORKING_DAY.sub("", words)
    for pattern, reader in _PATTERNS:
        found = pattern.fullmatch(shortened)
        if found:
            grain, day = reader(found.groupdict(default=""))
            return Due(text=text, grain=grain, day=day, or_next_working_day=shortened != words)
    raise NotADueDate(text)


def grace(text: str) -> Grace:
    """`2 working days`, `3 dager`. Raises NotADueDate."""
    found = _GRACE.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        raise NotADueDate(text)
    return Grace(int(found["n"]), bool(found["working"]), text)


def _number(said: str, most: int) -> int | None:
    """The number said, None for the last one."""
    number = _NUMBERS[said] if said in _NUMBERS else int(re.sub(r"\D", "", said))
    if number is not None and not 1 <= number <= most:
        raise NotADueDate(said)
    return number


def _days_after(found: Mapping[str, str]) -> tuple[Grain, Day]:
    number = _number(found["n"], 400)
    if number is None:
        raise NotADueDate(found["n"])
    return _GRAINS[found["grain"]], DaysAfter(number, bool(found["working"]))


def _of_month(found: Mapping[str, str]) -> tuple[Grain, Day]:
    after = _MONTHS_AFTER[found["months"]] if found["after"] else 0
    if found["months"] and not after:
        raise NotADueDate(found["months"])
    number = _number(found["n"], 31)
    return _GRAINS[found["grain"] or "month"], DayOfMonth(number, bool(found["working"]), after)


def _of_week(found: Mapping[str, str]) -> tuple[Grain, Day]:
    return Grain.WEEK, DayOfWeek(WEEKDAYS[found["weekday"]], 0 if found["same"] else 1)


def _of_year(found: Mapping[str, str]) -> tuple[Grain, Day]:
    number = _number(found["n"], 31)
    if number is None:
        raise NotADueDate(found["n"])
    return Grain.YEAR, DayOfYear(MONTHS[found["month"]], number)


def _compiled(*patterns: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in patterns]


_PATTERNS: Final[list[tuple[re.Pattern[str], _Reader]]] = [
    (pattern, reader)
    for reader, patterns in (
        (
            _days_after,
            _compiled(
                rf"(?:the )?{_N} (?P<working>working )?days? after {_ENGLISH_GRAIN}",
                rf"(?:den )?{_N} (?:(?P<working>virkedag|arbeidsdag)|dag)(?:er)? etter {_BOKMAL_GRAIN}",
            ),
        ),
        (
            _of_month,
            _compiled(
                rf"(?:the )?{_N}(?: (?P<working>working )?day)? of the (?P<months>second |third )?month"
                rf"(?P<after> after(?: {_ENGLISH_GRAIN})?)?",
                rf"(?:den )?{_N}(?: (?:(?P<working>virkedag|arbeidsdag)|dag))? i (?:den )?(?P<months>andre |tredje )?måneden"
                rf"(?P<after> etter(?: {_BOKMAL_GRAIN})?)?",
            ),
        ),
        (
            _of_week,
            _compiled(
                rf"(?P<weekday>{_NAMES})(?: after week end|(?P<same> of the week)| of the week after)?",
                rf"(?P<weekday>{_NAMES})(?: etter ukeslutt|(?P<same> i uken)| i uken etter)?",
            ),
        ),
        (
            _of_year,
            _compiled(
                rf"(?:the )?{_N}(?: of)? (?P<month>{_OF_MONTHS})(?: (?:of )?the year after)?",
                rf"(?:den )?{_N} (?P<month>{_OF_MONTHS})(?: året etter)?",
            ),
        ),
    )
    for pattern in patterns
]
