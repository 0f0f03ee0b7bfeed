"""What a verdict is called and how its figures are written, in the reader's language: in terminal, page and message alike."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.catalogue import Metric
from engine.checks.compare import tolerance_of
from engine.facts import Cause, Comparator, Mark, Outcome, TargetValue, Verdict
from engine.language import Language, mark, translate
from engine.numbers import norwegian, plain
from engine.people import Role
from engine.rulebook.book import InForce
from engine.rulebook.schema import OfMetric, Target

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
    """Of one verdict, in its figure's unit; empty without a target."""
    if verdict.target is None or verdict.comparator is None:
        return ""
    return limit(verdict.comparator, verdict.target, tolerance_of(verdict), lambda end: number(end, metric, language), language)


def stated(target: Target, found: InForce, language: Language) -> str:
    """What a target of the rule demands, whatever the figures say: `≥ 70 %`, `≥ Ansatte i fjor`."""
    metrics = found.organisation.metrics
    metric = metrics[found.rule.metric]
    if isinstance(target.limit, OfMetric):
        other = metrics[target.limit.metric]
        text = f"{COMPARATORS[target.comparator]} {_title(other, language)}"
        return tolerating(text, target.tolerance, lambda end: number(end, metric, language), language)
    return limit(target.comparator, target.limit, target.tolerance, lambda end: number(end, metric, language), language)


def _title(metric: Metric, language: Language) -> str:
    return metric.title_en or metric.title if language is Language.EN else metric.title


def limit(
    comparator: Comparator, target: TargetValue, tolerance: Decimal, shown: Callable[[Decimal], str], language: Language
) -> str:
    """`≥ 70 %`, `≥ 0, tolerance 3.6`: how far beyond it still counts as met belongs to what is demanded."""
    ends = target if isinstance(target, tuple) else (target,)
    return tolerating(f"{COMPARATORS[comparator]} {'–'.join(map(shown, ends))}".strip(), tolerance, shown, language)


def tolerating(demand: str, tolerance: Decimal, shown: Callable[[Decimal], str], language: Language) -> str:
    if not tolerance:
        return demand
    return translate(mark("{demand}, tolerance {tolerance}"), language).format(demand=demand, tolerance=shown(tolerance))


def number(value: object, metric: Metric, language: Language, *, sign: bool = False) -> str:
    """A figure in Norwegian or in plain form; `sign` shows a plus on what is positive."""
    if not isinstance(value, Decimal):
        return ""
    text = norwegian(value) if language is Language.NB else plain(value)
    unit = " %" if metric.unit_of_measure == "%" and not sign else ""
    return f"{'+' if sign and value > 0 else ''}{text}{unit}"
