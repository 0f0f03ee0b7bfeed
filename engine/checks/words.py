"""A verdict as one plain sentence, in bokmål or English: the same in terminal, mail, page and report."""

from collections.abc import Mapping
from decimal import Decimal

from engine.catalogue import Member, Metric, Organisation
from engine.checks.compare import tolerance_of
from engine.facts import Cause, Comparator, Mark, Outcome, Verdict
from engine.language import Language, mark, translate
from engine.names import printable
from engine.numbers import norwegian, plain
from engine.period_words import period_words
from engine.periods import Period
from engine.rulebook.schema import Rule

_LONGEST_WORDS = 300

_JUDGED = {
    "target": mark("{what}, {period}: {value}; the target is {demand}. {result}."),
    "trend": mark("{what}, {period}: {value}, and {previous} in {previous_period}; wanted is {demand}. {result}."),
    "record": mark("{what}, {period}: {value}; the record is {target}, from {record_period}. {result}."),
    "control_total": mark("{what}, {period}: the parts add up to {value}, the printed total is {target}. {result}."),
    "budget": mark("{what}, {period}: {value} against a budget of {target}, a deviation of {deviation}. {result}."),
    "freshness": mark(
        "{what}, {period}: the figure came {value} days after the period, and was due within {target}. {result}."
    ),
    "expression": mark("{what}, {period}: {value}; wanted is {condition}. {result}."),
}
"""One whole sentence per kind of check, because languages order the parts differently."""

_EARLY = mark("{what}, {period}: the figure came {days} days before the end of the period.")

_DEMANDS = {
    Comparator.AT_MOST: mark("at most {limit}"),
    Comparator.BELOW: mark("below {limit}"),
    Comparator.AT_LEAST: mark("at least {limit}"),
    Comparator.ABOVE: mark("above {limit}"),
    Comparator.EQUALS: mark("exactly {limit}"),
    Comparator.BETWEEN: mark("from {low} to {high}"),
}

_TOLERATING = mark("{demand}, with a tolerance of {tolerance}")

_RESULTS = {
    (Outcome.MET, False): mark("Met with {distance} to spare"),
    (Outcome.MET, True): mark("Met, with nothing to spare"),
    (Outcome.WARNING, False): mark("Met, but only {distance} from the limit"),
    (Outcome.WARNING, True): mark("Met, but exactly on the limit"),
    (Outcome.MISSED, False): mark("Missed by {distance}"),
    (Outcome.MISSED, True): mark("Missed, exactly on the limit"),
}
"""By outcome, and whether the margin is 0."""

_WITHOUT_MARGIN = {Outcome.MET: mark("Met"), Outcome.MISSED: mark("Missed")}

_CAUSES = {
    Cause.NOT_DUE: mark("{what}, {period}: the figure is not due yet."),
    Cause.LATE: mark("{what}, {period}: the figure is late."),
    Cause.REPORTED_NULL: mark("{what}, {period}: reported without a figure."),
    Cause.ZERO_DENOMINATOR: mark("{what}, {period}: there is no figure, because the denominator is 0."),
    Cause.TOO_FEW: mark("{what}, {period}: not judged, because the figure rests on too few."),
    Cause.INVALID: mark("{what}, {period}: declared wrong by those who delivered it."),
    Cause.STATEMENT: mark("{what}, {period}: told in words without a number: “{words}”"),
    Cause.NO_PREVIOUS: mark("{what}, {period}: {value}; there is no earlier figure to compare with."),
    Cause.SHORT_HISTORY: mark("{what}, {period}: {value}; there are too few earlier figures for a record."),
    Cause.SERIES_BREAK: mark("{what}, {period}: {value}; the earlier figure was counted in another way."),
    Cause.NO_TARGET: mark("{what}, {period}: {value}; no target holds in this period."),
    Cause.INFORMATIONAL: mark("{what}, {period}: {value}; shown for information."),
}
"""What is said when nothing was judged."""

_BUDGETED = mark("{what}, {period}: {value} against a budget of {budget}, a deviation of {deviation}; shown for information.")
_NOTHING = mark("{what}, {period}: there is no figure, and nothing to judge it by.")
_BESIDE = mark("{what}, {period}: {value}; {missing}, which it is judged by, is missing.")
_PART = mark("{what}, {period}: {missing}, a part of the sum, is missing.")
_ASKED = mark("{what}, {period}: not judged yet, because {missing}, which decides whether the rule applies, is missing.")
_HELD_BACK = {
    "when": mark("{what}, {period}: not judged, because the rule applies only when {condition}."),
    "except": mark("{what}, {period}: not judged, because the rule does not apply when {condition}."),
}
"""By the key of the condition that decided."""
_SILENT = mark("{what}, {period}: the figure is late, and that counts as missed.")
_ERROR = mark("{what}, {period}: could not be judged, because the rule failed ({error}).")
_EXEMPT = mark("{what}, {period}: exempt.")

_NOTES = {
    Mark.AHEAD_OF_YEAR: mark("{share_of_year} of the year's budget is used when {elapsed_share} of the year has passed."),
    Mark.SERIES_BREAK: mark("From this period on the figure is counted in another way."),
    Mark.NEVER_DELIVERED: mark("No figure has ever come."),
    Mark.CHILD_MISSED: mark("Below it the target was missed in {children_missed}."),
}
_CHANGE = mark("The change since {previous_period} is {change_percent}.")
_PROVISIONAL = mark("The figure is provisional.")


def sentence(verdict: Verdict, organisation: Organisation, rule: Rule, language: Language) -> str:
    """What the rule says of this unit and dimension in this period, and why. Whoever shows it names the unit."""
    template = translate(_template(verdict, rule), language)
    names = _names(verdict, organisation, language)
    parts = _parts(verdict, organisation, rule, language) | names
    return " ".join([template.format(**parts), *_notes(verdict, rule, names, language)])


def amount(value: Decimal, unit_of_measure: str, language: Language) -> str:
    """A figure with its unit as readers write it: 65 %, 1 321 (1000 NOK), −0,2."""
    number = norwegian(value) if language is Language.NB else plain(value)
    if unit_of_measure in ("", "count"):
        return number
    return f"{number} ({unit_of_measure})" if _numeral(unit_of_measure) else f"{number}\u00a0{unit_of_measure}"


def _numeral(unit_of_measure: str) -> bool:
    """`1000 NOK`, `1–6`: a unit that begins like a number would be read as more digits of the figure."""
    return unit_of_measure[:1].isdigit()


def _template(verdict: Verdict, rule: Rule) -> str:
    if verdict.outcome is Outcome.ERROR:
        return _ERROR
    if verdict.outcome is Outcome.EXEMPT:
        return _EXEMPT
    if verdict.cause is Cause.CONDITION:
        return _HELD_BACK[verdict.details["condition"]]
    if verdict.cause is None:
        early = rule.check == "freshness" and verdict.value is not None and verdict.value < 0
        return _EARLY if early else _JUDGED[rule.check]
    if verdict.outcome is Outcome.MISSED:
        return _SILENT
    if verdict.details.get("condition") in _HELD_BACK:
        return _ASKED
    if "missing" in verdict.details:
        return _PART if verdict.value is None else _BESIDE
    if verdict.outcome is Outcome.NOT_APPLICABLE and verdict.value is None:
        return _CAUSES[Cause.STATEMENT] if verdict.words else _NOTHING
    if verdict.cause is Cause.INFORMATIONAL and "deviation" in verdict.details:
        return _BUDGETED
    return _CAUSES[verdict.cause]


def _parts(verdict: Verdict, organisation: Organisation, rule: Rule, language: Language) -> dict[str, str]:
    """Everything that a template may name; what the verdict does not have is empty."""
    metric = organisation.metrics[rule.metric]
    unit = "" if rule.check == "freshness" else metric.unit_of_measure
    beside = "" if _numeral(unit) else unit
    return {
        "error": verdict.details.get("error", ""),
        "what": _what(verdict, metric, rule, language),
        "period": period_words(verdict.period, language),
        "value": _shown(verdict.value, unit, language),
        "days": "" if verdict.value is None else _shown(abs(verdict.value), unit, language),
        "target": _target(verdict, beside, language),
        "previous": _shown(verdict.details.get("previous"), beside, language),
        "budget": _shown(verdict.details.get("budget"), beside, language),
        "deviation": _shown(verdict.details.get("deviation"), beside, language),
        "demand": _demand(verdict, beside, language),
        "result": _result(verdict, beside, language),
        "words": printable(verdict.words, _LONGEST_WORDS),
        "condition": printable(rule.expressions.get(verdict.details.get("condition", "condition"), ""), _LONGEST_WORDS),
    }


def _names(verdict: Verdict, organisation: Organisation, language: Language) -> dict[str, str]:
    """What the verdict keeps by its id or in short, as readers know it: periods in words, metrics and units by their titles."""
    details = verdict.details
    periods = {name: Period.parse(details[name]) for name in ("previous_period", "record_period") if details.get(name)}
    below = (organisation.units[name] for name in details.get("children_missed", "").split(",") if name in organisation.units)
    return {
        **{name: period_words(period, language) for name, period in periods.items()},
        "missing": _missing(details.get("missing", ""), organisation, language),
        "children_missed": ", ".join(_title(unit.title, unit.title_en, language) for unit in below),
    }


def _missing(named: str, organisation: Organisation, language: Language) -> str:
    """A metric, or a metric and its member; what the rules no longer have keeps the name that it had."""
    name, _, dimension = named.partition(" ")
    metric = organisation.metrics.get(name)
    if metric is None:
        return named
    return _of(_title(metric.title, metric.title_en, language), metric.by_member.get(dimension), language)


def _shown(value: Decimal | str | None, unit: str, language: Language) -> str:
    return "" if value is None or value == "" else amount(Decimal(value), unit, language)


def _what(verdict: Verdict, metric: Metric, rule: Rule, language: Language) -> str:
    """The rule's title, with the member of the dimension where there is one."""
    title = _title(rule.title, rule.title_en, language)
    return _of(title, metric.by_member.get(verdict.dimension), language)


def _of(title: str, member: Member | None, language: Language) -> str:
    return f"{title} – {_title(member.title, member.title_en, language)}" if member else title


def _title(title: str, title_en: str, language: Language) -> str:
    return title_en or title if language is Language.EN else title


def _target(verdict: Verdict, unit: str, language: Language) -> str:
    """What it was compared with, as a bare amount: a budget, a printed total, a number of days."""
    if verdict.target is None or isinstance(verdict.target, tuple):
        return ""
    return tolerating(_shown(verdict.target, unit, language), tolerance_of(verdict), unit, language)


def _demand(verdict: Verdict, unit: str, language: Language) -> str:
    if verdict.comparator is None or verdict.target is None:
        return ""
    phrase = translate(_DEMANDS[verdict.comparator], language)
    if isinstance(verdict.target, tuple):
        low, high = (_shown(end, unit, language) for end in verdict.target)
        demand = phrase.format(low=low, high=high)
    else:
        demand = phrase.format(limit=_shown(verdict.target, unit, language))
    return tolerating(demand, tolerance_of(verdict), unit, language)


def tolerating(demand: str, tolerance: Decimal, unit_of_measure: str, language: Language) -> str:
    """The demand, and how far beyond it still counts as met: without it a figure on the wrong side would read as missed."""
    if not tolerance:
        return demand
    shown = amount(tolerance, unit_of_measure, language)
    return translate(_TOLERATING, language).format(demand=demand, tolerance=shown)


def _result(verdict: Verdict, unit: str, language: Language) -> str:
    """Met or missed, and by how much; the distance between two percentages is in percentage points."""
    if verdict.margin is None:
        return translate(_WITHOUT_MARGIN[verdict.outcome], language) if verdict.outcome in _WITHOUT_MARGIN else ""
    if verdict.comparator is Comparator.EQUALS and verdict.margin == 0:
        return translate(_WITHOUT_MARGIN[Outcome.MET], language)
    distance = abs(verdict.margin)
    points = mark("percentage point") if distance == 1 else mark("percentage points")
    shown = amount(distance, translate(points, language) if unit == "%" else unit, language)
    return translate(_RESULTS[verdict.outcome, distance == 0], language).format(distance=shown)


def _notes(verdict: Verdict, rule: Rule, names: Mapping[str, str], language: Language) -> list[str]:
    """What a reader should know besides, a sentence each."""
    notes = [_NOTES[each] for each in verdict.marks if each in _NOTES and verdict.cause is not Cause.SERIES_BREAK]
    told = rule.check == "trend" and verdict.cause is None
    if "change_percent" in verdict.details and not told:
        notes.append(_CHANGE)
    if verdict.provisional:
        notes.append(_PROVISIONAL)
    return [translate(note, language).format(**_shares(verdict, language), **names) for note in notes]


def _shares(verdict: Verdict, language: Language) -> dict[str, str]:
    """The verdict's details, with those in per cent as amounts."""
    return {
        name: amount(Decimal(verdict.details[name]), "%", language)
        for name in ("share_of_year", "elapsed_share", "change_percent")
        if verdict.details.get(name)
    }
