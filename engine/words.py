"""What a verdict is called and how its figures are written, in the reader's language: in terminal, page and message alike."""

from collections.abc import Mapping
from decimal import Decimal

from engine.catalogue import Metric
from engine.facts import Cause, Mark, Outcome, TargetValue, Verdict
from engine.language import Language, mark, translate
from engine.numbers import norwegian, plain
from engine.people import Role
from engine.periods import Grain, Period
from engine.rulebook.book import InForce

OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.MET: ("✓", mark("met")),
    Outcome.WARNING: ("!", mark("close to the limit")),
    Outcome.MISSED: ("✗", mark("missed")),
    Outcome.NO_DATA: ("?", mark("no figure")),
    Outcome.EXEMPT: ("○", mark("exempt")),
    Outcome.NOT_APPLICABLE: ("–", mark("no target")),
    Outcome.ERROR: ("⚠", mark("rule error")),
}
"""The sign and the word of each outcome."""

CAUSES: Mapping[Cause, str] = {
    Cause.NOT_DUE: mark("not due yet"),
    Cause.LATE: mark("late"),
    Cause.REPORTED_NULL: mark("reported without a figure"),
    Cause.ZERO_DENOMINATOR: mark("denominator is zero"),
    Cause.TOO_FEW: mark("too few"),
    Cause.INVALID: mark("declared invalid"),
    Cause.STATEMENT: mark("words only"),
    Cause.NO_PREVIOUS: mark("no earlier figure"),
    Cause.SHORT_HISTORY: mark("too short history"),
    Cause.SERIES_BREAK: mark("series break"),
    Cause.NO_TARGET: mark("no target in the period"),
    Cause.CONDITION: mark("the rule does not apply"),
    Cause.INFORMATIONAL: mark("for information"),
}

COMPARATORS = {"at_most": "≤", "below": "<", "at_least": "≥", "above": ">", "equals": "=", "between": ""}

MARKS: Mapping[Mark, str] = {
    Mark.ON_THE_LIMIT: mark("on the limit"),
    Mark.AHEAD_OF_YEAR: mark("ahead of the year"),
    Mark.SERIES_BREAK: mark("series break"),
    Mark.CHILD_MISSED: mark("a child missed"),
    Mark.PRINTED_TOTAL_DIFFERS: mark("the printed total differs"),
    Mark.NEVER_DELIVERED: mark("never delivered"),
}


ROLES: Mapping[Role, str] = {
    Role.READER: mark("reader"),
    Role.EMPLOYEE: mark("employee"),
    Role.LEADER: mark("leader"),
    Role.QUALITY: mark("quality team"),
    Role.HR: mark("HR"),
    Role.DATA_OWNER: mark("data owner"),
    Role.BOARD: mark("board"),
    Role.TILLITSVALGT: mark("employees' representative"),
    Role.AUDITOR: mark("auditor"),
    Role.ADMIN: mark("administrator"),
}


def outcome_words(verdict: Verdict, language: Language) -> str:
    """Sign, word and cause, e.g. `? mangler tall: forsinket`."""
    sign, word = OUTCOMES[verdict.outcome]
    if verdict.cause is Cause.CONDITION:
        # There is a target, only not in this period.
        return f"{sign} {translate(CAUSES[verdict.cause], language)}"
    text = f"{sign} {translate(word, language)}"
    return f"{text}: {translate(CAUSES[verdict.cause], language)}" if verdict.cause else text


def where(verdict: Verdict, found: InForce, metric: Metric) -> str:
    """The unit unless it is the whole organisation, and the member of the dimension where there is one."""
    unit = "" if verdict.unit == verdict.organisation else found.organisation.units[verdict.unit].title
    member = metric.by_member.get(verdict.dimension)
    return " · ".join(filter(None, (unit, member.title if member else verdict.dimension)))


def demand(verdict: Verdict, metric: Metric, language: Language) -> str:
    if verdict.target is None or verdict.comparator is None:
        return ""
    return f"{COMPARATORS[verdict.comparator.value]} {_target(verdict.target, metric, language)}".strip()


def _target(target: TargetValue, metric: Metric, language: Language) -> str:
    if isinstance(target, tuple):
        return "–".join(number(end, metric, language) for end in target)
    return number(target, metric, language)


def number(value: object, metric: Metric, language: Language, *, sign: bool = False) -> str:
    """A figure in Norwegian or in plain form; `sign` shows a plus on what is positive."""
    if not isinstance(value, Decimal):
        return ""
    text = norwegian(value) if language is Language.NB else plain(value)
    unit = " %" if metric.unit_of_measure == "%" and not sign else ""
    return f"{'+' if sign and value > 0 else ''}{text}{unit}"


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
