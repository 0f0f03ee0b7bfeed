"""The one border that values cross into the language: Decimal, str, bool, datetime in UTC, or None. Nothing is guessed."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from engine.errors import Place, Problem
from engine.expression.kinds import Kind, Type, Value
from engine.expression.problems import Code, ExpressionError, shown
from engine.language import mark


class _Unfit(Exception):
    """The value cannot enter; the message says why."""


def read_row(row: Mapping[str, Any], names: Mapping[str, Type], place: Place | None = None) -> dict[str, Value]:
    """The values of the names, converted. Raises ExpressionError with every problem of the row."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for name, expected in names.items():
        try:
            values[name] = read_value(row[name], expected)
        except KeyError:
            problems.append(_problem(name, mark("the row has no '{name}'; what is missing is given as None"), place))
        except _Unfit as unfit:
            problems.append(_problem(name, str(unfit), place))
    if problems:
        raise ExpressionError(mark("the row cannot be judged"), problems)
    return values


def _problem(name: str, message: str, place: Place | None) -> Problem:
    return Problem(place or Place("row", field=name), Code.VALUE, message, {"name": shown(name)})


def read_value(value: Any, expected: Type) -> Value:
    """The value as the language sees it. A missing value of any make is None; what is not exact is refused."""
    value = _own(value)
    if value is None:
        return None
    return _READERS[expected.kind](value, expected)


def _own(value: Any) -> Any:
    """Python's own value for a scalar of numpy or pandas, told by its type's name so that neither is imported."""
    made = type(value)
    maker = made.__module__.partition(".")[0]
    if maker == "pandas":
        if made.__name__ in {"NAType", "NaTType"}:
            return None
        if made.__name__ == "Timestamp" and value.nanosecond == 0:
            return value.to_pydatetime()
    if maker == "numpy" and made.__name__ in _NUMPY:
        return value.item()
    return value


_NUMPY = frozenset(
    [
        *("bool", "bool_", "str_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "longdouble"),
    ]
)


def _number(value: Any, expected: Type) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _Unfit(mark("'{name}' is not a number"))
    if isinstance(value, float):
        raise _Unfit(mark("'{name}' is a float, which is not exact; give a Decimal or a whole number"))
    if isinstance(value, int):
        return Decimal(value) if abs(value) < _TOO_LARGE else Decimal(_TOO_LARGE)
    if not value.is_finite():
        raise _Unfit(mark("'{name}' is not a finite number (NaN or infinity)"))
    if _decimals(value) > expected.scale:
        raise _Unfit(mark("'{name}' has more decimals than are declared for it"))
    return value or Decimal(0)


_TOO_LARGE = 10**40
"""Stands for every whole number beyond it: outside the exact range all the same, and quick to compare with."""


def _decimals(value: Decimal) -> int:
    """Decimals after the last zero at the end is taken away: 1.50 has one."""
    _, digits, exponent = value.as_tuple()
    if not value or int(exponent) >= 0:
        return 0
    zeros = next(count for count, digit in enumerate(reversed(digits)) if digit)
    return max(0, -int(exponent) - zeros)


def _text(value: Any, _: Type) -> str:
    if not isinstance(value, str):
        raise _Unfit(mark("'{name}' is not a text"))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _Unfit(mark("'{name}' has half a character, which is no text")) from None
    return str.__str__(value)


def _boolean(value: Any, _: Type) -> bool:
    if not isinstance(value, bool):
        raise _Unfit(mark("'{name}' is not true or false"))
    return value


def _instant(value: Any, _: Type) -> datetime:
    if not isinstance(value, datetime):
        raise _Unfit(mark("'{name}' is not an instant with date, time and offset, to the microsecond"))
    if value.utcoffset() is None:
        raise _Unfit(mark("'{name}' has no time zone, so that nobody knows which instant it is"))
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise _Unfit(mark("'{name}' lies before year 1 or after year 9999")) from None


_READERS: Mapping[Kind, Callable[[Any, Type], Value]] = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.INSTANT: _instant,
}
