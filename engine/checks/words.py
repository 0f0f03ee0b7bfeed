"""A verdict as one plain sentence, in bokmål or English: for the command line now, for mail, page and report later."""

from collections.abc import Callable
from decimal import Decimal

from engine.catalogue import Metric
from engine.facts import Cause, Comparator, Mark, Outcome, Verdict
from engine.language import Language, mark, translate
from engine.names import printable
from engine.numbers import norwegian, plain
from engine.rulebook.schema import Rule

_LONGEST_WORDS = 300

_JUDGED = {
    "target": mark("{what} was {value} in {period}; the target is {demand}: {result}."),
    "trend": mark("{what} was {value} in {period} and {previous} in {previous_period}; wanted is {demand}: {result}."),
    "record": mark("{what} was {value} in {period}; the record is {target}, from {record_period}: {result}."),
    "control_total": mark("{what}: for {period} the parts add up to {value} and the printed total is {target}: {result}."),
    "budget": mark("{what} was {value} in {period} against a budget of {target}, a deviation of {deviation}: {result}."),
    "freshness": mark("{what}: the figure for {period} came {value} days after the period, due within {target}: {result}."),
}
"""One whole sentence per kind of check, because languages order the parts differently."""

_DEMANDS = {
    Comparator.AT_MOST: mark("at most {limit}"),
    Comparator.BELOW: mark("below {limit}"),
    Comparator.AT_LEAST: mark("at least {limit}"),
    Comparator.ABOVE: mark("above {limit}"),
    Comparator.EQUALS: mark("exactly {limit}"),
    Comparator.BETWEEN: mark("from {low} to {high}"),
}

_CAUSES = {
    Cause.NOT_DUE: mark("{what}: the figure for {period} is not due yet."),
    Cause.LATE: mark("{what}: the figure for {period} is late."),
    Cause.REPORTED_NULL: mark("{what} was reported for {period} without a figure."),
    Cause.ZERO_DENOMINATOR: mark("{what} cannot be worked out for {period}: the denominator is 0."),
    Cause.TOO_FEW: mark("{what} is not judged for {period}: the figure rests on too few."),
    Cause.INVALID: mark("{what}: the figure for {period} was declared wrong by those who delivered it."),
    Cause.STATEMENT: mark("{what} was told for {period} in words, without a number: “{words}”"),
    Cause.NO_PREVIOUS: mark("{what} was {value} in {period}; there is no earlier figure to compare with."),
    Cause.SHORT_HISTORY: mark("{what} was {value} in {period}; there are too few earlier figures for a record."),
    Cause.SERIES_BREAK: mark("{what} was {value} in {period}; the earlier figure was counted in another way."),
    Cause.NO_TARGET: mark("{what} was {value} in {period}; no target holds in that period."),
    Cause.INFORMATIONAL: mark("{what} was {value} in {period}; the figure has no target."),
}
"""What is said when nothing was judged."""

_NOTHING = mark("{what}: there is no figure for {period}, and no target for it.")
_BESIDE = mark("{what} was {value} in {period}, but {missing}, which it is judged by, is missing.")
_SILENT = mark("{what}: the figure for {period} is late, and that counts as missed.")
_ERROR = mark("{what} could not be judged for {period}: the rule failed ({error}).")
_EXEMPT = mark("{what} is exempt in {period}.")

_RESULTS = {
    (Outcome.MET, False): mark("met with {distance} to spare"),
    (Outcome.MET, True): mark("met, with nothing to spare"),
    (Outcome.WARNING, False): mark("met, but only {distance} from the limit"),
    (Outcome.WARNING, True): mark("met, but exactly on the limit"),
    (Outcome.MISSED, False): mark("missed by {distance}"),
    (Outcome.MISSED, True): mark("missed, exactly on the limit"),
}
"""By outcome, and whether the margin is 0."""

_NOTES = {
    Mark.AHEAD_OF_YEAR: mark("{share_of_year} of the year's budget is used when {elapsed_share} of the year has passed."),
    Mark.SERIES_BREAK: mark("From this period on the figure is counted in another way."),
    Mark.CHILD_MISSED: mark("Below it the target was missed in {children_missed}."),
}
_CHANGE = mark("The change since {previous_period} is {change_percent}.")
_PROVISIONAL = mark("The figure is provisional.")


def sentence(verdict: Verdict, metric: Metric, rule: Rule, language: Language) -> str:
    """What the rule says of this unit and dimension in this period, and why. Whoever shows it names the unit."""
    template = translate(_template(verdict, rule), language)
    return " ".join([template.format(**_parts(verdict, metric, rule, language)), *_notes(verdict, rule, language)])


def amount(value: Decimal, unit_of_measure: str, language: Language) -> str:
    """A figure with its unit as readers write it: 65 %, 1 321 (1000 NOK), −0,2."""
    number = norwegian(value) if language is Language.NB else plain(value)
    if unit_of_measure in ("", "count"):
        return number
    # A unit that begins like a number would be read as more digits of the figure.
    return f"{number} ({unit_of_measure})" if unit_of_measure[:1].isdigit() else f"{number}\u00a0{unit_of_measure}"


def _template(verdict: Verdict, rule: Rule) -> str:
    if verdict.outcome is Outcome.ERROR:
        return _ERROR
    if verdict.outcome is Outcome.EXEMPT:
        return _EXEMPT
    if verdict.cause is None:
        return _JUDGED[rule.check]
    if verdict.outcome is Outcome.MISSED:
        return _SILENT
    if "missing" in verdict.details:
        return _BESIDE
    if verdict.outcome is Outcome.NOT_APPLICABLE and verdict.value is None:
        return _CAUSES[Cause.STATEMENT] if verdict.words else _NOTHING
    return _CAUSES[verdict.cause]


def _parts(verdict: Verdict, metric: Metric, rule: Rule, language: Language) -> dict[str, str]:
    """Everything that a template may name; what the verdict does not have is empty."""
    unit = "" if rule.check == "freshness" else metric.unit_of_measure

    def shown(value: Decimal | str | None) -> str:
        return "" if value is None or value == "" else amount(Decimal(value), unit, language)

    numbers = {name: shown(verdict.details.get(name)) for name in ("previous", "deviation")}
    words = {name: verdict.details.get(name, "") for name in ("previous_period", "record_period", "missing", "error")}
    return {
        **numbers,
        **words,
        "what": _what(verdict, metric, rule, language),
        "period": str(verdict.period),
        "value": shown(verdict.value),
        "target": shown(verdict.target) if isinstance(verdict.target, Decimal) else "",
        "demand": _demand(verdict, shown, language),
        "result": _result(verdict, unit, language),
        "words": printable(verdict.words, _LONGEST_WORDS),
    }


def _what(verdict: Verdict, metric: Metric, rule: Rule, language: Language) -> str:
    """The rule's title, with the member of the dimension where there is one."""
    title = _title(rule.title, rule.title_en, language)
    member = metric.by_member.get(verdict.dimension)
    return f"{title}, {_title(member.title, member.title_en, language)}" if member else title


def _title(title: str, title_en: str, language: Language) -> str:
    return title_en or title if language is Language.EN else title


def _demand(verdict: Verdict, shown: Callable[[Decimal], str], language: Language) -> str:
    if verdict.comparator is None or verdict.target is None:
        return ""
    phrase = translate(_DEMANDS[verdict.comparator], language)
    if isinstance(verdict.target, tuple):
        low, high = map(shown, verdict.target)
        return phrase.format(low=low, high=high)
    return phrase.format(limit=shown(verdict.target))


def _result(verdict: Verdict, unit: str, language: Language) -> str:
    """Met or missed, and by how much; the distance between two percentages is percentage points."""
    if verdict.margin is None:
        return ""
    if verdict.comparator is Comparator.EQUALS and verdict.margin == 0:
        return translate(mark("met"), language)
    points = translate(mark("percentage points"), language) if unit == "%" else unit
    distance = amount(abs(verdict.margin), points, language)
    return translate(_RESULTS[verdict.outcome, verdict.margin == 0], language).format(distance=distance)


def _notes(verdict: Verdict, rule: Rule, language: Language) -> list[str]:
    """What a reader should know besides, a sentence each."""
    notes = [_NOTES[each] for each in verdict.marks if each in _NOTES]
    told = rule.check == "trend" and verdict.cause is None
    if "change_percent" in verdict.details and not told:
        notes.append(_CHANGE)
    if verdict.provisional:
        notes.append(_PROVISIONAL)
    return [translate(note, language).format(**_shares(verdict, language)) for note in notes]


def _shares(verdict: Verdict, language: Language) -> dict[str, str]:
    """The verdict's details, with those in per cent as amounts."""
    shares = {
        name: amount(Decimal(verdict.details[name]), "%", language)
        for name in ("share_of_year", "elapsed_share", "change_percent")
        if verdict.details.get(name)
    }
    return {**verdict.details, **shares}
