"""How a series of verdicts has gone so far: how many periods in a row, and which way the figure moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.catalogue import Metric
from engine.checks.change import broken_between
from engine.facts import Outcome, Verdict

_SIDES = {Outcome.MET: "met", Outcome.WARNING: "met", Outcome.MISSED: "missed"}


class Arrow(StrEnum):
    """The direction of the figure itself; whether that is good is another question."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    NONE = "none"
    """No number now, none before, or a series break between."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The movement since the period before with a number; `good` is None where it is neither good nor bad."""

    arrow: Arrow
    good: bool | None = None


def streak(verdicts: Iterable[Verdict]) -> int:
    """How many periods in a row, up to the last one of the series, were met (a warning is met) or missed as the last one is.

    0 when the last one was not judged. A period without a judgement ends the row; a series break does not.
    """
    return next(reversed(streaks(verdicts)), 0)


def streaks(verdicts: Iterable[Verdict]) -> list[int]:
    """The same as it stood in each period, the oldest first."""
    told, length, side = [], 0, None
    for verdict in reversed(_backwards(verdicts)):
        own = _SIDES.get(verdict.outcome)
        length = 0 if own is None else length + 1 if own == side else 1
        side = own
        told.append(length)
    return told


def trend(verdicts: Iterable[Verdict], metric: Metric) -> Trend:
    """The last figure of the series against the one before it with a number, holes passed over, not across a series break.

    For verdicts whose value is the metric's own figure: not for freshness, whose value is days.
    """
    line = _backwards(verdicts)
    before = next((verdict for verdict in line[1:] if verdict.value is not None), None)
    if before is None or before.value is None or line[0].value is None:
        return Trend(Arrow.NONE)
    now, value = line[0], line[0].value
    if broken_between(metric, before.period, now.period):
        return Trend(Arrow.NONE)
    if value == before.value:
        return Trend(Arrow.FLAT)
    arrow = Arrow.UP if value > before.value else Arrow.DOWN
    return Trend(arrow, None if metric.better == "neither" else (arrow is Arrow.UP) == (metric.better == "higher"))


def arrow(verdicts: Iterable[Verdict], metric: Metric) -> Arrow:
    """Only the direction, for a table."""
    return trend(verdicts, metric).arrow


def _backwards(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda verdict: verdict.period.ordinal, reverse=True)
