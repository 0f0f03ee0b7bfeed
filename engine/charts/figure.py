"""What a chart shows, in the reader's words and rounded as published: whoever draws it judges and translates nothing again."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.facts import Comparator, Outcome


class ChartKind(StrEnum):
    LINE = "line"
    BAR = "bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    period: str
    """One of the chart's `periods`."""
    value: Decimal | None
    """None = no figure: a gap, never a zero and never bridged by a line."""
    text: str
    """The label as published, e.g. `65 %`; empty without a figure."""
    signs: str = ""
    """What follows the label, such as `*`; its meaning stands beside the chart."""
    provisional: bool = False
    """Drawn hollow, or hatched."""
    withheld: bool = False
    """There is a figure, and it is not told."""
    outcome: Outcome | None = None
    """MISSED is drawn with a shape of its own, not by colour alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    title: str
    points: tuple[Point, ...]
    """In the order of the chart's periods, one for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStep:
    """A target from its first period to its last, both included; drawn as a line over just these."""

    first: str
    last: str
    limit: Decimal
    comparator: Comparator
    """`between` gives two steps, its ends as at_least and at_most."""
    text: str
    """`≥ 70 %`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small picture with its own series and targets on the chart's axes. A chart that is not split has one, untitled."""

    title: str
    series: tuple[ChartSeries, ...]
    targets: tuple[TargetStep, ...] = ()
    shaded: tuple[str, ...] | None = None
    """The periods with a ground behind them; None = those that the only series missed."""
    notes: tuple[tuple[str, str], ...] = ()
    """Period and letters that stand above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigure:
    """What a chart shows. Several panels are small multiples with the same axes."""

    id: str
    kind: ChartKind
    title: str
    alternative: str
    """What the chart says, in words, with its figures: for readers who do not see it."""
    unit: str
    decimals: int
    periods: tuple[str, ...]
    """The labels of the axis in order, as shown: `mars 2023`, `1. april`."""
    panels: tuple[Panel, ...]

    def __post_init__(self) -> None:
        if not self.alternative.strip():
            raise ValueError(f"chart {self.id} has no alternative text")
