"""Tables as the columns of an expression: which engine holds them, and whether each column can be read exactly."""

from collections.abc import Callable, Mapping
from typing import Any

import narwhals as nw

from engine.errors import Place, Problem
from engine.expression.columns.column import Column, failed
from engine.expression.columns.figures import Figure, Held, outside
from engine.expression.kinds import Failure, Kind, Type, power_of_ten
from engine.expression.problems import Code, ExpressionError, shown
from engine.language import mark

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]

_WHOLE: Mapping[type[nw.dtypes.DType], int] = {
    nw.Int8: 2**7,
    nw.Int16: 2**15,
    nw.Int32: 2**31,
    nw.Int64: 2**63,
    nw.UInt8: 2**8,
    nw.UInt16: 2**16,
    nw.UInt32: 2**32,
}
"""The integer columns that are read, with a bound of their magnitude."""
_UTC = nw.Datetime("us", "UTC")
_TEXTS = (nw.String, nw.Categorical, nw.Enum)


def frame_of(native: Any) -> Frame:
    """The table as narwhals sees it. Takes a pandas or polars frame, an Arrow table, a DuckDB relation or a Spark frame.

    A pandas frame is read as an Arrow table, without its index: pandas' own columns turn a missing text into False and a
    missing whole number into a float. Columns that pandas already keeps in Arrow's storage are not copied.
    """
    frame: Frame = nw.from_native(native)
    return _arrow_table(frame.to_native()) if frame.implementation.is_pandas() else frame


def _arrow_table(table: Any) -> Frame:
    import pyarrow as pa  # type: ignore[import-untyped]

    columns, problems = {}, []
    for name, column in table.items():
        try:
            columns[str(name)] = pa.array(column, from_pandas=True)
        except pa.ArrowException:
            message = mark("column '{name}' mixes values of several kinds")
            problems.append(Problem(Place("table", field=str(name)), Code.COLUMN, message, {"name": shown(str(name))}))
    if problems:
        raise ExpressionError(mark("the table cannot be judged"), problems)
    frame: Frame = nw.from_native(pa.table(columns))
    return frame


def leaves(frame: Frame, names: Mapping[str, Type]) -> dict[str, Column]:
    """The named columns of a table. Raises ExpressionError when one is not there or cannot be read exactly."""
    schema = frame.collect_schema()
    told = [(name, _problem(schema.get(name), expected)) for name, expected in names.items()]
    problems = [
        Problem(
            Place("table", field=name),
            Code.COLUMN,
            message,
            {"name": shown(name), "found": shown(str(schema.get(name))), "decimals": names[name].scale},
        )
        for name, message in told
        if message
    ]
    if problems:
        raise ExpressionError(mark("the table cannot be judged"), problems)
    return {name: _leaf(name, schema[name], names[name], frame.implementation) for name in names}


def _problem(dtype: nw.dtypes.DType | None, expected: Type) -> str:
    """What is wrong with a column, or nothing."""
    if dtype is None:
        return mark("the table has no column '{name}'")
    return _PROBLEMS[expected.kind](dtype, expected)


def _number_problem(dtype: nw.dtypes.DType, expected: Type) -> str:
    if dtype.is_float():
        return mark("column '{name}' holds floats ({found}), which are not exact; give it as decimals or whole numbers")
    if isinstance(dtype, nw.Decimal):
        too_fine = mark("column '{name}' is {found}, but only {decimals} decimals are declared for it")
        return too_fine if dtype.scale > expected.scale else ""
    if type(dtype) in _WHOLE:
        return ""
    too_wide = mark("column '{name}' is {found}, which is too wide; give it as 64-bit integers with a sign, or as decimals")
    return too_wide if dtype.is_integer() else mark("column '{name}' is {found}, not a number")


def _text_problem(dtype: nw.dtypes.DType, _: Type) -> str:
    return "" if isinstance(dtype, _TEXTS) else mark("column '{name}' is {found}, not a text")


def _boolean_problem(dtype: nw.dtypes.DType, _: Type) -> str:
    return "" if isinstance(dtype, nw.Boolean) else mark("column '{name}' is {found}, not true or false")


def _instant_problem(dtype: nw.dtypes.DType, _: Type) -> str:
    if not isinstance(dtype, nw.Datetime):
        return mark("column '{name}' is {found}, not an instant with date, time and zone")
    if dtype.time_zone is None:
        return mark("column '{name}' has no time zone, so that nobody knows which instants it holds")
    return mark("column '{name}' has nanoseconds; give it in microseconds") if dtype.time_unit == "ns" else ""


_PROBLEMS: Mapping[Kind, Callable[[nw.dtypes.DType, Type], str]] = {
    Kind.NUMBER: _number_problem,
    Kind.TEXT: _text_problem,
    Kind.BOOLEAN: _boolean_problem,
    Kind.INSTANT: _instant_problem,
}


def _leaf(name: str, dtype: nw.dtypes.DType, declared: Type, implementation: nw.Implementation) -> Column:
    expr = nw.col(name)
    match declared.kind:
        case Kind.NUMBER:
            figure = _figure(expr, dtype, declared)
            error = failed(outside(figure), Failure.OUT_OF_RANGE) if figure.loose else None
            return Column(figure.expr, error, figure, plain=True)
        case Kind.TEXT:
            return Column(expr if isinstance(dtype, nw.String) else expr.cast(nw.String), plain=True)
        case Kind.INSTANT:
            # polars compares instants of one zone only; in DuckDB and Spark all carry the zone of the session.
            differs = dtype != _UTC and (implementation.is_polars() or implementation.is_pyarrow())
            return Column(expr.cast(_UTC) if differs else expr, plain=True)
        case Kind.BOOLEAN:
            return Column(expr, plain=True)


def _figure(expr: nw.Expr, dtype: nw.dtypes.DType, declared: Type) -> Figure:
    if isinstance(dtype, nw.Decimal):
        loose = power_of_ten(dtype.precision - dtype.scale) > declared.whole_bound
        return Figure(expr, declared, Held(dtype.precision, dtype.scale), loose)
    loose = _WHOLE[type(dtype)] > declared.whole_bound
    return Figure(expr, declared, Held(declared.precision, whole=True, settled=dtype == nw.Int64), loose)
