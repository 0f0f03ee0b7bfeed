"""Columns that give back exactly what was stored, on SQLite and on PostgreSQL alike."""

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models

from engine.periods import Period

if TYPE_CHECKING:
    # What a field gives and takes is known to the type checker alone: at run time Django's fields have no parameters.
    DecimalBase = models.TextField[Decimal | None, Decimal | None]
    StringBase = models.TextField[str, str]
    JsonBase = models.TextField[Any, Any]
    PeriodBase = models.CharField[Period | None, Period | None]
else:
    DecimalBase = StringBase = JsonBase = models.TextField
    PeriodBase = models.CharField


class DecimalText(DecimalBase):
    """A decimal as its own text: SQLite would make a double of it, PostgreSQL would pad its zeros."""

    def get_prep_value(self, value: Decimal | None) -> str | None:
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError(f"{value} is no figure")
        return str(value)

    def from_db_value(self, value: str | None, *_: object) -> Decimal | None:
        return None if value is None else Decimal(value)


class SafeText(StringBase):
    """What users wrote. Half characters and NUL, which no database keeps as text, become replacement characters."""

    def get_prep_value(self, value: str) -> str:
        return value.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


class JsonText(JsonBase):
    """JSON as text, so that what was hashed is what is kept. In ASCII, because not every text can be encoded."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any

    def get_prep_value(self, value: Any) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(value)


class PeriodText(PeriodBase):
    """A period in the form that people write: 2023-03."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 8, **kwargs})

    def get_prep_value(self, value: Period | None) -> str | None:
        return None if value is None else str(value)

    def from_db_value(self, value: str | None, *_: object) -> Period | None:
        return None if value is None else _parse(value)


_parse = cache(Period.parse)
