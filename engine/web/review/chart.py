"""The chart of an avvik: its figures over time, the target that held in each period, and the periods that were missed.

Drawn as SVG on the server. Everything in it is told by shape and in the table beside it too, never by colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from engine.facts import Outcome, TargetValue, Verdict
from engine.periods import Period

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 22, 34
_MOST_LABELS = 9
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    outcome: Outcome
    is_provisional: bool
    is_corrected: bool
    period: Period
    value: Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is said of a period above the drawing."""

    x: float
    letter: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Coordinates in a box of WIDTH by HEIGHT."""

    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    """The unbroken stretches, as `points`."""
    limits: tuple[str, ...]
    """The target, as steps: it is drawn only where it held."""
    missed: tuple[tuple[float, float], ...]
    """Left edge and width of each stretch of periods that are on the avvik."""
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, Decimal], ...]
    labels: tuple[tuple[float, Period], ...]


@dataclass(frozen=True, slots=True)
class _Box:
    """From periods and values to coordinates."""

    first: int
    count: int
    low: float
    high: float

    @property
    def step(self) -> float:
        return (WIDTH - LEFT - RIGHT) / self.count

    def x(self, period: Period) -> float:
        return round(LEFT + (period.ordinal - self.first + 0.5) * self.step, 1)

    def edge(self, ordinal: int) -> float:
        return round(LEFT + (ordinal - self.first) * self.step, 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1)


def chart(
    timeline: Sequence[Verdict], missed: Sequence[Period], corrected: frozenset[Period], exempt: frozenset[Period] = frozenset()
) -> Chart | None:
    """None without a figure. `timeline`: verdicts of one series in order; `missed`: the periods on the avvik."""
    with_value = [each for each in timeline if each.value is not None]
    if not with_value:
        return None
    box = _box(timeline, with_value)
    return Chart(
        dots=tuple(_dots(with_value, box, corrected)),
        lines=tuple(_lines(with_value, box)),
        limits=tuple(_limits(timeline, box)),
        missed=tuple(_stretches(missed, box)),
        marks=tuple(_marks(timeline, box, corrected, exempt)),
        ticks=tuple(_ticks(box)),
        labels=tuple(_labels(timeline, box)),
    )


def _box(timeline: Sequence[Verdict], with_value: Sequence[Verdict]) -> _Box:
    values = [float(each.value) for each in with_value if each.value is not None]
    values += [float(end) for each in timeline for end in _ends(each.target)]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.08
    # A share or a count begins at nought: below it there is nothing to be read.
    bottom = 0.0 if low >= 0 and low - room < 0 else low - room
    first = timeline[0].period.ordinal
    return _Box(first, timeline[-1].period.ordinal - first + 1, bottom, high + room)


def _ends(target: TargetValue | None) -> tuple[Decimal, ...]:
    if target is None:
        return ()
    return target if isinstance(target, tuple) else (target,)


def _dots(with_value: Sequence[Verdict], box: _Box, corrected: frozenset[Period]) -> Iterator[Dot]:
    for each in with_value:
        if each.value is not None:
            place = box.x(each.period), box.y(float(each.value))
            yield Dot(*place, each.outcome, each.provisional, each.period in corrected, each.period, each.value)


def _lines(with_value: Sequence[Verdict], box: _Box) -> Iterator[str]:
    stretch = [with_value[0]]
    for before, each in pairwise(with_value):
        if each.period.ordinal != before.period.ordinal + 1:
            yield _points(stretch, box)
            stretch = []
        stretch.append(each)
    yield _points(stretch, box)


def _points(stretch: Sequence[Verdict], box: _Box) -> str:
    return " ".join(f"{box.x(each.period)},{box.y(float(each.value or 0))}" for each in stretch)


def _limits(timeline: Sequence[Verdict], box: _Box) -> Iterator[str]:
    for each in timeline:
        left, right = box.edge(each.period.ordinal), box.edge(each.period.ordinal + 1)
        for end in _ends(each.target):
            height = box.y(float(end))
            yield f"{left},{height} {right},{height}"


def _stretches(missed: Sequence[Period], box: _Box) -> Iterator[tuple[float, float]]:
    shown = [period.ordinal for period in missed if box.first <= period.ordinal < box.first + box.count]
    begin = None
    for ordinal in shown:
        begin = ordinal if begin is None else begin
        if ordinal + 1 not in shown:
            yield box.edge(begin), round(box.edge(ordinal + 1) - box.edge(begin), 1)
            begin = None


def _marks(timeline: Sequence[Verdict], box: _Box, corrected: frozenset[Period], exempt: frozenset[Period]) -> Iterator[Mark]:
    for each in timeline:
        letters = [
            "K" if each.period in corrected else "",
            "U" if each.period in exempt or each.outcome is Outcome.EXEMPT else "",
            "?" if each.value is None and each.outcome is Outcome.NO_DATA else "",
        ]
        if any(letters):
            yield Mark(box.x(each.period), "".join(letters))


def _ticks(box: _Box) -> Iterator[tuple[float, Decimal]]:
    span = box.high - box.low
    digits = max(0, 2 - len(str(int(span)))) if span >= 1 else 2
    for step in range(_TICKS + 1):
        value = box.low + span * step / _TICKS
        yield box.y(value), Decimal(f"{value:.{digits}f}")


def _labels(timeline: Sequence[Verdict], box: _Box) -> Iterator[tuple[float, Period]]:
    every = -(-len(timeline) // _MOST_LABELS)
    for each in reversed(timeline[::-1][::every]):
        yield box.x(each.period), each.period
