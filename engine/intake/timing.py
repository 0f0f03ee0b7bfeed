"""Which period a figure belongs to, in its metric's grain. The period comes from the delivery or from a column of periods."""

from functools import lru_cache

from engine.catalogue import Metric
from engine.intake.cells import CellProblem
from engine.intake.findings import Code
from engine.language import mark
from engine.names import shown
from engine.periods import FIRST_YEAR, LAST_YEAR, Grain, Period

_COARSENESS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.TERTIAL, Grain.YEAR)


def stated(period: Period, metric: Metric) -> Period:
    """A period that the row itself states: of the metric's grain exactly. Raises CellProblem."""
    if period.grain is not metric.grain:
        message = mark("{period} is not of the grain of {metric}, which is {grain}")
        raise CellProblem(Code.GRAIN, message, period=period, metric=shown(metric.id), grain=metric.grain.word)
    return period


@lru_cache(maxsize=4096)
def in_grain(period: Period, grain: Grain, offset: int = 0) -> Period:
    """The delivery's period in a metric's grain, so many periods later: a month's file has the year's budget too.

    Raises CellProblem when the metric is counted in finer periods, or in coarser ones that only partly hold this one.
    """
    found = period if period.grain is grain else _enclosing(period, grain)
    found = found.shift(offset)
    if not FIRST_YEAR <= found.start.year <= LAST_YEAR:
        raise CellProblem(Code.PERIOD, mark("{period} lies outside the years that are counted"), period=found)
    return found


def _enclosing(period: Period, grain: Grain) -> Period:
    if _COARSENESS.index(grain) > _COARSENESS.index(period.grain):
        found = period.enclosing(grain)
        # A week belongs to its ISO year even where it begins or ends in another calendar year.
        if grain is Grain.YEAR or (found.start <= period.start and period.end <= found.end):
            return found
    message = mark("the delivery's period {period} does not say which {grain} the figure belongs to")
    raise CellProblem(Code.GRAIN, message, period=period, grain=grain.word)
