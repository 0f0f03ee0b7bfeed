"""How durations are written, declared by example letters: H:MM:SS, MM:SS, HH:MM. What they are is whole seconds."""

import re

from engine.intake.records.formats import NotAFormat
from engine.language import mark

_SECONDS = {"H": 3600, "M": 60, "S": 1}
_PARTS = re.compile("HH?|MM?|SS?|.", re.DOTALL)
_MOST = 999_999_999
"""Seconds; 31 years."""


class Duration:
    """A declared notation of durations. Only the first part may be larger than a clock shows: 75:30 is MM:SS."""

    def __init__(self, declared: str) -> None:
        parts = _PARTS.findall(declared)
        letters = [part[0] for part in parts if part[0] in _SECONDS]
        between = [part for part in parts if part[0] not in _SECONDS]
        if "".join(letters) not in ("HMS", "HM", "MS") or any(part.isalnum() for part in between):
            raise NotAFormat(mark("a duration is written H:MM:SS, HH:MM:SS, MM:SS or H:MM"))
        self._letters = letters
        self._pattern = re.compile("".join(_pattern(part, letters[0]) for part in parts))

    def seconds(self, text: str) -> int | None:
        """The seconds that the text says; None for a text that is not written so."""
        found = self._pattern.fullmatch(text)
        if found is None:
            return None
        numbers = [int(group) for group in found.groups()]
        total = sum(number * _SECONDS[letter] for number, letter in zip(numbers, self._letters, strict=True))
        return total if total <= _MOST and all(number < 60 for number in numbers[1:]) else None


def _pattern(part: str, first: str) -> str:
    if part[0] not in _SECONDS:
        return re.escape(part)
    most = 9 if part[0] == first else 2
    return f"([0-9]{{{len(part)},{most}}})"
