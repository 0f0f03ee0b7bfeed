"""Exact arithmetic on figures and the two ways of writing them: for scripts and for Norwegian readers."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

QUOTIENT_SCALE = 12
_EXACT = Context(prec=200)
"""Wide enough that no operation here rounds on its own; the default context would, at 28 digits."""


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The published figure: 2.345 with 2 decimals is 2.35, -2.5 with none is -3. Never -0."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    return rounded.copy_abs() if rounded.is_zero() else rounded


def quotient(numerator: Decimal, denominator: Decimal, factor: int) -> Decimal:
    """numerator / denominator × factor with 12 decimals, rounded half up once. The denominator is not zero."""
    scaled = Fraction(numerator) * factor * 10**QUOTIENT_SCALE / Fraction(denominator)
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-QUOTIENT_SCALE, _EXACT)


def plain(value: Decimal) -> str:
    """For scripts and hashes: no exponent, no -0, the decimals that the value has."""
    return format(value.copy_abs() if value.is_zero() else value, "f")


def norwegian(value: Decimal, decimals: int | None = None) -> str:
    """For readers: −1 234,5 with NBSP between groups of three and U+2212 as minus."""
    text = plain(value if decimals is None else round_half_up(value, decimals))
    whole, point, rest = text.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{'−' if text.startswith('-') else ''}{grouped}{',' if point else ''}{rest}"
