"""Expressions over whole tables: the same outcomes as row by row, on DuckDB, pandas, polars, Arrow and Spark.

outcome = judged(expression, frame_of(connection.sql("select * from 'calls/*.parquet'")))
outcome.frame.filter(outcome.value)                               # rows for which the condition is true
outcome.with_columns(value="late", error="why")                   # all rows, with what is said of them
"""

from dataclasses import dataclass

import narwhals as nw

from engine.expression.columns.build import Builder
from engine.expression.columns.column import NO_ERROR
from engine.expression.columns.constants import folded
from engine.expression.columns.frames import Frame, frame_of, leaves
from engine.expression.door import Expression

__all__ = ["Frame", "Outcome", "frame_of", "judged"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A table with two column expressions over it. Where the error is null, the value is the outcome; it is null when something
    needed is missing. A number is a 64-bit integer or a decimal, never a float. The error is the text of a Failure.
    """

    frame: Frame
    value: nw.Expr
    error: nw.Expr
    can_fail: bool
    helpers: tuple[str, ...]
    """Columns of the frame that the expressions need and nobody else does."""

    def with_columns(self, *, value: str = "value", error: str = "error") -> Frame:
        """The table with the outcome as two more columns."""
        return self.frame.with_columns(**{value: self.value, error: self.error}).drop(*self.helpers)


def judged(expression: Expression, frame: Frame) -> Outcome:
    """The expression over the columns of a table. Raises ExpressionError when a column is not there or not exact."""
    builder = Builder(leaves(frame, expression.names), frame)
    column = builder.column(folded(expression.root))
    if column.error is None:
        return Outcome(builder.frame, column.value, NO_ERROR, can_fail=False, helpers=tuple(builder.helpers))
    value = nw.when(column.error.is_null()).then(column.value)
    return Outcome(builder.frame, value, column.error, can_fail=True, helpers=tuple(builder.helpers))
