"""Where a page of a list goes on: after the key of a row, however many lie before it and whatever is written meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Func, IntegerField, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

Key = Sequence[str | int | datetime]
"""The values of a row in the columns that its list is ordered by; together they are of no other row."""


class _Row(Func):
    """Several columns compared as one, which both databases answer from an index over them."""

    template = "(%(expressions)s)"


def after(rows: Any, columns: Sequence[str], key: Key | None, most: int, *, backwards: bool = False) -> Any:
    """The first `most` rows after the key in the order of these columns; from the beginning without one."""
    if key is not None:
        values = [Value(each, _field(each)) for each in key]
        compared = LessThan if backwards else GreaterThan
        rows = rows.filter(compared(_row(map(F, columns)), _row(values)))
    return rows.order_by(*(f"-{name}" if backwards else name for name in columns))[:most]


def _row(parts: Any) -> _Row:
    return _Row(*parts, output_field=TextField())


def _field(value: str | int | datetime) -> Any:
    if isinstance(value, datetime):
        return DateTimeField()
    return IntegerField() if isinstance(value, int) else TextField()
