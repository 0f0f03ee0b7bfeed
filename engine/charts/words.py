"""A chart in words: each series with its figures, its target and the periods that missed it."""

from collections.abc import Sequence

from engine.charts.figure import ChartSeries, Panel, Point
from engine.facts import Outcome
from engine.language import Language, mark, translate

_SPELLED_OUT = 13
"""So many points are told one by one; of more only the ends and the extremes."""


def in_words(title: str, panels: Sequence[Panel], language: Language) -> str:
    told = [title + "."]
    for panel in panels:
        told += [_line(each, language) for each in panel.series]
        demands = dict.fromkeys(step.text for step in panel.targets)
        told += [translate(mark("Target: {demand}."), language).format(demand=demand) for demand in demands]
    return " ".join(told)


def _line(series: ChartSeries, language: Language) -> str:
    known = [point for point in series.points if point.value is not None]
    if not known:
        return translate(mark("{title}: no figure."), language).format(title=series.title)
    kept = known if len(known) <= _SPELLED_OUT else _notable(known)
    figures = ", ".join(f"{point.period} {point.text}" for point in kept)
    missed = [point.period for point in known if point.outcome is Outcome.MISSED]
    text = f"{series.title}: {figures}."
    if missed:
        text += " " + translate(mark("Missed in {periods}."), language).format(periods=", ".join(missed))
    return text


def _notable(points: Sequence[Point]) -> Sequence[Point]:
    """The first, the lowest, the highest and the last, in their order."""
    by_value = sorted(points, key=lambda point: (point.value or 0, points.index(point)))
    notable = {id(point) for point in (points[0], by_value[0], by_value[-1], points[-1])}
    return [point for point in points if id(point) in notable]
