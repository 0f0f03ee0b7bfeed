"""How numbers are written in a column, as a source profile declares it under `number:`.

    number: {decimal: comma, thousands: space, suffix: ["%"], blank: missing, dash: zero, parentheses: true}

Nothing is guessed: what the declaration does not allow is refused.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.schema import Many, Strict

_SUFFIX = re.compile(r"[^\s\d.,()/+\-−–](?:.{0,18}\S)?")
"""Nothing that could be more of the number stands at its beginning."""

DecimalMark = Literal["comma", "point"]
Empty = Literal["missing", "zero", "refuse"]


def _suffix(text: str) -> str:
    if _SUFFIX.fullmatch(text):
        return text
    raise PydanticCustomError("suffix", mark("a suffix is a unit such as % or sek: it begins with no digit, sign or space"))


Suffix = Annotated[str, AfterValidator(_suffix)]


class Shape(Strict):
    """The notation of one column. A suffix is a unit, never a factor: `6,8 millioner` is 6.8 of a metric in millions."""

    decimal: Literal["comma", "point", "either"] = "comma"
    thousands: Literal["space", "point", "comma", "none"] = "space"
    suffix: Many[Suffix] = ()
    """Accepted after the number besides the metric's own unit of measure, with or without a space."""
    blank: Empty = "missing"
    dash: Empty = "refuse"
    parentheses: bool = False
    """True where (9 691) is a negative number."""
    trailing_minus: bool = False
    """True where 668- is a negative number, as SAP writes it."""
    fraction: bool = False
    """True where 70/81 is a numerator and its denominator."""
    excel_percent: bool = False
    """True where Excel shows 4,6 % and stores 0.046."""

    @model_validator(mode="after")
    def _two_marks(self) -> Self:
        if self.thousands in ("point", "comma") and self.decimal in (self.thousands, "either"):
            raise PydanticCustomError("number_marks", mark("the decimal mark and the thousands separator are the same"))
        return self

    def with_keys_of(self, other: "Shape | None") -> "Shape":
        """This shape, overridden by the keys that the other one names. Raises pydantic's error when they do not go together."""
        return self if other is None else Shape.model_validate({**_named(self), **_named(other)})

    def suffixes(self, unit_of_measure: str) -> tuple[str, ...]:
        """Every suffix accepted, the longest first. A unit such as `1000 NOK` is none: behind a number it is more digits."""
        own = {unit_of_measure} if _SUFFIX.fullmatch(unit_of_measure) else set()
        return tuple(sorted({*self.suffix, *own}, key=lambda suffix: (-len(suffix), suffix)))


def _named(shape: Shape) -> dict[str, Any]:
    return {name: getattr(shape, name) for name in shape.model_fields_set}
