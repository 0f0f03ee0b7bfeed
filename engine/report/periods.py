"""Periods and days as people write them, and the placeholders of headings: {Month} {year}, {last_day}."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from engine.language import Language
from engine.periods import Grain, Period

MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.NB: (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_TERTIALS = {Language.NB: "{number}. tertial {year}", Language.EN: "tertial {number} {year}"}
_QUARTERS = {Language.NB: "{number}. kvartal {year}", Language.EN: "Q{number} {year}"}
_WEEKS = {Language.NB: "uke {number} {year}", Language.EN: "week {number} {year}"}

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]+)\}")
PLACEHOLDERS = (
    *("period", "Period", "month", "Month", "abbr", "Abbr", "mon", "Mon"),
    *("year", "number", "first_day", "last_day", "next_day"),
)
"""What may stand in braces in a heading; with a capital letter it begins with one. abbr: jan, mars; mon: three letters."""


def told(period: Period, language: Language) -> str:
    """`mars 2023`, `1. tertial 2023`, `2023`."""
    match period.grain:
        case Grain.YEAR:
            return str(period)
        case Grain.MONTH:
            return f"{MONTHS[language][period.number - 1]} {period.year}"
        case Grain.QUARTER:
            return _QUARTERS[language].format(number=period.number, year=period.year)
        case Grain.TERTIAL:
            return _TERTIALS[language].format(number=period.number, year=period.year)
        case Grain.WEEK:
            return _WEEKS[language].format(number=period.number, year=period.year)


def day(when: date, language: Language) -> str:
    """`31.03.2023` as on the pages, `31 March 2023`."""
    if language is Language.NB:
        return f"{when:%d.%m.%Y}"
    return f"{when.day} {MONTHS[language][when.month - 1]} {when.year}"


def _heading_day(when: date, language: Language) -> str:
    """`31.3.2023`: as the reports have always printed it over their columns."""
    return f"{when.day}.{when.month}.{when.year}" if language is Language.NB else day(when, language)


def snapshot(when: date, language: Language) -> str:
    """`1. april`, `1 April`: the day on which something was counted."""
    return f"{when.day}{'.' if language is Language.NB else ''} {MONTHS[language][when.month - 1]}"


def fill(text: str, period: Period, language: Language) -> str:
    """The text with its placeholders filled in; other braces stay as they are."""
    values = _values(period, language)
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def unknown_placeholders(text: str) -> Iterable[str]:
    return (name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS)


def _values(period: Period, language: Language) -> Mapping[str, str]:
    month = MONTHS[language][period.start.month - 1] if period.grain is Grain.MONTH else told(period, language)
    short = month[:3]
    # By Språkrådet's rules short months are written out; English does so from May to July.
    abbreviated = month if len(month) <= 4 else short
    whole = told(period, language)
    return {
        "period": whole,
        "Period": _capital(whole),
        "month": month,
        "Month": _capital(month),
        "abbr": abbreviated,
        "Abbr": _capital(abbreviated),
        "mon": short,
        "Mon": _capital(short),
        "year": str(period.year),
        "number": str(period.number),
        "first_day": _heading_day(period.start, language),
        "last_day": _heading_day(period.end, language),
        "next_day": snapshot(period.end + timedelta(days=1), language),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
