"""The axes of a chart, the same for each of its panels: periods beside each other, figures from the lowest to the highest."""

from typing import Any

from engine.charts.figure import ChartFigure, ChartKind

_ABOVE, _ABOVE_NOTES = -8, -24
"""Where the unit stands, over the upper end of the axis; notes are put between the two."""


def x(figure: ChartFigure, **more: Any) -> Any:
    import altair as alt

    # Two words stand above each other, so that thirteen months have room beside each other; small ones show the ends.
    told = [figure.periods[0], figure.periods[-1]] if len(figure.panels) > 1 else list(figure.periods)
    words = "split(datum.label, ' ')"
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=words, labelOverlap=True, ticks=False, grid=False, values=told)
    return alt.X("period:N", sort=list(figure.periods), scale=_periods(figure), axis=axis, **more)


def x_end(figure: ChartFigure) -> Any:
    """The right edge of a step's last period."""
    import altair as alt

    return alt.X("last:N", sort=list(figure.periods), scale=_periods(figure), bandPosition=1)


def y(figure: ChartFigure) -> Any:
    import altair as alt

    lowest, highest = _domain(figure)
    has_notes = any(panel.notes for panel in figure.panels)
    axis = alt.Axis(
        title=figure.unit or None,
        titleAngle=0,
        titleAlign="left",
        titleY=_ABOVE_NOTES if has_notes else _ABOVE,
        titleX=0,
        tickCount=5,
        tickMinStep=10.0**-figure.decimals,  # no tick between two figures that are published
        domain=False,
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[lowest, highest], nice=True, zero=False))


def _periods(figure: ChartFigure) -> Any:
    import altair as alt

    return alt.Scale(domain=list(figure.periods), paddingInner=0.25, paddingOuter=0.15)


def _domain(figure: ChartFigure) -> tuple[float, float]:
    """Bars begin at 0, because their length is the figure. Where nothing is negative nothing below 0 is drawn."""
    found = [
        float(point.value)
        for panel in figure.panels
        for each in panel.series
        for point in each.points
        if point.value is not None
    ]
    found += [float(step.limit) for panel in figure.panels for step in panel.targets]
    if figure.kind is ChartKind.BAR or not found:
        found.append(0.0)
    lowest, highest = min(found), max(found)
    room = (highest - lowest) * 0.12 or abs(highest) * 0.1 or 1.0
    return (max(0.0, lowest - room) if lowest >= 0 else lowest - room), highest + room
