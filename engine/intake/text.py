"""Text as people deliver it, brought to the form in which it is compared."""

from typing import Any
from unicodedata import normalize

from pydantic_core import PydanticCustomError

from engine.language import mark


def collapse(text: str) -> str:
    """White space of any kind (line breaks and NBSP too) as one space, letters composed: `Måned` typed on a Mac is `Måned`."""
    return normalize("NFC", " ".join(text.split()))


def collapsed_keys(value: Any) -> Any:
    """A mapping whose keys are compared with delivered text; a year as key is its text."""
    if not isinstance(value, dict):
        return value
    collapsed = {collapse(str(key)): item for key, item in value.items()}
    if len(collapsed) != len(value):
        raise PydanticCustomError("same_text", mark("two of these texts are the same but for their white space"))
    return collapsed


def collapsed_items(value: Any) -> Any:
    return tuple(collapse(str(item)) for item in value) if isinstance(value, list | tuple) else value
