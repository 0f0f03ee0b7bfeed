"""A figure in Vega-Lite's words, layer upon layer: grounds, targets, lines or bars, labels, and what stands above."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.charts import axes
from engine.charts.figure import ChartFigure, ChartKind, Panel
from engine.charts.look import DASHES, HATCH, PAPER, SHADES, Look
from engine.facts import Outcome

_SMALL, _SMALL_HEIGHT = 168, 110
_SMALL_IN_A_ROW = 3
_MOST_LABELS = 16
_SHAPES = {Outcome.MISSED: "triangle-down", Outcome.WARNING: "diamond"}


def specification(figure: ChartFigure, look: Look = PAPER) -> dict[str, Any]:
    """The chart in Vega-Lite's words, as Altair checks them."""
    import altair as alt

    panels = [_Drawn(figure, panel, look).panel_drawn() for panel in figure.panels]
    chart = alt.concat(*panels, columns=_SMALL_IN_A_ROW) if len(panels) > 1 else panels[0]
    made: dict[str, Any] = _configured(chart, look).to_dict()
    return made


def _configured(chart: Any, look: Look) -> Any:
    return (
        chart.configure(font=look.font, background=look.paper, padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=look.ink,
            titleColor=look.ink,
            labelFontSize=look.size,
            titleFontSize=look.size,
            gridColor=look.grid,
            domainColor=look.muted,
            tickColor=look.muted,
        )
        .configure_title(fontSize=look.size + 1, anchor="start", color=look.ink)
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One panel of a figure on its way to Vega-Lite."""

    figure: ChartFigure
    panel: Panel
    look: Look

    @property
    def is_small(self) -> bool:
        return len(self.figure.panels) > 1

    @property
    def titles(self) -> list[str]:
        return [series.title for series in self.panel.series]

    def panel_drawn(self) -> Any:
        import altair as alt

        layers = [*self._grounds(), *self._targets(), *self._data(), *self._notes()]
        title = {"title": self.panel.title} if self.panel.title else {}
        width, height = (_SMALL, _SMALL_HEIGHT) if self.is_small else (self.look.width, self.look.height)
        return alt.layer(*layers).properties(width=width, height=height, **title)

    def _rows(self) -> Iterator[dict[str, Any]]:
        look = self.look
        for series in self.panel.series:
            for place, point in enumerate(series.points):
                ink = look.missed if point.outcome is Outcome.MISSED else look.line
                yield {
                    "series": series.title,
                    "period": point.period,
                    "place": place,
                    # A double is exact enough for a place on paper; what is written beside it is the exact figure's text.
                    "value": None if point.value is None else float(point.value),
                    "label": point.text + point.signs if point.value is not None else "",
                    "missed": point.outcome is Outcome.MISSED,
                    "shape": _SHAPES.get(point.outcome, "circle") if point.outcome else "circle",
                    "ink": ink,
                    "inside": look.paper if point.provisional else ink,
                    "bar": HATCH if point.provisional else look.bar,
                    "edge": [3, 2] if point.provisional else [1, 0],
                }

    def _grounds(self) -> Iterator[Any]:
        """A ground behind the shaded periods; of several series it would not say whose."""
        import altair as alt

        if len(self.panel.series) != 1:
            return
        missed = [point.period for point in self.panel.series[0].points if point.outcome is Outcome.MISSED]
        shaded = missed if self.panel.shaded is None else self.panel.shaded
        if shaded:
            rows = alt.Data(values=[{"period": period} for period in shaded])
            yield alt.Chart(rows).mark_rect(color=self.look.ground).encode(x=axes.x(self.figure))

    def _data(self) -> Iterator[Any]:
        import altair as alt

        base = alt.Chart(alt.Data(values=[*self._rows()])).encode(x=axes.x(self.figure), y=axes.y(self.figure))
        yield from self._bars(base) if self.figure.kind is ChartKind.BAR else self._lines(base)
        if len(self.panel.series) == 1 and len(self.figure.periods) <= _MOST_LABELS and not self.is_small:
            yield from self._labels(base)

    def _bars(self, base: Any) -> Iterator[Any]:
        import altair as alt

        look, titles = self.look, self.titles
        there = base.transform_filter("datum.missed")
        missed = there.mark_point(filled=True, size=60, color=look.missed, opacity=1, yOffset=-8)
        if len(titles) == 1:
            yield base.mark_bar(stroke=look.line, strokeWidth=1).encode(fill=_as_given("Fill", "bar"))
            yield missed.encode(shape=_as_given("Shape", "shape"))
            return
        side = alt.XOffset("series:N", sort=titles)
        shades = alt.Scale(domain=titles, range=[SHADES[at % len(SHADES)] for at in range(len(titles))])
        legend = alt.Legend(title=None, orient="bottom", labelFontSize=look.size, labelLimit=400)
        # Whose hatching it was could not be told any more: a provisional bar of several has a broken edge instead.
        edge = alt.StrokeDash("edge:N", scale=None, legend=None)
        fill = alt.Fill("series:N", scale=shades, legend=legend)
        yield base.mark_bar(stroke=look.ink, strokeWidth=1).encode(fill=fill, strokeDash=edge, xOffset=side)
        yield missed.encode(shape=_as_given("Shape", "shape"), xOffset=side)

    def _lines(self, base: Any) -> Iterator[Any]:
        import altair as alt

        look, titles = self.look, self.titles
        dashes = alt.Scale(domain=titles, range=[DASHES[at % len(DASHES)] for at in range(len(titles))])
        dash = alt.StrokeDash("series:N", sort=titles, scale=dashes, legend=None)
        # A period without a figure breaks the line: drawing on would tell of figures that nobody has.
        line = base.mark_line(color=look.line, strokeWidth=2, invalid="break-paths-show-path-domains")
        yield line.encode(strokeDash=dash)
        there = base.transform_filter("isValid(datum.value)")
        points = there.mark_point(size=55, opacity=1, strokeWidth=1.5)
        inks = {"stroke": _as_given("Stroke", "ink"), "fill": _as_given("Fill", "inside")}
        yield points.encode(shape=_as_given("Shape", "shape"), **inks)
        if len(titles) > 1:
            newest = there.transform_joinaggregate(newest="max(place)", groupby=["series"])
            at_end = newest.transform_filter("datum.place == datum.newest")
            yield at_end.mark_text(align="left", dx=8, fontSize=look.size, color=look.ink).encode(text="series:N")

    def _labels(self, base: Any) -> Iterator[Any]:
        import altair as alt

        look = self.look
        there = base.transform_filter("isValid(datum.value)")
        if self.figure.kind is ChartKind.BAR:
            # At the foot: there it is read along one line, and never runs into the target's.
            foot = there.mark_text(baseline="bottom", dy=-3, fontSize=look.size, color=look.ink)
            yield foot.encode(text="label:N", y=alt.YDatum(0))
            return
        over = there.encode(text="label:N")
        # The rim in the paper's colour keeps it readable where the line passes behind.
        rim = {"stroke": look.paper, "strokeWidth": 4, "strokeJoin": "round"}
        yield over.mark_text(dy=-12, fontSize=look.size, color=look.paper, **rim)
        yield over.mark_text(dy=-12, fontSize=look.size, color=look.ink)

    def _targets(self) -> Iterator[Any]:
        import altair as alt

        figure, look = self.figure, self.look
        if not self.panel.targets:
            return
        rows = [
            {"period": step.first, "last": step.last, "value": float(step.limit), "text": step.text}
            for step in self.panel.targets
        ]
        base = alt.Chart(alt.Data(values=rows)).encode(y=axes.y(figure))
        over = base.encode(x=axes.x(figure, bandPosition=0), x2=alt.X2("last:N", bandPosition=1))
        yield over.mark_rule(strokeDash=[5, 3], strokeWidth=1.5, color=look.ink)
        if self.is_small:
            return
        newest = rows[-1]["period"]
        last = base.transform_filter(alt.datum.period == newest)
        words = last.mark_text(align="left", dx=5, fontSize=look.size, color=look.ink)
        yield words.encode(x=axes.x_end(figure), text="text:N")
        # An earlier target carries its words above its beginning: behind its end the next one goes on.
        earlier = base.transform_filter(alt.datum.period != newest).encode(x=axes.x(figure, bandPosition=0), text="text:N")
        yield earlier.mark_text(align="left", baseline="bottom", dy=-2, dx=1, fontSize=look.size, color=look.ink)

    def _notes(self) -> Iterator[Any]:
        import altair as alt

        if self.panel.notes:
            rows = alt.Data(values=[{"period": period, "letters": letters} for period, letters in self.panel.notes])
            above = alt.Chart(rows).mark_text(baseline="bottom", dy=-4, fontSize=self.look.size, fontWeight="bold")
            yield above.encode(x=axes.x(self.figure), y=alt.value(0), text="letters:N", color=alt.value(self.look.ink))


def _as_given(channel: str, field: str) -> Any:
    """The rows say it themselves: no scale makes anything else of it, and no legend tells what the texts tell."""
    import altair as alt

    return getattr(alt, channel)(f"{field}:N", scale=None, legend=None)
