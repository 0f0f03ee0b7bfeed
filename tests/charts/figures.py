"""A figure to draw."""

from decimal import Decimal

from engine.charts.figure import ChartFigure, ChartKind, ChartSeries, Panel, Point
from engine.facts import Outcome


def simple(title: str = "Sykefravær", value: str = "4.6") -> ChartFigure:
    points = (
        Point(period="mars 2023", value=Decimal(value), text=f"{value} %", outcome=Outcome.MET),
        Point(period="april 2023", value=Decimal("5.2"), text="5,2 %", outcome=Outcome.MISSED, provisional=True),
    )
    panel = Panel(title="", series=(ChartSeries(title="HN IKT", points=points),), notes=(("april 2023", "KU"),))
    return ChartFigure(
        id="a",
        kind=ChartKind.LINE,
        title=title,
        alternative="Sykefravær: mars 4,6 %, april 5,2 %.",
        unit="%",
        decimals=1,
        periods=("mars 2023", "april 2023"),
        panels=(panel,),
    )
