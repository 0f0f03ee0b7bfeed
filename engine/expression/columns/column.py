"""The outcome of a part of an expression in columns: a value, and an error where it can fail."""

from dataclasses import dataclass

import narwhals as nw

from engine.expression.columns.figures import Figure
from engine.expression.kinds import Failure

NO_ERROR = nw.lit(None, dtype=nw.String)


@dataclass(frozen=True, slots=True)
class Column:
    """A value and its error. Without an error expression it cannot fail; numbers carry how they are stored."""

    value: nw.Expr
    error: nw.Expr | None = None
    figure: Figure | None = None
    plain: bool = False
    """True for a column of the table and a constant: using them again costs nothing."""

    def of(self, value: nw.Expr, error: nw.Expr | None = None, *, plain: bool = False) -> "Column":
        """Another value in the same storage."""
        figure = None if self.figure is None else self.figure.computed(value)
        return Column(value, error, figure, plain)


def number(figure: Figure, error: nw.Expr | None = None) -> Column:
    return Column(figure.expr, error, figure)


def figure_of(column: Column) -> Figure:
    """The figure of a column that the resolver has found to be a number."""
    if column.figure is None:
        raise TypeError("a column of numbers is expected")
    return column.figure


def failed(condition: nw.Expr, failure: Failure) -> nw.Expr:
    """The failure where the condition holds."""
    return nw.when(condition).then(nw.lit(failure.value))


def first_of(*errors: nw.Expr | None) -> nw.Expr | None:
    """The first error that is there, in the order in which the parts are looked at."""
    there = [error for error in errors if error is not None]
    if len(there) < 2:
        return there[0] if there else None
    return nw.coalesce(*there)
