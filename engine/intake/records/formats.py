"""How dates and times are written, declared by example letters: yyyy-mm-dd HH:MM:SS, d/m/yyyy H:MM, dd.mm.yyyy h:MM AP."""

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate

from engine.language import mark

_PATTERNS = {
    "yyyy": r"(?P<year>[0-9]{4})",
    "yy": r"(?P<year>[0-9]{2})",
    "mm": r"(?P<month>[0-9]{2})",
    "m": r"(?P<month>[0-9]{1,2})",
    "dd": r"(?P<day>[0-9]{2})",
    "d": r"(?P<day>[0-9]{1,2})",
    "HH": r"(?P<hour>[0-9]{2})",
    "H": r"(?P<hour>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{2})",
    "h": r"(?P<hour>[0-9]{1,2})",
    "AP": r"(?P<half>[AaPp][Mm])",
    "MM": r"(?P<minute>[0-9]{2})",
    "SS": r"(?P<second>[0-9]{2})",
    "fff": r"(?P<fraction>[0-9]{1,6})",
    "zzz": r"(?P<offset>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])",
}
_FIXED = frozenset({"yyyy", "mm", "dd", "HH", "MM", "SS"})
"""Fields that are digits, as many as the format has letters."""
_SPLIT = re.compile("yyyy|yy|mm?|dd?|HH?|hh?|AP|MM|SS|fff|zzz|.", re.DOTALL)


class NotAFormat(ValueError):
    """The declaration is no format."""


class Format:
    """A declared notation of dates and times, and the pattern of the texts that keep to it."""

    def __init__(self, declared: str) -> None:
        parts = _SPLIT.findall(declared)
        fields = [re.findall("<([a-z]+)>", _PATTERNS[part])[0] for part in parts if part in _PATTERNS]
        if not {"year", "month", "day"} <= set(fields):
            raise NotAFormat(mark("a format has yyyy, mm and dd in it, and HH:MM:SS for an instant: yyyy-mm-dd HH:MM:SS"))
        if len(fields) != len(set(fields)) or any(part not in _PATTERNS and part.isalnum() and part != "T" for part in parts):
            raise NotAFormat(
                mark("a format consists of yyyy yy mm m dd d HH H h AP MM SS fff zzz and what stands between them")
            )
        if ("half" in fields) is not any(part in ("h", "hh") for part in parts):
            raise NotAFormat(mark("h and AP go together; a clock of 24 hours is H or HH"))
        if "minute" in fields and "hour" not in fields:
            raise NotAFormat(mark("a format with minutes has hours: HH:MM"))
        self.declared = declared
        self._parts = parts
        self.fields = tuple(fields)
        self.pattern = "^" + "".join(_PATTERNS.get(part) or re.escape(part) for part in parts) + "$"

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where each field stands, its first place and the one behind it; empty where that differs from text to text."""
        if not all(part in _FIXED or (part not in _PATTERNS and part.isascii()) for part in self._parts):
            return {}
        ends = list(accumulate(len(part) for part in self._parts))
        found = ((part, end) for part, end in zip(self._parts, ends, strict=True) if part in _PATTERNS)
        return {field: (end - len(part), end) for field, (part, end) in zip(self.fields, found, strict=True)}

    @cached_property
    def letters(self) -> tuple[str | None, ...]:
        """Of a format whose fields have their places: the letter that stands in each place, None for a digit."""
        return tuple(None if part in _PATTERNS else letter for part in self._parts for letter in part)

    @property
    def short_year(self) -> bool:
        """True where years have two digits: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068, as POSIX has it."""
        return "yyyy" not in self._parts

    @property
    def has_time(self) -> bool:
        return "hour" in self.fields and "minute" in self.fields

    @property
    def has_offset(self) -> bool:
        return "offset" in self.fields

    @cached_property
    def twelve_hours(self) -> bool:
        return "half" in self.fields
