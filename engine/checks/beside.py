"""Figures of other metrics that a check reads beside its own: a budget, a limit, a part of a sum."""

from engine.checks.case import Case, R, Reading
from engine.periods import Period


def read_beside(case: Case[R], metric: str, dimension: str | None = None, period: Period | None = None) -> Reading:
    """The other metric's figure for the same unit, the same member unless another is named, and the period around.

    A metric without members has one figure for all of them.
    """
    other = case.metrics[metric]
    if dimension is None:
        dimension = case.dimension if other.members else ""
    return case.read((period or case.period).enclosing(other.grain), metric=metric, dimension=dimension)
