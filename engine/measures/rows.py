"""What a measure gives: one row for each unit, dimension and period, exact, holes and all."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from engine.numbers.arithmetic import QUOTIENT_SCALE
from engine.periods import Period


class Group(NamedTuple):
    """What is counted together."""

    unit: str
    dimension: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure. A value of None has its reason in the other fields: nothing counted, too few, withheld, failed."""

    metric: str
    unit: str
    dimension: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: Decimal
    """Records counted."""
    incomplete: bool
    """True when the period was not over when the records were drawn, or records of a part of it are known to be missing."""
    unknown: int = 0
    """Records left out because something that decides about them is missing."""
    failed: int = 0
    """Records on which an expression failed; then there is no value."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a kind makes of one group: exact numbers, or None where there is nothing to divide by."""

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    n: int
    gaps: bool = False
    """True where a part of the period has no data."""

    def with_gaps(self, gaps: bool) -> "Found":
        return replace(self, gaps=gaps)


def ratio(numerator: Fraction | int, denominator: Fraction | int, factor: int, n: int) -> Found:
    """numerator / denominator × factor; of nothing there is no share."""
    above, below = Fraction(numerator), Fraction(denominator)
    return Found(above * factor / below if below else None, above, below, n)


def amount(value: Fraction | int, n: int) -> Found:
    """A number that is no quotient."""
    return Found(Fraction(value), None, None, n)


def exact(value: Fraction | None) -> Decimal | None:
    """At most 12 decimals, rounded half up (away from zero at the half): what a quotient has everywhere in the product."""
    if value is None:
        return None
    scaled = abs(value) * 10**QUOTIENT_SCALE
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(whole).rjust(QUOTIENT_SCALE + 1, "0")
    kept = digits[-QUOTIENT_SCALE:].rstrip("0")
    text = digits[:-QUOTIENT_SCALE] + (f".{kept}" if kept else "")
    return Decimal(f"-{text}" if value < 0 and whole else text)
