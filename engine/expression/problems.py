"""What can be wrong with an expression, told with its place. Every code is explained in docs/expressions.md."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from engine.errors import Place, Problem, UserError
from engine.expression.kinds import Kind
from engine.language import Marked, mark

LONGEST_SHOWN = 40
"""Characters of a user's word that a message repeats; the rest could be a bomb or a secret."""
MOST_TOLD = 20
"""Problems told of one expression; what follows them is mostly their echo."""


class Code(StrEnum):
    SIZE = "X01"
    CHARACTER = "X02"
    LANGUAGE = "X03"
    NUMBER = "X04"
    TEXT = "X05"
    SYNTAX = "X06"
    NAME = "X07"
    KIND = "X08"
    RESULT = "X09"
    DEFAULT = "X10"
    UNIT = "X11"
    EXACT = "X12"
    ZERO = "X13"
    INSTANT = "X14"
    VALUE = "X20"
    COLUMN = "X21"


KINDS = {
    Kind.NUMBER: Marked(mark("a number")),
    Kind.TEXT: Marked(mark("a text")),
    Kind.BOOLEAN: Marked(mark("true or false")),
    Kind.INSTANT: Marked(mark("an instant")),
}
"""How a message speaks of a kind of value."""


class ExpressionError(UserError):
    """An expression, or what it was given to read, has problems."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at an offset of the expression's text."""

    code: Code
    message: str
    at: int
    details: Mapping[str, object] = field(default_factory=dict)

    def problem(self, text: str, start: Place) -> Problem:
        """The problem with its place in the file, where `start` is the place of the expression's first character."""
        before = text[: self.at]
        line, column = before.count("\n"), self.at - (before.rfind("\n") + 1)
        place = replace(start, line=(start.line or 1) + line, column=(start.column or 1) + column)
        return Problem(place, self.code, self.message, {name: shown(detail) for name, detail in self.details.items()})


def refused(text: str, start: Place, findings: Iterable[Finding]) -> ExpressionError:
    """The error that tells what is wrong with an expression, in the order of its text."""
    told = sorted(findings, key=lambda finding: finding.at)[:MOST_TOLD]
    return ExpressionError(mark("the expression cannot be used"), [finding.problem(text, start) for finding in told])


def unknown(code: Code, at: int, name: str, known: Iterable[str], message: str, message_with_suggestion: str) -> Finding:
    """A finding about a name that nobody knows, with the nearest known one where there is one near."""
    near = nearest(name, known)
    if near:
        return Finding(code, message_with_suggestion, at, {"name": name, "suggestion": near})
    return Finding(code, message, at, {"name": name})


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is spelt most like this one, or nothing."""
    by_lower = {each.lower(): each for each in known}
    found = difflib.get_close_matches(name.lower()[:LONGEST_SHOWN], by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def shown(detail: object) -> object:
    """What a message repeats of a user's word: never more than 40 characters, never a control character."""
    if not isinstance(detail, str) or isinstance(detail, Marked):
        return detail
    plain = "".join(character if character.isprintable() else "�" for character in detail[: LONGEST_SHOWN + 1])
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"
