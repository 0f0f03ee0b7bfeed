"""Cells to numbers. Values come out in one form (4,60 and 4.6 are both Decimal('4.6'), there is no -0), so that the same
figure is the same revision whichever file brought it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from engine.language import mark
from engine.names import shown
from engine.numbers.arithmetic import plain
from engine.numbers.refusals import LONGEST, MINUS, SPACES, NotANumber, refusal, too_long
from engine.numbers.shape import Shape

MAX_DIGITS = 30
"""More digits than any figure has; beyond them lie typing errors and attacks."""

_THOUSANDS = {"space": f"[{SPACES}]", "point": r"\.", "comma": ","}
_DECIMALS = {
    "comma": ",([0-9]+)",
    "point": r"\.([0-9]+)",
    # Three digits behind the one mark are a thousand to some writers and three decimals to others.
    "either": "[.,]([0-9]{1,2}|[0-9]{4,})",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A cell's number. All None: reported as missing. A fraction's value follows later, with the metric's factor."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


MISSING = Parsed()
_EMPTY = {"missing": MISSING, "zero": Parsed(Decimal(0))}


def parse(text: str, shape: Shape, unit_of_measure: str) -> Parsed:
    """Read one cell. Raises NotANumber."""
    return parser(shape, unit_of_measure)(text)


@lru_cache(maxsize=1024)
def parser(shape: Shape, unit_of_measure: str) -> Callable[[str], Parsed]:
    """The reader of a whole column: what the shape means is worked out once."""
    bare, suffix = _number(shape), _suffix(shape, unit_of_measure)
    simple = re.compile(rf"([{MINUS}])?{bare}{suffix}").fullmatch
    rarer = _rarer(shape, bare, suffix)
    empty = {text: _EMPTY[meaning] for text, meaning in _empty(shape) if meaning != "refuse"}

    def read(cell: str) -> Parsed:
        text = cell.strip()
        if len(text) > LONGEST:
            raise NotANumber(mark("{text} is not a number"), text=shown(text))
        if found := simple(text):
            minus, whole, decimals = found.groups()
            return Parsed(_decimal(whole, decimals, text, negative=minus is not None))
        if text in empty:
            return empty[text]
        for pattern, build in rarer:
            if found := pattern.fullmatch(text):
                return build(found, text)
        raise refusal(text, shape, unit_of_measure)

    return read


def exact(value: Decimal) -> Decimal:
    """A number that came with its type, in the one form that text is read to. Raises NotANumber for NaN, infinity and size."""
    if not value.is_finite():
        raise NotANumber(mark("{text} is not a number"), text=shown(value))
    if value.is_zero():
        return Decimal(0)
    # Significant digits are counted, not places: a float's leftover such as 1.4E-14 is a figure (nearly zero).
    if len(value.as_tuple().digits) > MAX_DIGITS or abs(value.adjusted()) > MAX_DIGITS:
        raise too_long(str(value))
    text = plain(value)
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _number(shape: Shape) -> str:
    """The pattern of an unsigned number: groups (whole, decimals)."""
    between = _THOUSANDS.get(shape.thousands)
    grouped = rf"|[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+" if between else ""
    return rf"(0|[1-9][0-9]*{grouped})(?:{_DECIMALS[shape.decimal]})?"


def _suffix(shape: Shape, unit_of_measure: str) -> str:
    written = [re.escape(suffix).replace(r"\ ", f"[{SPACES}]") for suffix in shape.suffixes(unit_of_measure)]
    return rf"(?:[{SPACES}]*(?:{'|'.join(written)}))?" if written else ""


def _empty(shape: Shape) -> list[tuple[str, str]]:
    return [("", shape.blank), *((dash, shape.dash) for dash in MINUS)]


_Build = Callable[[re.Match[str], str], Parsed]


def _rarer(shape: Shape, bare: str, suffix: str) -> list[tuple[re.Pattern[str], _Build]]:
    """The notations that a shape has to ask for by name."""
    patterns: list[tuple[re.Pattern[str], _Build]] = []
    if shape.parentheses:
        patterns.append((re.compile(rf"\([{SPACES}]*{bare}{suffix}[{SPACES}]*\)"), _negative))
    if shape.trailing_minus:
        patterns.append((re.compile(rf"{bare}[{SPACES}]*[{MINUS}]{suffix}"), _negative))
    if shape.fraction:
        patterns.append((re.compile(rf"{bare}[{SPACES}]*/[{SPACES}]*{bare}"), _fraction))
    return patterns


def _negative(found: re.Match[str], text: str) -> Parsed:
    return Parsed(_decimal(found[1], found[2], text, negative=True))


def _fraction(found: re.Match[str], text: str) -> Parsed:
    above, below = _decimal(found[1], found[2], text), _decimal(found[3], found[4], text)
    return Parsed(None, above, below)


def _decimal(whole: str, decimals: str | None, text: str, *, negative: bool = False) -> Decimal:
    digits = whole if whole.isdecimal() else re.sub("[^0-9]", "", whole)
    kept = decimals.rstrip("0") if decimals else ""
    if len(digits) + len(decimals or "") > MAX_DIGITS:
        raise too_long(text)
    value = Decimal(f"{digits}.{kept}") if kept else Decimal(digits)
    return -value if negative and value else value
