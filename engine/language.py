"""Bokmål for those who read, English beside it: gettext with the English text as the key."""

import gettext
from enum import StrEnum
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"


class Language(StrEnum):
    NB = "nb"
    EN = "en"


def mark(message: str) -> str:
    """Mark a text for translation where it is written but not yet shown (gettext's N_)."""
    return message


class Marked(str):
    """A marked text that stands inside another message: it is translated where that message is shown."""

    __slots__ = ()


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("malvakt", LOCALES, languages=[language.value], fallback=language is Language.EN)


def translate(message: str, language: Language) -> str:
    return _catalogue(language).gettext(message) if message else ""
