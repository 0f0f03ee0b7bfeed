"""Where a character of a text value stands in its YAML file, however the text is quoted, folded or broken into lines.

YAML changes a text's white space and nothing else but escapes, so the characters that are not white space are counted: the
seventh of the value is the seventh of what is written.
"""

import re
from collections.abc import Iterator
from itertools import islice

Spot = tuple[int, int]
"""Line and column, both counted from 1."""

_BREAK = re.compile(r"\r\n|\r|\n")
_HEADER = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_ESCAPED = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|\S", re.DOTALL)
_ESCAPED_SPACE = re.compile(r"\\(?:x20|x09|x0[aA]|u0020|U00000020|[\sntr_NLP])", re.DOTALL)
_DOUBLED = re.compile(r"''|\S")
_PLAIN = re.compile(r"\S")


def inside(source: str, start: Spot, value: str, offset: int) -> Spot:
    """Where the character at the offset stands; at the end of the value, where the next one would.

    `start` is where the value begins in the source: at its quote or its `|`, where it has one.
    """
    begin = _index(source, start)
    before = sum(not character.isspace() for character in value[:offset])
    if offset < len(value.rstrip()):
        found = next(islice(_visible(source, begin), before, None), None)
        return _spot(source, found.start()) if found else start
    last = next(islice(_visible(source, begin), before - 1, None), None) if before else None
    return _spot(source, last.end()) if last else start


def _visible(source: str, begin: int) -> Iterator[re.Match[str]]:
    """What stands for each visible character of the value that begins here, in the way in which it is written."""
    match source[begin : begin + 1]:
        case '"':
            return (unit for unit in _ESCAPED.finditer(source, begin + 1) if not _ESCAPED_SPACE.fullmatch(unit.group()))
        case "'":
            return _DOUBLED.finditer(source, begin + 1)
        case "|" | ">":
            header = _HEADER.match(source, begin)
            return _PLAIN.finditer(source, header.end() if header else begin)
    return _PLAIN.finditer(source, begin)


def _index(source: str, spot: Spot) -> int:
    line, column = spot
    ends = (found.end() for found in _BREAK.finditer(source))
    return next(islice(ends, line - 2, None), 0) + column - 1 if line > 1 else column - 1


def _spot(source: str, index: int) -> Spot:
    ends = [found.end() for found in _BREAK.finditer(source, 0, index)]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1
