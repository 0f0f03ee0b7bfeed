"""The rule language: one text, judged row by row or in columns with the same outcome. See docs/expressions.md.

found = expression.compile("answered / calls >= 0.7", {"answered": number(decimals=0), "calls": number(decimals=0)})
plain(found.root)(read_row(row, found.names))          # one row, in plain Python
judged(found, frame_of(table)).with_columns()          # a whole table, on DuckDB, polars, Arrow, pandas or Spark
explain(found, read_row(row, found.names))             # every part with its value
"""

from engine.expression.door import Expression, compile
from engine.expression.kinds import BOOLEAN, INSTANT, TEXT, Failure, Kind, Result, Type, Value, number
from engine.expression.problems import Code, ExpressionError

__all__ = [
    "BOOLEAN",
    "INSTANT",
    "TEXT",
    "Code",
    "Expression",
    "ExpressionError",
    "Failure",
    "Kind",
    "Result",
    "Type",
    "Value",
    "compile",
    "number",
]
