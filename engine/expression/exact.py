"""Exact arithmetic and its limits, the same for rows and columns: what each operation yields and where it stops being exact.

Columns are computed with 38 digits, the most that DuckDB, Arrow, polars and Spark have in common. The limits below keep every
intermediate result inside them, so that no path ever rounds, wraps or aborts where another does not.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

from engine.expression.kinds import MAX_DIGITS, Kind, Type
from engine.expression.tree import Operation

LIMIT = Decimal(10) ** MAX_DIGITS
"""Every number is smaller than this in magnitude."""
MAX_SCALE = 18
"""Decimals that a product may have, so that with 15 digits before the point it stays within 33."""
MAX_DIVIDED_SCALE = 15
"""Decimals that an operand of a division may have."""
QUOTIENT_SCALE = 12
"""A quotient has 12 decimals, rounded half up (away from zero at the half)."""
PRODUCT_DIGITS = 37
"""Digits of both factors together: Arrow gives their product one digit more, which makes 38."""
DIVISOR_DIGITS = 20
"""Digits of a divisor, counted in steps of the finer operand's last decimal: the whole part of the quotient, of 16 digits, is
multiplied with it and taken from the dividend, which makes 38."""

EXACT = Context(prec=80, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])
"""Python's default context rounds at 28 digits; here a result that is not exact is a bug and raises."""


class TooFine(Exception):
    """A product would have, or an operand of a division has, more decimals than can be kept exact."""

    def __init__(self, scale: int, limit: int) -> None:
        super().__init__(scale, limit)
        self.scale, self.limit = scale, limit


@dataclass(frozen=True, slots=True)
class Range:
    """The outcome of an operation: its type, the caps its operands must respect, and whether the result needs a check."""

    type: Type
    left_cap: Decimal | None = None
    right_cap: Decimal | None = None
    checked: bool = False


def range_of(operation: Operation, left: Type, right: Type, unit: str) -> Range:
    """What the operation yields on numbers of these types. Raises TooFine."""
    match operation:
        case Operation.ADD | Operation.SUBTRACT:
            scale = max(left.scale, right.scale)
            return _limited(scale, left.bound_at(scale) + right.bound_at(scale), unit, None, None)
        case Operation.MULTIPLY:
            return _product(left, right, unit)
        case Operation.DIVIDE:
            return _quotient(left, right, unit)


def joined(types: list[Type], unit: str) -> Type:
    """The type that holds the numbers of all of these types."""
    scale = max(each.scale for each in types)
    return Type(Kind.NUMBER, scale, max(each.bound_at(scale) for each in types), unit)


def quotient(left: Decimal, right: Decimal) -> Decimal:
    """left / right with 12 decimals, rounded half up; right is not zero."""
    (above, over), (below, under) = left.as_integer_ratio(), right.as_integer_ratio()
    numerator, denominator = abs(above * under) * 10**QUOTIENT_SCALE, abs(below * over)
    steps = (2 * numerator + denominator) // (2 * denominator)
    return EXACT.scaleb(Decimal(steps if (above < 0) == (below < 0) else -steps), -QUOTIENT_SCALE)


def literal_type(value: Decimal) -> Type:
    """A written number is as large and as fine as it is written. The value is finite and has no exponent above zero."""
    _, digits, exponent = value.as_tuple()
    return Type(Kind.NUMBER, -int(exponent), int("".join(map(str, digits))))


def _product(left: Type, right: Type, unit: str) -> Range:
    scale = left.scale + right.scale
    if scale > MAX_SCALE:
        raise TooFine(scale, MAX_SCALE)
    first, second = _shares(left.precision, right.precision)
    bound = min(left.bound, 10**first - 1) * min(right.bound, 10**second - 1)
    return _limited(scale, bound, unit, _cap(left, left.scale, first), _cap(right, right.scale, second))


def _shares(left: int, right: int) -> tuple[int, int]:
    """How many of the product's digits each factor may use: the smaller factor keeps its own, the larger gets the rest."""
    if left + right <= PRODUCT_DIGITS:
        return left, right
    half = PRODUCT_DIGITS // 2
    if right <= half:
        return PRODUCT_DIGITS - right, right
    if left <= half:
        return left, PRODUCT_DIGITS - left
    return PRODUCT_DIGITS - half, half


def _quotient(left: Type, right: Type, unit: str) -> Range:
    scale = max(left.scale, right.scale)
    if scale > MAX_DIVIDED_SCALE:
        raise TooFine(scale, MAX_DIVIDED_SCALE)
    bound = left.bound_at(scale) * 10**QUOTIENT_SCALE
    return _limited(QUOTIENT_SCALE, bound, unit, None, _cap(right, scale, DIVISOR_DIGITS))


def _cap(operand: Type, scale: int, digits: int) -> Decimal | None:
    return EXACT.scaleb(Decimal(10) ** digits, -scale) if operand.bound_at(scale) >= 10**digits else None


def _limited(scale: int, bound: int, unit: str, left_cap: Decimal | None, right_cap: Decimal | None) -> Range:
    limit = 10 ** (MAX_DIGITS + scale)
    return Range(Type(Kind.NUMBER, scale, min(bound, limit - 1), unit), left_cap, right_cap, bound >= limit)
