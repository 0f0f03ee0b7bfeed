"""Can one file name match two globs? Decided on the globs themselves, before any such file arrives."""

import re
from itertools import product

from engine.intake.file_names import PERIOD

_SPECIAL = re.compile(r"[*?\[{]")
_STAR = "*"
_DIGIT = frozenset("0123456789")
_Token = str | frozenset[str] | None
"""`*`, the characters that may stand there, or None for any one character."""

_YEAR: tuple[_Token, ...] = (_DIGIT,) * 4
_DASH = frozenset("-")
_LETTER = frozenset("tqw")
_PERIODS: tuple[tuple[_Token, ...], ...] = (
    _YEAR,
    (*_YEAR, _DASH, _DIGIT),
    (*_YEAR, _DASH, _DIGIT, _DIGIT),
    (*_YEAR, _DASH, _LETTER, _DIGIT),
    (*_YEAR, _DASH, _LETTER, _DIGIT, _DIGIT),
)
"""What may stand in a name where the glob has {period}."""


def can_both_match(one: str, other: str) -> bool:
    """True when some file name matches both globs. A [class] counts as any character, so the answer errs towards True."""
    return _begin_alike(one, other) and any(_meet(*pair) for pair in product(_readings(one), _readings(other)))


def _begin_alike(one: str, other: str) -> bool:
    """False for most pairs: what stands before their first special letters differs."""
    first, second = (_SPECIAL.split(glob.casefold(), maxsplit=1)[0] for glob in (one, other))
    return first.startswith(second) or second.startswith(first)


def _readings(glob: str) -> list[list[_Token]]:
    before, there, after = glob.casefold().partition(PERIOD)
    if not there:
        return [_tokens(before)]
    return [[*_tokens(before), *period, *_tokens(after)] for period in _PERIODS]


def _tokens(glob: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(glob):
        character = glob[position]
        end = glob.find("]", position + 2) if character == "[" else -1
        if end > 0:
            tokens.append(None)
        elif character in "*?":
            tokens.append(_STAR if character == "*" else None)
        else:
            tokens.append(frozenset(character))
        position = end + 1 if end > 0 else position + 1
    return tokens


def _meet(one: list[_Token], other: list[_Token]) -> bool:
    """Walk both patterns at once: True when some way reaches the end of both."""
    waiting = [(0, 0)]
    seen = set(waiting)
    while waiting:
        at = waiting.pop()
        if at == (len(one), len(other)):
            return True
        for step in _steps(one, other, *at):
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False


def _steps(one: list[_Token], other: list[_Token], i: int, j: int) -> list[tuple[int, int]]:
    first = one[i] if i < len(one) else frozenset[str]()
    second = other[j] if j < len(other) else frozenset[str]()
    steps = []
    if first == _STAR:
        steps += [(i + 1, j)] + ([(i, j + 1)] if j < len(other) else [])
    if second == _STAR:
        steps += [(i, j + 1)] + ([(i + 1, j)] if i < len(one) else [])
    if _STAR not in (first, second) and i < len(one) and j < len(other) and _share(first, second):
        steps.append((i + 1, j + 1))
    return steps


def _share(first: _Token, second: _Token) -> bool:
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return not first.isdisjoint(second)
    return True
