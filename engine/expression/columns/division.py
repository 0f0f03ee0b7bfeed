"""Quotients in columns: 12 decimals, rounded half up, from exact arithmetic. Floats guess; they never decide.

Both operands are counted in steps of the finer one's last decimal, so that their quotient is that of two whole numbers A and B
below 10**18. Integer division is something else in every engine, so none is used:

    q = the whole number nearest to the double A / B        at most 1 off, as the quotient is below 10**15
    r = A - q * B                                           exact, |r| < 2 * B
    p = the whole number nearest to the double r / B * 10**12
    d = 2 * (r * 10**12 - p * B)                            exact, in decimals of 35 digits

The doubles are off by less than 2**-50 of their value, p by less than 0.002 beyond its rounding; so the true quotient, in steps
of 10**-12, lies within 0.502 of q * 10**12 + p, and d, compared exactly with B, tells whether p, p + 1 or p - 1 is right.
"""

from decimal import Decimal

import narwhals as nw

from engine.expression.columns.figures import INTEGER_DIGITS, Figure, Held
from engine.expression.exact import LIMIT, QUOTIENT_SCALE
from engine.expression.kinds import Type

_TRILLION = 10**QUOTIENT_SCALE


def magnitudes(left: Figure, right: Figure) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """A and B, and whether the quotient is negative. B is null where it is zero. The operands are within their caps."""
    scale = max(left.type.scale, right.type.scale)
    above, below = _whole(left, scale), _whole(right, scale)
    return above.abs(), nw.when(below != 0).then(below.abs()), (above < 0) != (below < 0)


def quotient_too_large(above: nw.Expr, below: nw.Expr) -> nw.Expr:
    """True where the quotient would be outside the exact range; null where there is none."""
    limit = nw.lit(LIMIT, dtype=nw.Decimal(len(str(LIMIT)), 0))
    return _decimal(above) >= _decimal(below) * limit


def whole_part(above: nw.Expr, below: nw.Expr) -> nw.Expr:
    """q"""
    return (above / below).round().cast(nw.Int64)


def fraction_guess(above: nw.Expr, below: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """p"""
    return ((above - whole * below) / below * float(_TRILLION)).round().cast(nw.Int64)


def quotient(above: nw.Expr, below: nw.Expr, whole: nw.Expr, fraction: nw.Expr, minus: nw.Expr, type_: Type) -> Figure:
    """The quotient, from q, p and the sign; null where q is."""
    rest = _decimal(above - whole * below)
    twice = rest * _constant(2 * _TRILLION) - _short(fraction) * (_decimal(below) * _constant(2))
    nudge = (
        nw.when(twice >= _decimal(below))
        .then(_constant(1))
        .otherwise(nw.when(twice < -_decimal(below)).then(_constant(-1)).otherwise(_constant(0)))
    )
    step = nw.lit(Decimal(1).scaleb(-QUOTIENT_SCALE), dtype=nw.Decimal(QUOTIENT_SCALE, QUOTIENT_SCALE))
    magnitude = _decimal(whole) + (_decimal(fraction) + nudge) * step
    sign = nw.when(minus).then(_constant(-1)).otherwise(_constant(1))
    return Figure(magnitude * sign, type_, Held(INTEGER_DIGITS + QUOTIENT_SCALE, QUOTIENT_SCALE, settled=False))


def _whole(figure: Figure, scale: int) -> nw.Expr:
    """The number counted in steps of 10**-scale: at most 18 digits."""
    if figure.held.whole:
        return figure.expr * nw.lit(10**scale, dtype=nw.Int64)
    wide = figure.expr.cast(nw.Decimal(INTEGER_DIGITS, figure.held.scale))
    return (wide * _constant(10**scale)).cast(nw.Int64)


def _decimal(whole: nw.Expr) -> nw.Expr:
    return whole.cast(nw.Decimal(INTEGER_DIGITS, 0))


def _short(whole: nw.Expr) -> nw.Expr:
    """A number of at most 13 digits, declared so that its product with a divisor keeps within 38."""
    return _decimal(whole).cast(nw.Decimal(QUOTIENT_SCALE + 1, 0))


def _constant(value: int) -> nw.Expr:
    return nw.lit(Decimal(value), dtype=nw.Decimal(len(str(abs(value))), 0))
