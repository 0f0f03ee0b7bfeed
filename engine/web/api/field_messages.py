"""What is wrong with a field, in the caller's language: one sentence per type of error that the API's models can give.

What was wanted is said with its bounds, what came by its kind alone: there may be a name in it, or a secret.
"""

from collections.abc import Mapping
from typing import Any, Final

from engine.language import Language, Marked, mark, translate

LONGEST_LIST: Final = 400
"""Letters of the choices that are named."""

MESSAGES: Final[Mapping[str, str]] = {
    "missing": mark("is needed"),
    "extra_forbidden": mark("is not known here"),
    "string_type": mark("a text is wanted, and what came is {came}"),
    "string_too_short": mark("at least {min_length} characters are wanted"),
    "string_too_long": mark("at most {max_length} characters are wanted"),
    "string_pattern_mismatch": mark("a text of the form {pattern} is wanted"),
    "string_unicode": mark("the text has half a character in it"),
    "int_type": mark("a whole number is wanted, and what came is {came}"),
    "int_parsing": mark("a whole number is wanted, and what came is {came}"),
    "int_from_float": mark("a whole number is wanted, and what came is {came}"),
    "int_parsing_size": mark("the number is too large"),
    "greater_than_equal": mark("a number of at least {ge} is wanted"),
    "less_than_equal": mark("a number of at most {le} is wanted"),
    "bool_type": mark("true or false is wanted, and what came is {came}"),
    "bool_parsing": mark("true or false is wanted, and what came is {came}"),
    "enum": mark("one of these is wanted: {expected}"),
    "literal_error": mark("one of these is wanted: {expected}"),
    "date_type": mark("a date such as 2026-11-22 is wanted, and what came is {came}"),
    "date_parsing": mark("a date such as 2026-11-22 is wanted"),
    "date_from_datetime_parsing": mark("a date such as 2026-11-22 is wanted"),
    "date_from_datetime_inexact": mark("a date such as 2026-11-22 is wanted, without a time"),
    "datetime_type": mark("a time such as 2026-11-22T09:00:00+01:00 is wanted, and what came is {came}"),
    "datetime_parsing": mark("a time such as 2026-11-22T09:00:00+01:00 is wanted"),
    "datetime_object_invalid": mark("a time such as 2026-11-22T09:00:00+01:00 is wanted"),
    "datetime_from_date_parsing": mark("a time such as 2026-11-22T09:00:00+01:00 is wanted"),
    "timezone_aware": mark("a time with its offset is wanted, such as 2026-11-22T09:00:00+01:00"),
    "list_type": mark("a list is wanted, and what came is {came}"),
    "too_short": mark("at least {min_length} items are wanted, and {actual_length} came"),
    "too_long": mark("at most {max_length} items are wanted"),
    "model_type": mark("an object with fields is wanted, and what came is {came}"),
    "model_attributes_type": mark("an object with fields is wanted, and what came is {came}"),
    "dict_type": mark("an object with fields is wanted, and what came is {came}"),
    "period": mark("a period is wanted: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12"),
    "twice": mark("may stand only once"),
    "cursor": mark("the cursor is of another list or other filters: take the address in next as it is"),
}
"""By pydantic's type of the error; the last three are our own."""

_OTHER: Final = mark("has not the form that the description demands")
_KINDS: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (bool, mark("true or false")),
    (int, mark("a whole number")),
    (float, mark("a number with a fraction")),
    (str, mark("a text")),
    (dict, mark("an object")),
    ((list, tuple), mark("a list")),
)
_NULL: Final = mark("nothing (null)")


def came(value: object) -> Marked:
    """What kind of thing it is; never the thing itself."""
    return Marked(next((words for kind, words in _KINDS if isinstance(value, kind)), _NULL))


def message(error: Mapping[str, Any], language: Language) -> str:
    """`error`: as pydantic gives it, with what came by its kind."""
    details = {name: _told(value, language) for name, value in error.get("ctx", {}).items()}
    given = error.get("came", Marked(_NULL))
    return translate(MESSAGES.get(error["type"], _OTHER), language).format(**{**details, "came": translate(given, language)})


def _told(value: object, language: Language) -> str:
    """A bound or the choices; pydantic says «or» between the last two."""
    text = str(value)[:LONGEST_LIST]
    return text.replace(" or ", " eller ") if language is Language.NB else text
