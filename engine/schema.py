"""The strict ground that every YAML model stands on: unknown keys are errors, numbers are exact, periods are periods."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from engine.language import mark
from engine.periods import NotAPeriod, Period


class Strict(BaseModel):
    """Immutable, no unknown keys, no conversion between kinds of scalars; input never shows in a message."""

    # defer_build: a command builds the validators of the models that it meets, and no others.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, arbitrary_types_allowed=True, defer_build=True
    )


_LIST = mark("a list is expected: [first, second]")
_MAPPING = mark("keys and values are expected: {{key: value}}")
SENTENCES: Final[Mapping[str, str]] = {
    "bool_type": mark("true or false is expected"),
    "int_type": mark("a whole number is expected, without quotes"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "greater_than_equal": mark("at least {ge} is expected"),
    "greater_than": mark("more than {gt} is expected"),
    "less_than_equal": mark("at most {le} is expected"),
    "less_than": mark("less than {lt} is expected"),
    "too_short": mark("at least {min_length} is expected here"),
    "too_long": mark("at most {max_length} are expected here"),
    "string_too_short": mark("a text of at least {min_length} characters is expected"),
    "string_too_long": mark("a text of at most {max_length} characters is expected"),
}
"""What pydantic finds wrong by itself, by the type of its error, in words for the people who write rules."""

MESSAGE = "marked"
"""Where a refusal keeps its text as it was marked, in pydantic's details of the error."""


def refused(kind: str, message: str, /, **details: object) -> PydanticCustomError:
    """A refusal of ours to raise in a validator: the marked text and what stands in it, translated where it is shown."""
    filled = {name: str(value) for name, value in details.items()}
    return PydanticCustomError(kind, message.format(**filled), {MESSAGE: message, **filled})


def _number(value: Any) -> Decimal:
    # The YAML reader hands every plain number over as Decimal or int made from its text; what is still text was not a number.
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise PydanticCustomError(
        "number",
        mark("a number is expected, with a point as decimal mark and nothing else: 7.5 or -668, not 7,5, 5 % or 640 000"),
    )


def _period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    try:
        return Period.parse(str(value))
    except NotAPeriod:
        raise PydanticCustomError("period", mark("a period is expected: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")) from None


def as_tuple(value: Any) -> Any:
    """A YAML list is a tuple here, because models are immutable."""
    return tuple(value) if isinstance(value, list) else value


_Item = TypeVar("_Item")

ID_PATTERN = r"^[a-z0-9][a-z0-9_\-]{0,79}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""A name in rules and files: lower case ASCII letters, digits, - and _."""

NAME_PATTERN = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=60)]
"""What expressions call a column. Two underscores in a row are ours: they name what is derived from a column."""
NO_NAME = mark("{name} is no name of a column: it has the letters a-z, digits and single _, and begins with a letter")

NO_ID = mark("{name} is no id: it has the letters a-z, digits, - and _, at most 80")

Line = Annotated[str, StringConstraints(pattern=r"^\S.{0,298}\S$|^\S$")]
"""One line of text for a heading, a subject or a cell: never empty, never with a line break in it."""

Many = Annotated[tuple[_Item, ...], BeforeValidator(as_tuple)]
Number = Annotated[Decimal, BeforeValidator(_number)]

PeriodOf = Annotated[Period, BeforeValidator(_period), PlainSerializer(str, return_type=str)]
"""Written out as its text, so that a rule's version does not depend on how a period is kept in memory."""
