"""Quotients in columns: 12 decimals, rounded half up, from exact arithmetic. Floats guess; they never decide.

Both operands are counted in steps of the finer one's last decimal, so that their quotient is that of two whole numbers A and B.
Integer division is something else in every engine, so none is used:

    q = the whole number nearest to the double A / B        at most one or two off, as the quotient is below 10**15
    r = A - q * B                                           exact, |r| < 4 * B
    p = the whole number nearest to the double r / B * 10**12
    d = 2 * (r * 10**12 - p * B)                            exact, in decimals of 37 digits

The doubles are off by less than 2**-49 of their value, so p by less than 0.01 beyond its rounding: the true quotient, in
steps of 10**-12, lies within 0.51 of q * 10**12 + p, and d, compared exactly with B, tells whether p, p + 1 or p - 1 is right.
"""

from dataclasses import dataclass
from decimal import Decimal

import narwhals as nw

from engine.expression.columns.figures import INTEGER_DIGITS, MOST_DIGITS, Figure, Held, decimal
from engine.expression.exact import DIVISOR_DIGITS, LIMIT, QUOTIENT_SCALE
from engine.expression.kinds import MAX_DIGITS, Type

_TRILLION = 10**QUOTIENT_SCALE
_NARROW = 10**18
"""Below it, sums and differences of whole numbers stay within 64 bits."""


@dataclass(frozen=True, slots=True)
class Magnitudes:
    """A and B without their signs, and whether the quotient is negative. B is null where it is zero."""

    above: nw.Expr
    below: nw.Expr
    minus: nw.Expr
    narrow: bool
    """True where both are 64-bit integers; else both are decimals without decimals."""


def magnitudes(left: Figure, right: Figure) -> Magnitudes:
    """The operands as whole numbers. The divisor is within its cap."""
    scale = max(left.type.scale, right.type.scale)
    narrow = max(left.type.bound_at(scale), right.type.bound_at(scale)) < _NARROW
    above, below = (_narrow_steps(figure, scale) if narrow else _steps(figure, scale) for figure in (left, right))
    return Magnitudes(above.abs(), nw.when(below != 0).then(below.abs()), (above < 0) != (below < 0), narrow)


def quotient_too_large(operands: Magnitudes) -> nw.Expr:
    """True where the quotient would be outside the exact range."""
    if operands.narrow:
        # A divisor beyond a thousand cannot make it so: the dividend has 18 digits.
        return operands.above >= nw.min_horizontal(operands.below, nw.lit(1000)) * nw.lit(int(LIMIT), dtype=nw.Int64)
    return operands.above >= operands.below * _constant(int(LIMIT))


def whole_part(operands: Magnitudes, too_large: nw.Expr | None) -> nw.Expr:
    """q, null where the quotient would be too large."""
    ratio = _ratio(operands.above, operands)
    return (ratio if too_large is None else nw.when(~too_large).then(ratio)).round().cast(nw.Int64)


def fraction_guess(operands: Magnitudes, whole: nw.Expr) -> nw.Expr:
    """p"""
    return (_ratio(_rest(operands, whole), operands) * float(_TRILLION)).round().cast(nw.Int64)


def quotient(operands: Magnitudes, whole: nw.Expr, fraction: nw.Expr, type_: Type) -> Figure:
    """The quotient, from q and p; null where q is."""
    below = _decimal(operands.below, operands)
    rest = _decimal(_rest(operands, whole), operands)
    twice = rest * _constant(2 * _TRILLION) - _short(fraction, QUOTIENT_SCALE + 1) * (below * _constant(2))
    nudge = (
        nw.when(twice >= below)
        .then(_constant(1))
        .otherwise(nw.when(twice < -below).then(_constant(-1)).otherwise(_constant(0)))
    )
    step = nw.lit(Decimal(1).scaleb(-QUOTIENT_SCALE), dtype=nw.Decimal(QUOTIENT_SCALE, QUOTIENT_SCALE))
    magnitude = _short(whole, INTEGER_DIGITS) + (_short(fraction, INTEGER_DIGITS) + nudge) * step
    sign = nw.when(operands.minus).then(_constant(-1)).otherwise(_constant(1))
    return Figure(magnitude * sign, type_, Held(INTEGER_DIGITS + QUOTIENT_SCALE, QUOTIENT_SCALE, settled=False))


def _rest(operands: Magnitudes, whole: nw.Expr) -> nw.Expr:
    """r"""
    if operands.narrow:
        return operands.above - whole * operands.below
    return (operands.above - _short(whole, MAX_DIGITS + 1) * operands.below).cast(nw.Decimal(DIVISOR_DIGITS + 1, 0))


def _ratio(above: nw.Expr, operands: Magnitudes) -> nw.Expr:
    if operands.narrow:
        return above / operands.below
    return above.cast(nw.Float64) / operands.below.cast(nw.Float64)


def _narrow_steps(figure: Figure, scale: int) -> nw.Expr:
    """The number counted in steps of 10**-scale, as a 64-bit integer."""
    if figure.held.whole:
        return figure.expr * nw.lit(10**scale, dtype=nw.Int64)
    return _steps(figure, scale).cast(nw.Int64)


def _steps(figure: Figure, scale: int) -> nw.Expr:
    """The number counted in steps of 10**-scale, as a decimal without decimals."""
    held = decimal(figure).held
    digits = max(INTEGER_DIGITS, held.precision - held.scale + scale)
    expr = decimal(figure).expr.cast(nw.Decimal(digits, held.scale))
    left, finer = scale, held.scale
    while left:
        # No more at once than what Arrow has room for beside the number's own digits.
        step = min(left, MOST_DIGITS - 2 - digits)
        finer = max(0, finer - step)
        expr = (expr * _constant(10**step)).cast(nw.Decimal(digits, finer))
        left -= step
    return expr


def _decimal(whole: nw.Expr, operands: Magnitudes) -> nw.Expr:
    return _short(whole, INTEGER_DIGITS) if operands.narrow else whole


def _short(whole: nw.Expr, digits: int) -> nw.Expr:
    """A 64-bit integer as a decimal of so many digits, which it does not exceed."""
    wide = whole.cast(nw.Decimal(INTEGER_DIGITS, 0))
    return wide if digits == INTEGER_DIGITS else wide.cast(nw.Decimal(digits, 0))


def _constant(value: int) -> nw.Expr:
    return nw.lit(Decimal(value), dtype=nw.Decimal(len(str(abs(value))), 0))
