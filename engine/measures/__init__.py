"""Figures from raw records: a metric with `measure:` is folded from a record table, on the engine that the records need.

    rows = measure(metric, organisation, {"calls": table}, first, last)
    delivery, observations = delivered(rows, metric, organisation, received_at)

See docs/measures.md.
"""

from engine.measures.checking import problems_of
from engine.measures.deliver import delivered, figures
from engine.measures.fold import measure, plan
from engine.measures.kinds import KINDS
from engine.measures.problems import MeasureError
from engine.measures.rows import Row
from engine.measures.schema import Engine, Measure, declared

__all__ = [
    "KINDS",
    "Engine",
    "Measure",
    "MeasureError",
    "Row",
    "declared",
    "delivered",
    "figures",
    "measure",
    "plan",
    "problems_of",
]
