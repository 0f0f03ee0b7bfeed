"""What a password must not be: longer than is hashed, or so common that guessing begins with it. No rule on kinds of letters.

The list is Django's, of 20 000 passwords that were found in leaks; it is asked offline. Few of them are as long as ours must
be: so a password is also refused that is only a few of them after each other, with digits, signs or runs between.
"""

import re
from functools import cache
from typing import Any, Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from engine.language import Language, mark, translate
from engine.web.configuration import LONGEST_PASSWORD

_OWN: Final = frozenset({"malvakt", "målvakt", "passord", "velkommen", "sommer", "vinter", "sykehus", "helse", "norge"})
"""What people here think of first, besides the list."""
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyzæøå", "01234567890123456789", "qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
_LEAST_KINDS: Final = 5
"""Different characters that a password has at least: «aaaaaaaaaaaaaaab» has two."""
_MOST_PIECES: Final = 3


class Guessable:
    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django gives it
        """ValidationError for what is among the first guesses."""
        if is_guessable(password):
            raise ValidationError(
                _told(mark("This password is among the first that would be guessed.")), code="password_too_common"
            )

    def get_help_text(self) -> str:
        return _told(mark("Not one of the common ones, nor two of them after each other."))


class Longest:
    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002
        """ValidationError for one that the sign-in would not take."""
        if len(password) > LONGEST_PASSWORD:
            message = _told(mark("At most {most} characters.")).format(most=LONGEST_PASSWORD)
            raise ValidationError(message, code="password_too_long")

    def get_help_text(self) -> str:
        return ""


def is_guessable(password: str) -> bool:
    plain = "".join(password.casefold().split())
    return len(set(plain)) < _LEAST_KINDS or _is_made_of_known(plain, _MOST_PIECES)


def _is_made_of_known(text: str, most: int) -> bool:
    """Whether it is at most so many known pieces after each other; one that comes again and again counts once."""
    if not text:
        return True
    pieces = (cut for cut in range(len(text), 0, -1) if most and _is_known(text[:cut]))
    return any(_is_made_of_known(_after(text, text[:cut]), most - 1) for cut in pieces)


def _after(text: str, piece: str) -> str:
    while text.startswith(piece):
        text = text.removeprefix(piece)
    return text


def _is_known(piece: str) -> bool:
    """A leaked password, a run along the alphabet, the digits or a row of keys, or digits and signs alone."""
    is_run = any(piece in run or piece in run[::-1] for run in _RUNS)
    return is_run or piece in _known() or re.fullmatch(r"[\W\d_]+", piece) is not None


@cache
def _known() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords) | _OWN


def _told(message: str) -> str:
    return translate(message, Language(get_language() or Language.NB))
