"""What a chart shows: its series, the targets over the periods for which they hold, and the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.catalogue import Metric
from engine.charts.figure import ChartFigure, ChartSeries, Panel, Point, TargetStep
from engine.charts.targets import steps
from engine.charts.words import in_words
from engine.language import mark, translate
from engine.periods import Period
from engine.report import periods
from engine.report.cells import CellMark
from engine.report.document import Callout, CalloutKind
from engine.report.figures import Figures, joined
from engine.report.material import Material
from engine.report.schema import ChartOf, Style, said


def chart(spec: ChartOf, material: Material, figures: Figures, name: str) -> ChartFigure | Callout:
    """The chart; where not one of its figures was delivered, a box that says so."""
    metric = figures.metric(spec.metric)
    title = said(spec.title, spec.title_en, material.language) or said(metric.title, metric.title_en, material.language)
    shown = list(_periods(spec, metric, material))
    lines = [(unit, member) for unit in _units(spec, material) for member in _members(spec, metric)]
    series = [(spot, _series(metric, spot, shown, material, figures)) for spot in lines]
    # What began last autumn is not told by half a year of nothing in front of it.
    begins = next((at for at in range(len(shown)) if any(_tells(each.points[at]) for _, each in series)), 0)
    shown, series = shown[begins:], [(spot, replace(each, points=each.points[begins:])) for spot, each in series]
    if all(point.value is None for _, each in series for point in each.points):
        line = translate(mark("No figure was delivered for {title} in these periods."), material.language)
        return Callout(
            kind=CalloutKind.MISSING, title=translate(mark("No chart"), material.language), lines=(line.format(title=title),)
        )
    panels = tuple(_panels(spec, metric, series, shown, material, figures))
    return ChartFigure(
        id=spec.id or name,
        kind=spec.kind,
        title=title,
        alternative=in_words(title, panels, material.language),
        unit="" if metric.unit_of_measure == "count" else metric.unit_of_measure,
        decimals=metric.decimals,
        periods=tuple(periods.told(period, material.language) for period in shown),
        panels=panels,
    )


def _tells(point: Point) -> bool:
    """Whether there is a figure, also one that is withheld."""
    return point.value is not None or point.withheld


def _periods(spec: ChartOf, metric: Metric, material: Material) -> Iterator[Period]:
    last = material.at(metric.grain)
    first = last.shift(1 - spec.periods.last) if spec.periods.last else next(iter(last.year.parts(last.grain)))
    return first.until(last)


def _units(spec: ChartOf, material: Material) -> Sequence[str]:
    if spec.units == "all":
        return [unit.id for unit in material.organisation.units.values() if unit.exists_in(material.period)]
    return spec.units or (material.organisation.id,)


def _members(spec: ChartOf, metric: Metric) -> Sequence[str]:
    return tuple(metric.by_member) if spec.members == "all" else spec.members or ("",)


def _series(
    metric: Metric, spot: tuple[str, str], shown: Sequence[Period], material: Material, figures: Figures
) -> ChartSeries:
    cells = [(period, figures.cell(metric.id, *spot, period, Style())) for period in shown]
    return ChartSeries(
        title=_name(metric, spot, material),
        points=tuple(
            Point(
                period=periods.told(period, material.language),
                value=cell.value,
                text=cell.text if cell.value is not None else "",
                signs=cell.signs,
                provisional=CellMark.PROVISIONAL in cell.marks,
                withheld=cell.value is None and any(each is not CellMark.MISSING for each in cell.marks),
                outcome=cell.outcome,
            )
            for period, cell in cells
        ),
    )


def _name(metric: Metric, spot: tuple[str, str], material: Material) -> str:
    unit = material.organisation.units[spot[0]]
    member = metric.by_member.get(spot[1])
    above = "" if spot[0] == material.organisation.id else said(unit.title, unit.title_en, material.language)
    below = said(member.title, member.title_en, material.language) if member else ""
    whole = said(metric.title, metric.title_en, material.language)
    return joined(above, below) or whole


def _panels(
    spec: ChartOf,
    metric: Metric,
    series: Sequence[tuple[tuple[str, str], ChartSeries]],
    shown: Sequence[Period],
    material: Material,
    figures: Figures,
) -> Iterator[Panel]:
    if spec.split:
        for spot, each in series:
            yield Panel(title=each.title, series=(each,), targets=tuple(_targets(metric, spot, shown, material, figures)))
        return
    steps = [step for spot, _ in series for step in _targets(metric, spot, shown, material, figures)]
    yield Panel(title="", series=tuple(each for _, each in series), targets=tuple(dict.fromkeys(steps)))


def _targets(
    metric: Metric, spot: tuple[str, str], shown: Sequence[Period], material: Material, figures: Figures
) -> Iterator[TargetStep]:
    """The stated targets, period by period as they were judged by."""
    rules = {each.rule.id for each in material.rules if each.rule.check == "target"}
    told = [(periods.told(period, material.language), period) for period in shown]
    judged = [(label, verdict) for label, period in told for verdict in figures.verdicts(metric.id, *spot, period)]
    for rule in dict.fromkeys(verdict.rule for _, verdict in judged if verdict.rule in rules):
        yield from steps([each for each in judged if each[1].rule == rule], figures.demand)
