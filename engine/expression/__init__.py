"""The rule language: one text, judged row by row or in columns with the same outcome. See docs/expressions.md.

expression = compile("answered / calls >= 0.7", {"answered": number(decimals=0), "calls": number(decimals=0)})
judge = plain(expression.root)                       # rows, in plain Python
outcome = columns.outcome(expression, frame)         # columns, on DuckDB, pandas, polars, Arrow or Spark
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
