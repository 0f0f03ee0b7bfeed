"""How it has gone, as a chart: the figures of one unit and member, the target as it held, what is said of each period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.catalogue import Metric
from engine.charts.figure import ChartFigure, ChartKind, ChartSeries, Panel, Point
from engine.charts.targets import steps
from engine.charts.words import in_words
from engine.checks.compare import tolerance_of
from engine.facts import Outcome, Verdict
from engine.language import Language, mark, translate
from engine.numbers import norwegian, plain
from engine.periods import Period
from engine.report.periods import told
from engine.words import limit, number

DRAWN = 36
"""Periods in a chart: three years of months."""

NOTES: Mapping[str, str] = {"K": mark("corrected"), "U": mark("exempt"), "?": mark("no figure")}
"""The letters above a period, and what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """`timeline`: the verdicts of one series, in order; one for each period at most."""

    title: str
    series: str
    """Whose figures: the unit, and the member where there is one."""
    timeline: Sequence[Verdict]
    metric: Metric | None
    """None when the rule is no longer in force: the figures are as they were judged."""
    shaded: Sequence[Period] | None = None
    """The periods of an avvik; None = those that were missed."""
    corrected: frozenset[Period] = frozenset()
    exempt: frozenset[Period] = frozenset()


def figure(course: Course, language: Language) -> ChartFigure | None:
    """None without a figure in the periods that would be drawn."""
    if not course.timeline:
        return None
    last = course.timeline[-1].period
    by_period = {each.period: each for each in course.timeline if each.period.grain is last.grain}
    spine = [*max(min(by_period), last.shift(1 - DRAWN)).until(last)]
    drawn = {period: by_period[period] for period in spine if period in by_period}
    if all(each.value is None for each in drawn.values()):
        return None
    panel = _panel(course, spine, drawn, language)
    metric = course.metric
    return ChartFigure(
        id="course",
        kind=ChartKind.LINE,
        title=course.title,
        alternative=" ".join((in_words(course.title, [panel], language), *_noted(panel, language))),
        unit="" if metric is None or metric.unit_of_measure == "count" else metric.unit_of_measure,
        decimals=0 if metric is None else metric.decimals,
        periods=tuple(told(period, language) for period in spine),
        panels=(panel,),
    )


def legend(figure: ChartFigure, language: Language) -> Iterator[tuple[str, str]]:
    """The signs that stand in the chart, and what they mean; of the ground the page says whose it is."""
    panel = figure.panels[0]
    points = [point for point in panel.series[0].points if point.value is not None]
    letters = "".join(letters for _, letters in panel.notes)
    said = [
        ("╌╌", mark("target"), bool(panel.targets)),
        ("▼", mark("missed"), any(point.outcome is Outcome.MISSED for point in points)),
        ("◆", mark("close to the limit"), any(point.outcome is Outcome.WARNING for point in points)),
        ("○", mark("provisional"), any(point.provisional for point in points)),
        *((letter, text, letter in letters) for letter, text in NOTES.items()),
    ]
    return ((sign, translate(text, language)) for sign, text, is_there in said if is_there)


def _panel(course: Course, spine: Sequence[Period], drawn: Mapping[Period, Verdict], language: Language) -> Panel:
    points = (_point(period, drawn.get(period), course.metric, language) for period in spine)
    judged = [(told(period, language), each) for period, each in drawn.items()]
    noted = ((told(period, language), _letters(course, drawn.get(period), period)) for period in spine)
    shaded = None if course.shaded is None else tuple(told(each, language) for each in spine if each in course.shaded)
    return Panel(
        title="",
        series=(ChartSeries(title=course.series, points=tuple(points)),),
        targets=tuple(steps(judged, lambda verdict: _demand(verdict, course.metric, language))),
        shaded=shaded,
        notes=tuple((period, letters) for period, letters in noted if letters),
    )


def _point(period: Period, verdict: Verdict | None, metric: Metric | None, language: Language) -> Point:
    value = None if verdict is None else verdict.value
    return Point(
        period=told(period, language),
        value=value,
        text="" if value is None else _text(value, metric, language),
        provisional=verdict is not None and verdict.provisional,
        outcome=None if verdict is None else verdict.outcome,
    )


def _letters(course: Course, verdict: Verdict | None, period: Period) -> str:
    outcome = None if verdict is None else verdict.outcome
    is_missing = verdict is not None and verdict.value is None and outcome is Outcome.NO_DATA
    said = {"K": period in course.corrected, "U": period in course.exempt or outcome is Outcome.EXEMPT, "?": is_missing}
    return "".join(letter for letter in NOTES if said[letter])


def _demand(verdict: Verdict, metric: Metric | None, language: Language) -> str:
    if verdict.target is None or verdict.comparator is None:
        return ""
    tolerance = tolerance_of(verdict)
    return limit(verdict.comparator, verdict.target, tolerance, lambda end: _text(end, metric, language), language)


def _text(value: Decimal, metric: Metric | None, language: Language) -> str:
    if metric is not None:
        return number(value, metric, language)
    return norwegian(value) if language is Language.NB else plain(value)


def _noted(panel: Panel, language: Language) -> Iterator[str]:
    """What the letters say, period by period."""
    for letter, text in NOTES.items():
        periods = ", ".join(period for period, letters in panel.notes if letter in letters)
        if periods:
            word = translate(text, language)
            yield f"{word[:1].upper()}{word[1:]}: {periods}."
