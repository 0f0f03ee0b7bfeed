"""Why a text is not a number, in words that help the one who sent it: the likeliest mistake is named first."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from engine.language import mark
from engine.names import shown
from engine.numbers.shape import Shape

SPACES = " \u00a0\u202f\u2009"
"""SPACE, NBSP, narrow NBSP and thin space: what stands between thousands and before a suffix."""
MINUS = "-−–"
"""Hyphen, U+2212 and the en dash that word processors make of it."""
LONGEST = 200
"""Characters; longer cells are not even looked into."""


class NotANumber(ValueError):
    """The text is not a number in the declared notation. `message` is English, marked for translation."""

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message.format(**details))
        self.message = message
        self.details: Mapping[str, object] = details


def too_long(text: str) -> NotANumber:
    return NotANumber(mark("{text} has more digits than a figure can have"), text=shown(text))


def refusal(text: str, shape: Shape, unit_of_measure: str) -> NotANumber:
    """The reason for a text that the shape does not allow."""
    message = next(reason.message for reason in _REASONS if reason.pattern.fullmatch(text) and reason.holds(shape))
    suffixes = ", ".join(shape.suffixes(unit_of_measure))
    if message is _FOLLOWED and not suffixes:
        message = mark("{text}: nothing may follow the number; a unit has to be declared (number: suffix:)")
    return NotANumber(message, text=shown(text), suffixes=suffixes)


class _Reason(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    holds: Callable[[Shape], bool] = lambda _: True


_FOLLOWED = mark("{text}: only a declared unit may follow the number ({suffixes})")
_SIGN = f"[{MINUS}]?"
_DIGITS = f"[0-9{SPACES}]+"
_MONTH = "(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-z]*"

_REASONS = (
    _Reason(re.compile(""), mark("the cell is blank, and the profile does not say what that means (number: blank:)")),
    _Reason(
        re.compile(f"[{MINUS}]"), mark("{text} stands alone, and the profile does not say what that means (number: dash:)")
    ),
    _Reason(re.compile(r".*(?![0-9])\d.*", re.DOTALL), mark("{text} has digits that are not 0 to 9")),
    _Reason(re.compile(rf"{_SIGN}[0-9.,]+[eE][+-]?[0-9]+"), mark("{text} has an exponent; write the number out")),
    _Reason(
        re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}[.,][0-9]{{3}}"),
        mark("{text} is ambiguous: thousands or three decimals; the profile declares neither (number: decimal: thousands:)"),
    ),
    _Reason(
        re.compile(rf"{_SIGN}{_DIGITS}\.[0-9]+[^0-9]*"),
        mark("{text} has a decimal point, but the profile declares a comma (number: decimal:)"),
        lambda shape: shape.decimal == "comma",
    ),
    _Reason(
        re.compile(rf"{_SIGN}{_DIGITS},[0-9]+[^0-9]*"),
        mark("{text} has a decimal comma, but the profile declares a point (number: decimal:)"),
        lambda shape: shape.decimal == "point",
    ),
    _Reason(
        re.compile(
            rf"[0-9]{{1,2}}[.\- ]+{_MONTH}.*|{_MONTH}[.\- ]+[0-9]+|[0-9]{{1,2}}([.\-/])[0-9]{{1,2}}\1(?:[0-9]{{2}}){{1,2}}",
            re.IGNORECASE,
        ),
        mark("{text} is a date; Excel makes dates of texts such as 3.5 and 1-2"),
    ),
    _Reason(
        re.compile(rf"{_SIGN}[0-9]+(?:[.,'{SPACES}][0-9]+)+"),
        mark("{text} is not grouped as the profile declares (number: thousands:)"),
    ),
    _Reason(
        re.compile(rf"{_SIGN}0[0-9]+(?:[.,][0-9]+)?"),
        mark("{text} has a zero in front, as codes have and figures do not"),
    ),
    _Reason(
        re.compile(r"\(.*[0-9].*\)"),
        mark("{text} stands in parentheses, which the profile does not read as negative (number: parentheses:)"),
        lambda shape: not shape.parentheses,
    ),
    _Reason(
        re.compile(rf"[0-9][0-9.,{SPACES}]*[{MINUS}]"),
        mark("{text} has its minus behind, which the profile does not read as negative (number: trailing_minus:)"),
        lambda shape: not shape.trailing_minus,
    ),
    _Reason(
        re.compile(rf"[0-9]+[{SPACES}]*/[{SPACES}]*[0-9]+"),
        mark("{text} is a fraction, which the profile does not allow here (number: fraction:)"),
        lambda shape: not shape.fraction,
    ),
    _Reason(re.compile(rf"{_SIGN}[0-9]+(?:[.,{SPACES}][0-9]+)*[{SPACES}]*[^0-9{SPACES}.,_]+"), _FOLLOWED),
    _Reason(re.compile(".*", re.DOTALL), mark("{text} is not a number")),
)
"""The first row that fits gives the reason; the last one always does."""
