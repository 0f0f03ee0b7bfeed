"""A spark line: the figures of a series as a small drawing, with holes where there was no figure and the target as a line.

Drawn here and not by engine/charts: a page has sixty of them in the size of a word, without axis, label or legend. Vega-Lite
takes four seconds for sixty, this a few milliseconds. Whoever wants to read the figures opens the rule, where they are a chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.facts import TargetValue
from engine.periods import Period

WIDTH, HEIGHT, EDGE = 96, 24, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """Coordinates in a box of WIDTH by HEIGHT, ready for SVG."""

    lines: tuple[str, ...]
    """The unbroken stretches, as `points` of polylines."""
    dots: tuple[tuple[float, float], ...]
    """Figures with no neighbour."""
    last: tuple[float, float] | None
    targets: tuple[float, ...]
    """The height of the target's ends, where they lie in the box."""


def spark(line: Sequence[tuple[Period, Decimal | None]], target: TargetValue | None) -> Spark | None:
    """None for fewer than two figures: one alone has no course."""
    told = [(period.ordinal, float(value)) for period, value in line if value is not None]
    if len(told) < 2:
        return None
    ends = [float(end) for end in (target if isinstance(target, tuple) else (target,)) if end is not None]
    low, high = (pick(value for _, value in told) for pick in (min, max))
    span = high - low or 1.0
    # A target far away from the figures would press them into one straight line: it is drawn only where it is near.
    near = [end for end in ends if low - span <= end <= high + span]
    low, high = min([low, *near]), max([high, *near])
    span = high - low or 1.0
    first, latest = told[0][0], told[-1][0]

    def place(ordinal: int, value: float) -> tuple[float, float]:
        across = (ordinal - first) / max(1, latest - first)
        return round(EDGE + across * (WIDTH - 2 * EDGE), 1), _height(value, low, span)

    stretches = _stretches(told)
    return Spark(
        lines=tuple(" ".join(f"{x},{y}" for x, y in (place(*each) for each in part)) for part in stretches if len(part) > 1),
        dots=tuple(place(*part[0]) for part in stretches if len(part) == 1),
        last=place(*told[-1]),
        targets=tuple(_height(end, low, span) for end in near),
    )


def _height(value: float, low: float, span: float) -> float:
    return round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1)


def _stretches(told: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Cut where a period has no figure."""
    parts: list[list[tuple[int, float]]] = []
    for each in told:
        if parts and each[0] == parts[-1][-1][0] + 1:
            parts[-1].append(each)
        else:
            parts.append([each])
    return parts
