"""Verdicts as a table for people, and the names that a user may give on the command line."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engine.cli.output import STYLES, say, show_table
from engine.cli.periods import ranges
from engine.errors import UsageError
from engine.facts import Cause, Mark, Outcome, Verdict
from engine.history import Arrow, arrow, streak
from engine.language import Language, mark, translate
from engine.names import nearest, shown
from engine.periods import NotAPeriod, Period
from engine.words import CAUSES, MARKS, demand, number, outcome_words, stated, where

if TYPE_CHECKING:
    from engine.catalogue import Metric
    from engine.rulebook.loader import InForce, Rulebook

_NOT_THERE = frozenset({Cause.LATE, Cause.REPORTED_NULL, Cause.ZERO_DENOMINATOR, Cause.TOO_FEW, Cause.INVALID, Cause.STATEMENT})
"""Causes that somebody can do something about by delivering; a missing history is not one."""


def known_organisation(book: "Rulebook", name: str | None) -> str | None:
    if name is not None and name not in book.organisations:
        message = mark("unknown organisation {name}")
        raise unknown(message, mark("unknown organisation {name} (did you mean {suggestion}?)"), name, book.organisations)
    return name


def known_period(text: str | None) -> Period | None:
    try:
        return None if text is None else Period.parse(text)
    except NotAPeriod:
        message = mark("'{text}' is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")
        raise UsageError(message, text=(text or "")[:40]) from None


def known_rule(book: "Rulebook", name: str) -> "InForce":
    for found in book.rules:
        if found.rule.id == name:
            return found
    message = mark("unknown rule {name}")
    raise unknown(message, mark("unknown rule {name} (did you mean {suggestion}?)"), name, book.by_id)


def unknown(message: str, with_suggestion: str, name: str, known: Iterable[str]) -> UsageError:
    """A name that nobody knows, with the one that was probably meant."""
    meant = nearest(name, known)
    if meant is None:
        return UsageError(message, name=shown(name))
    return UsageError(with_suggestion, name=shown(name), suggestion=shown(meant))


def show_verdicts(verdicts: Sequence[Verdict], book: "Rulebook", language: Language, history: Sequence[Verdict] = ()) -> None:
    """A table for each organisation: the targets first, then one line that counts the figures without a target.

    `history` holds the verdicts of earlier periods, from which streak and trend follow; without it those columns are left out.
    """
    for organisation in book.organisations.values():
        own = [verdict for verdict in verdicts if verdict.organisation == organisation.id]
        if not own:
            continue
        say(f"\n{organisation.title}")
        informational = [verdict for verdict in own if verdict.cause is Cause.INFORMATIONAL]
        sound = [verdict for verdict in own if verdict.outcome is Outcome.MET and _is_control(verdict, book)]
        _show_judged([each for each in own if each not in informational and each not in sound], book, language, history)
        for each in own:
            if Mark.CHILD_MISSED in each.marks:
                say(_child_missed(each, book, language))
        for count, text in (
            (len(sound), mark("{count} sums and printed figures agree with their parts")),
            (len(informational), mark("{count} figures without a target, for information")),
        ):
            if count:
                say(translate(text, language).format(count=count))


def _child_missed(verdict: Verdict, book: "Rulebook", language: Language) -> str:
    """A line of its own: the whole that meets its target hides the part that does not."""
    found = book.by_id[verdict.rule]
    units = found.organisation.units
    children = ", ".join(units[name].title for name in verdict.details["children_missed"].split(","))
    text = translate(mark("! {title} {period}: {unit} met the target, but {children} did not"), language)
    return text.format(title=found.rule.title, period=verdict.period, unit=units[verdict.unit].title, children=children)


def _is_control(verdict: Verdict, book: "Rulebook") -> bool:
    """True for the arithmetic of a report, which is worth a line each only where it fails."""
    return book.by_id[verdict.rule].rule.check == "control_total"


def in_book_order(verdicts: Iterable[Verdict], book: "Rulebook") -> list[Verdict]:
    """By organisation, then as the rules stand in their files; unit and member as the organisation has them."""
    rank = {each.rule.id: position for position, each in enumerate(book.rules)}

    def place(verdict: Verdict) -> tuple[object, ...]:
        found = book.by_id[verdict.rule]
        units, members = list(found.organisation.units), list(found.organisation.metrics[found.rule.metric].by_member)
        member = members.index(verdict.dimension) if verdict.dimension in members else -1
        return verdict.organisation, rank[verdict.rule], units.index(verdict.unit), member, verdict.period.ordinal

    return sorted((verdict for verdict in verdicts if verdict.rule in rank), key=place)


def _show_judged(verdicts: Sequence[Verdict], book: "Rulebook", language: Language, history: Sequence[Verdict]) -> None:
    words = [mark("Outcome"), mark("Target"), mark("Unit"), mark("Period"), mark("Figure"), mark("Demand"), mark("Margin")]
    if history:
        words += [mark("Streak"), mark("Trend")]
    rows, styles = [], []
    for verdict in verdicts:
        found = book.by_id[verdict.rule]
        metric = found.organisation.metrics[found.rule.metric]
        rows.append(_row(verdict, found, metric, language))
        if history:
            rows[-1] += _past(verdict, metric, history)
        styles.append(STYLES[verdict.outcome])
    show_table([translate(word, language) for word in words], rows, styles, right=(4, 5, 6, 7))


def _row(verdict: Verdict, found: "InForce", metric: "Metric", language: Language) -> list[str]:
    marks = "".join(f" ({translate(MARKS[each], language)})" for each in verdict.marks)
    provisional = translate(mark(" (provisional)"), language) if verdict.provisional else ""
    return [
        outcome_words(verdict, language) + marks,
        found.rule.title,
        where(verdict, found, metric),
        str(verdict.period),
        number(verdict.value, metric, language) + provisional,
        demand(verdict, metric, language),
        number(verdict.margin, metric, language, sign=True),
    ]


def _past(verdict: Verdict, metric: "Metric", history: Sequence[Verdict]) -> list[str]:
    line = [each for each in history if each.key[:4] == verdict.key[:4] and each.period <= verdict.period]
    length = streak(line)
    signs = {Arrow.UP: "↑", Arrow.DOWN: "↓", Arrow.FLAT: "→", Arrow.NONE: ""}
    return [str(length) if length else "", signs[arrow(line, metric)]]


def targets_in_words(found: "InForce", language: Language) -> str:
    """The rule's stated targets with their validity, e.g. `≥ 70 % fra 2022-09`."""
    said = []
    for target in getattr(found.rule, "targets", ()):
        since = translate(mark(" from {period}"), language).format(period=target.valid_from) if target.valid_from else ""
        until = translate(mark(" to {period}"), language).format(period=target.valid_to) if target.valid_to else ""
        said.append(f"{stated(target, found, language)}{since}{until}")
    return "; ".join(said) or getattr(found.rule, "condition", found.rule.check)


def show_missing(verdicts: Iterable[Verdict], book: "Rulebook", language: Language) -> None:
    """Per rule, unit and dimension: for which periods the figure should have been there, and why it is not."""
    gaps: dict[tuple[str, str, str], list[Period]] = {}
    for verdict in verdicts:
        if verdict.outcome is Outcome.NO_DATA and verdict.cause in _NOT_THERE:
            found = book.by_id[verdict.rule]
            place = where(verdict, found, found.organisation.metrics[found.rule.metric])
            cause = translate(CAUSES[verdict.cause], language)
            gaps.setdefault((found.rule.title, place, cause), []).append(verdict.period)
    headings = [translate(word, language) for word in (mark("Target"), mark("Unit"), mark("Cause"), mark("Periods"))]
    _table_or_none(headings, [(*gap, ranges(periods)) for gap, periods in gaps.items()], language)


def show_corrections(corrections: Sequence[tuple[Verdict, Verdict]], book: "Rulebook", language: Language) -> None:
    """Each corrected figure with its verdict before and after."""
    headings = [
        translate(word, language) for word in (mark("Target"), mark("Unit"), mark("Period"), mark("Before"), mark("After"))
    ]
    rows = []
    for before, after in corrections:
        found = book.by_id[after.rule]
        metric = found.organisation.metrics[found.rule.metric]
        figures = [
            f"{number(each.value, metric, language)} {outcome_words(each, language)}".strip() for each in (before, after)
        ]
        rows.append((found.rule.title, where(after, found, metric), str(after.period), *figures))
    _table_or_none(headings, rows, language)


def _table_or_none(headings: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> None:
    if rows:
        show_table(headings, rows)
    else:
        say(translate(mark("None."), language))
