"""A chart as SVG or PNG, drawn by Vega-Lite without a browser: the same figure gives the same bytes on every machine.

Whoever prints in grey or sees no colours reads the same: a missed period has a shape of its own on a shaded ground, a
provisional figure is hollow or hatched, the target is a broken line over just the periods in which it held, and the lines of
several series differ in their dashes and carry their names.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from engine.facts import Outcome
from engine.language import Language
from engine.report.document import MARK_SIGNS, CellMark, ChartFigure, ChartKind, Panel, Point

FONT = "Liberation Sans"
"""The library carries it, and engine/report/fonts has it for PDF: texts are as wide there as they were measured here."""
_PPI = 192
_INK, _MUTED, _GROUND, _LINE, _MISSED, _BAR = "#1b1b1b", "#595959", "#ececea", "#0b4f6c", "#8a1c00", "#c3d7e0"
_HATCH = "#fedcba"
"""A colour that nothing else has: in its place the hatching is put in, which Vega-Lite has no word for."""
_PATTERN = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="white"/><rect width="2.5" height="6" fill="{_BAR}"/></pattern></defs>'
)
_ALONE, _SMALL, _HEIGHT, _SMALL_HEIGHT = 560, 168, 190, 110
_SMALL_IN_A_ROW = 3
_MOST_LABELS = 16
_SHAPES = {Outcome.MISSED: "triangle-down", Outcome.WARNING: "diamond"}
_SHADES = ("#c3d7e0", "#7ba4b8", "#336f8a", "#e3e3df", "#a9a9a4", "#6b6b66")
_DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [12, 3])


@lru_cache(maxsize=256)  # a page is read again and again, and each picture takes a tenth of a second and more
def svg(figure: ChartFigure, language: Language) -> str:
    """The chart as one SVG element with the alternative text in it."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(specification(figure), format_locale=_numbers(language))
    opening, rest = drawn.split(">", 1)
    if f'"{_HATCH}"' in rest:
        rest = _PATTERN + rest.replace(f'"{_HATCH}"', '"url(#hatch)"')
    return f"{opening}>{rest}"


def png(figure: ChartFigure, language: Language) -> bytes:
    """The chart as a picture of 192 points an inch, for formats that know no SVG."""
    import vl_convert

    return vl_convert.svg_to_png(svg(figure, language), scale=_PPI / 96, ppi=_PPI)


def specification(figure: ChartFigure) -> dict[str, Any]:
    """The chart in Vega-Lite's words, as Altair checks them."""
    import altair as alt

    panels = [_panel(figure, panel) for panel in figure.panels]
    chart = alt.concat(*panels, columns=_SMALL_IN_A_ROW) if len(panels) > 1 else panels[0]
    made: dict[str, Any] = _configured(chart).to_dict()
    return made


def _configured(chart: Any) -> Any:
    return (
        chart.configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_INK, titleColor=_INK, labelFontSize=11, titleFontSize=11, gridColor="#dededb", domainColor=_MUTED
        )
        .configure_title(fontSize=12, anchor="start", color=_INK)
    )


def _panel(figure: ChartFigure, panel: Panel) -> Any:
    import altair as alt

    is_small = len(figure.panels) > 1
    rows = list(_rows(panel))
    layers = [*_grounds(figure, panel, rows), *_targets(figure, panel, is_small), *_data(figure, panel, rows)]
    title = {"title": panel.title} if panel.title else {}
    width, height = (_SMALL, _SMALL_HEIGHT) if is_small else (_ALONE, _HEIGHT)
    return alt.layer(*layers).properties(width=width, height=height, **title)


def _rows(panel: Panel) -> Iterator[dict[str, Any]]:
    for series in panel.series:
        for place, point in enumerate(series.points):
            ink = _MISSED if point.outcome is Outcome.MISSED else _LINE
            is_provisional = CellMark.PROVISIONAL in point.marks
            yield {
                "series": series.title,
                "period": point.period,
                "place": place,
                # A double is exact enough for a place on paper; what is written beside it is the exact figure's text.
                "value": None if point.value is None else float(point.value),
                "label": _label(point),
                "missed": point.outcome is Outcome.MISSED,
                "shape": _SHAPES.get(point.outcome, "circle") if point.outcome else "circle",
                "ink": ink,
                "inside": "white" if is_provisional else ink,
                "bar": _HATCH if is_provisional else _BAR,
                "edge": [3, 2] if is_provisional else [1, 0],
            }


def _label(point: Point) -> str:
    return point.text + "".join(MARK_SIGNS[each][0] for each in point.marks) if point.value is not None else ""


def _x(figure: ChartFigure, **more: Any) -> Any:
    import altair as alt

    # Two words stand above each other, so that thirteen months have room beside each other; small ones show the ends.
    told = [figure.periods[0], figure.periods[-1]] if len(figure.panels) > 1 else list(figure.periods)
    words = "split(datum.label, ' ')"
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=words, labelOverlap=True, ticks=False, grid=False, values=told)
    scale = alt.Scale(domain=list(figure.periods), paddingInner=0.25, paddingOuter=0.15)
    return alt.X("period:N", sort=list(figure.periods), scale=scale, axis=axis, **more)


def _y(figure: ChartFigure) -> Any:
    import altair as alt

    lowest, highest = _domain(figure)
    axis = alt.Axis(
        title=figure.unit or None,
        titleAngle=0,
        titleAlign="left",
        titleY=-8,
        titleX=0,
        tickCount=5,
        tickMinStep=10.0**-figure.decimals,  # no tick between two figures that are published
        domain=False,
    )
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(domain=[lowest, highest], nice=True, zero=False))


def _domain(figure: ChartFigure) -> tuple[float, float]:
    """The same for every panel. Bars begin at 0, because their length is the figure."""
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
    return (lowest if lowest == 0 and figure.kind is ChartKind.BAR else lowest - room), highest + room


def _grounds(figure: ChartFigure, panel: Panel, rows: list[dict[str, Any]]) -> Iterator[Any]:
    """A shaded ground behind each missed period; of several series it would not say whose."""
    import altair as alt

    missed = [row for row in rows if row["missed"]]
    if missed and len(panel.series) == 1:
        yield alt.Chart(alt.Data(values=missed)).mark_rect(color=_GROUND).encode(x=_x(figure))


def _data(figure: ChartFigure, panel: Panel, rows: list[dict[str, Any]]) -> Iterator[Any]:
    import altair as alt

    base = alt.Chart(alt.Data(values=rows)).encode(x=_x(figure), y=_y(figure))
    if figure.kind is ChartKind.BAR:
        yield from _bars(base, [series.title for series in panel.series])
    else:
        yield from _lines(base, [series.title for series in panel.series])
    if len(panel.series) == 1 and len(figure.periods) <= _MOST_LABELS and len(figure.panels) == 1:
        yield from _labels(base, figure.kind)


def _bars(base: Any, titles: list[str]) -> Iterator[Any]:
    import altair as alt

    missed = base.transform_filter("datum.missed").mark_point(filled=True, size=60, color=_MISSED, opacity=1, yOffset=-8)
    if len(titles) == 1:
        yield base.mark_bar(stroke=_LINE, strokeWidth=1).encode(fill=_as_given("Fill", "bar"))
        yield missed.encode(shape=_as_given("Shape", "shape"))
        return
    side = alt.XOffset("series:N", sort=titles)
    shades = alt.Scale(domain=titles, range=[_SHADES[at % len(_SHADES)] for at in range(len(titles))])
    fill = alt.Fill("series:N", scale=shades, legend=alt.Legend(title=None, orient="bottom", labelFontSize=11, labelLimit=400))
    # Whose hatching it was could not be told any more: a provisional bar of several has a broken edge instead.
    edge = alt.StrokeDash("edge:N", scale=None, legend=None)
    yield base.mark_bar(stroke=_INK, strokeWidth=1).encode(fill=fill, strokeDash=edge, xOffset=side)
    yield missed.encode(shape=_as_given("Shape", "shape"), xOffset=side)


def _lines(base: Any, titles: list[str]) -> Iterator[Any]:
    import altair as alt

    dash = alt.StrokeDash("series:N", sort=titles, scale=alt.Scale(domain=titles, range=_dashes(len(titles))), legend=None)
    # A period without a figure breaks the line: drawing on would tell of figures that nobody has.
    yield base.mark_line(color=_LINE, strokeWidth=2, invalid="break-paths-show-path-domains").encode(strokeDash=dash)
    there = base.transform_filter("isValid(datum.value)")
    points = there.mark_point(size=55, opacity=1, strokeWidth=1.5)
    yield points.encode(shape=_as_given("Shape", "shape"), stroke=_as_given("Stroke", "ink"), fill=_as_given("Fill", "inside"))
    if len(titles) > 1:
        newest = there.transform_joinaggregate(newest="max(place)", groupby=["series"])
        at_end = newest.transform_filter("datum.place == datum.newest")
        yield at_end.mark_text(align="left", dx=8, fontSize=11, color=_INK).encode(text="series:N")


def _as_given(channel: str, field: str) -> Any:
    """The rows say it themselves: no scale makes anything else of it, and no legend tells what the texts tell."""
    import altair as alt

    return getattr(alt, channel)(f"{field}:N", scale=None, legend=None)


def _labels(base: Any, kind: ChartKind) -> Iterator[Any]:
    import altair as alt

    there = base.transform_filter("isValid(datum.value)")
    if kind is ChartKind.BAR:
        # At the foot: there it is read along one line, and never runs into the target's.
        foot = there.mark_text(baseline="bottom", dy=-3, fontSize=11, color=_INK)
        yield foot.encode(text="label:N", y=alt.YDatum(0))
        return
    over = there.encode(text="label:N")
    # The white rim keeps it readable where the line passes behind.
    yield over.mark_text(dy=-12, fontSize=11, color="white", stroke="white", strokeWidth=4, strokeJoin="round")
    yield over.mark_text(dy=-12, fontSize=11, color=_INK)


def _targets(figure: ChartFigure, panel: Panel, is_small: bool) -> Iterator[Any]:
    import altair as alt

    if not panel.targets:
        return
    rows = [{"period": step.first, "last": step.last, "value": float(step.limit), "text": step.text} for step in panel.targets]
    base = alt.Chart(alt.Data(values=rows)).encode(y=_y(figure))
    over = base.encode(x=_x(figure, bandPosition=0), x2=alt.X2("last:N", bandPosition=1))
    yield over.mark_rule(strokeDash=[5, 3], strokeWidth=1.5, color=_INK)
    if is_small:
        return
    newest = rows[-1]["period"]
    places = alt.Scale(domain=list(figure.periods))
    at_end = alt.X("last:N", sort=list(figure.periods), scale=places, bandPosition=1)
    last = base.transform_filter(alt.datum.period == newest)
    yield last.mark_text(align="left", dx=5, fontSize=11, color=_INK).encode(x=at_end, text="text:N")
    # An earlier target carries its words above its beginning: behind its end the next one goes on.
    earlier = base.transform_filter(alt.datum.period != newest).encode(x=_x(figure, bandPosition=0), text="text:N")
    yield earlier.mark_text(align="left", baseline="bottom", dy=-2, dx=1, fontSize=11, color=_INK)


def _dashes(series: int) -> list[list[int]]:
    return [_DASHES[at % len(_DASHES)] for at in range(series)]


@cache
def _numbers(language: Language) -> dict[str, Any]:
    """How the axes write numbers: 1 234,5 in bokmål, 1,234.5 in English."""
    if language is Language.EN:
        return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]}
    return {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}
