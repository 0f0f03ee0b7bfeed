"""A period as it is said, the same in terminal, page, message and report sentence."""

from engine.language import Language, mark, translate
from engine.periods import Grain, Period

_MONTHS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)

_PERIODS = {
    Grain.YEAR: "{year}",
    Grain.TERTIAL: mark("tertial {number} of {year}"),
    Grain.QUARTER: mark("quarter {number} of {year}"),
    Grain.WEEK: mark("week {number} of {year}"),
}


def period_words(period: Period, language: Language) -> str:
    """As it is said: «mars 2023», «2. kvartal 2023», «uke 12 i 2023»."""
    year = str(period.year)
    if period.grain is Grain.MONTH:
        return f"{translate(_MONTHS[period.number - 1], language)} {year}"
    return translate(_PERIODS[period.grain], language).format(number=period.number, year=year)
