"""What people wrote for a report: an owner's comment on a metric, a director's assessment. Kept for good, newest last."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.language import Language
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One text as somebody wrote it. A later one about the same thing and period replaces it; an empty one takes it away."""

    organisation: str
    about: str
    """A metric's id, or the name under `words:` in report.yaml."""
    period: Period
    text: str
    language: Language
    who: str
    at: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The text that holds for a period, and how many periods ago it was written."""

    said: Said
    age: int


def standing(said: Iterable[Said], about: str, period: Period, language: Language, *, carried: bool = True) -> Standing | None:
    """What holds for the period: its own text, else the newest of an earlier one where texts are carried over.

    A text in the report's language goes before one in another; of the same period the one written last.
    """
    own = [each for each in said if each.about == about and each.period.grain is period.grain and each.period <= period]
    if not carried:
        own = [each for each in own if each.period == period]
    # Stable: `said` comes in the order in which it was written.
    newest = max(own, key=lambda each: (each.period.ordinal, each.language is language, each.at), default=None)
    if newest is None or not newest.text.strip():
        return None
    return Standing(newest, period.ordinal - newest.period.ordinal)


def fingerprint(text: str) -> str:
    """Names a text, so that a form can say which one somebody looked at."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
