"""Words that users wrote: which can be kept, how they are shown in a message, and the known name that was probably meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from engine.language import mark

_SHOWN = 40
_LONGEST_NAME = 80
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters write into terminals and not into PostgreSQL, marks of direction make a text read as another, surrogates
cannot be stored.
"""
UNSHOWABLE = mark("the text has control characters or marks of direction; write it without them")


def is_showable(text: str) -> bool:
    """Whether a text of several lines can be kept, and reads as it stands. Refuse another one with UNSHOWABLE."""
    return _UNSHOWABLE.search(text) is None


def shown(value: object) -> str:
    """A user's own words in a message: in quotes, on one line, at most 40 characters, nothing in it that moves a cursor."""
    text = printable(value, _SHOWN)
    return f"'{text}'"


def printable(value: object, limit: int) -> str:
    """On one line, cut at `limit` characters; what a terminal would act on (escapes, right-to-left marks) is spelled out."""
    text = " ".join(str(value)[: limit * 4].split())
    kept = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(letter if letter.isprintable() else rf"\u{ord(letter):04x}" for letter in kept)


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known name that looks most like this one, or None."""
    text = str(name)[: _LONGEST_NAME + 1]
    by_folded = {candidate.casefold(): candidate for candidate in known if candidate and _likely(candidate, text)}
    found = get_close_matches(text.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def _likely(candidate: str, text: str) -> bool:
    """A candidate of a very different length cannot be it; comparing costs the product of the lengths."""
    return abs(len(candidate) - len(text)) <= max(4, len(text) * 2 // 3)
