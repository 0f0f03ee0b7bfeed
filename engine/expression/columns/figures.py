"""Numbers in columns: 64-bit whole numbers where they suffice, else decimals of at most 38 digits. No operation here rounds.

The engines differ in how they type a decimal result, so that operands and results are cast to types that we state:
* DuckDB keeps the result of two narrow decimals narrow and aborts when it overflows: one operand is made wider than 18 digits.
* polars keeps the scale of the finer factor and rounds the product: the left factor is first given the product's scale.
* Arrow wants one digit more than both factors have together: see exact.PRODUCT_DIGITS.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import narwhals as nw

from engine.expression.exact import EXACT
from engine.expression.kinds import Type

_INTEGERS = 2**63
INTEGER_DIGITS = 19
"""Digits of a 64-bit integer."""
_NARROW = 18
"""Digits of a decimal that DuckDB keeps in 64 bits."""
MOST_DIGITS = 38


@dataclass(frozen=True, slots=True)
class Held:
    """How a number is stored: as a whole number of at most 64 bits, or as a decimal of so many digits and decimals."""

    precision: int
    scale: int = 0
    whole: bool = False
    settled: bool = True
    """False where the engine or the table chose the number of digits or bits; it is cast before arithmetic relies on them."""

    @property
    def dtype(self) -> nw.Int64 | nw.Decimal:
        return nw.Int64() if self.whole else nw.Decimal(self.precision, self.scale)


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of numbers: what they can be and how they are stored."""

    expr: nw.Expr
    type: Type
    held: Held
    loose: bool = False
    """True where the table may hold numbers beyond the type."""
    constant: Decimal | None = None

    @property
    def largest(self) -> int:
        """A whole number that no value exceeds in magnitude."""
        return self.type.whole_bound

    def computed(self, expr: nw.Expr) -> "Figure":
        """Another number of the same type in the same storage."""
        return replace(self, expr=expr, constant=None)


def constant(value: Decimal, type_: Type) -> Figure:
    if type_.scale == 0:
        expr = nw.lit(int(value), dtype=nw.Int64)
        return Figure(expr, type_, Held(type_.precision, whole=True), constant=value)
    held = Held(type_.precision, type_.scale)
    return Figure(nw.lit(value, dtype=held.dtype), type_, held, constant=value)


def beyond(figure: Figure, limit: int) -> nw.Expr:
    """True where the number is the limit or more in magnitude."""
    dtype = nw.Int64() if figure.held.whole else nw.Decimal(len(str(limit)), 0)
    above, below = (nw.lit(end if figure.held.whole else Decimal(end), dtype=dtype) for end in (limit, -limit))
    # Only what a table holds can be the smallest 64-bit integer, which has no magnitude.
    return (figure.expr >= above) | (figure.expr <= below) if figure.loose else figure.expr.abs() >= above


def firm(figure: Figure) -> Figure:
    """The figure without numbers beyond its type, stored as narrowly as its type allows."""
    expr = figure.expr
    if figure.loose:
        expr = nw.when(~outside(figure)).then(expr)
    held = Held(figure.type.precision, 0 if figure.held.whole else figure.type.scale, figure.held.whole)
    return replace(figure, expr=_stored(expr, figure.held, held), held=held, loose=False)


def outside(figure: Figure) -> nw.Expr:
    """True where the table holds a number beyond the declared type."""
    if figure.held.whole:
        return beyond(figure, figure.type.bound // 10**figure.type.scale + 1)
    scale, bound = figure.type.scale, figure.type.bound
    dtype = nw.Decimal(figure.type.precision, scale)
    most, least = (nw.lit(EXACT.scaleb(Decimal(end), -scale), dtype=dtype) for end in (bound, -bound))
    return (figure.expr > most) | (figure.expr < least)


def capped(figure: Figure, cap: int) -> Figure:
    """The figure with null for what is the cap or more; the digits that are left are as many as the cap's."""
    bound = cap * 10**figure.type.scale - 1
    return firm(replace(within(figure, cap), type=replace(figure.type, bound=bound)))


def decimal(figure: Figure) -> Figure:
    """The figure as a decimal."""
    if not figure.held.whole:
        return figure
    held = Held(len(str(figure.largest)))
    if figure.constant is not None:
        return replace(figure, expr=nw.lit(figure.constant, dtype=held.dtype), held=held)
    return replace(figure, expr=_stored(figure.expr, figure.held, held), held=held)


def comparable(left: Figure, right: Figure) -> tuple[nw.Expr, nw.Expr]:
    """Both sides so that every engine compares them exactly: a whole number meets a decimal as a decimal."""
    if left.held.whole and right.held.whole:
        return _as_narrow(left), _as_narrow(right)
    first, second = (decimal(firm(side) if side.held.whole else side) for side in (left, right))
    before_point = max(side.held.precision - side.held.scale for side in (first, second))
    if before_point + max(first.held.scale, second.held.scale) > MOST_DIGITS:
        first, second = firm(first), firm(second)
    return first.expr, second.expr


def _as_narrow(whole: Figure) -> nw.Expr:
    """A constant without a width of its own, so that a narrow column is not widened for it."""
    return whole.expr if whole.constant is None else nw.lit(int(whole.constant))


def alike(figures: Sequence[Figure], type_: Type) -> list[Figure]:
    """The figures in one storage that holds the numbers of a type."""
    firmed = [firm(figure) for figure in figures]
    whole = all(figure.held.whole for figure in firmed)
    held = Held(type_.precision, whole=True) if whole else Held(type_.precision, type_.scale)
    return [replace(figure, expr=_stored(figure.expr, figure.held, held), held=held) for figure in firmed]


def summed(left: Figure, right: Figure, type_: Type, *, minus: bool) -> Figure:
    """left + right or left - right. The result may reach twice the exact range; the caller checks."""
    if left.held.whole and right.held.whole and left.largest + right.largest < _INTEGERS:
        return Figure(left.expr - right.expr if minus else left.expr + right.expr, type_, Held(type_.precision, whole=True))
    first, second = decimal(left), decimal(right)
    scale = max(first.held.scale, second.held.scale)
    digits = 1 + scale + max(side.held.precision - side.held.scale for side in (first, second))
    first = _roomy(first, second, digits)
    return Figure(first.expr - second.expr if minus else first.expr + second.expr, type_, Held(digits, scale, settled=False))


def multiplied(left: Figure, right: Figure, type_: Type, implementation: nw.Implementation) -> Figure:
    """left * right. The result may have 37 digits; the caller checks."""
    if left.held.whole and right.held.whole and left.largest * right.largest < _INTEGERS:
        return Figure(left.expr * right.expr, type_, Held(type_.precision, whole=True))
    first, second = decimal(left), decimal(right)
    scale, digits = first.held.scale + second.held.scale, first.held.precision + second.held.precision
    if implementation.is_polars():
        finer = Held(first.held.precision + second.held.scale, scale)
        first = replace(first, expr=_stored(first.expr, first.held, finer), held=finer)
    else:
        first = _roomy(first, second, digits)
    return Figure(first.expr * second.expr, type_, Held(digits, scale, settled=False))


def within(figure: Figure, limit: int) -> Figure:
    """The figure with null where it is the limit or more."""
    return figure.computed(nw.when(~beyond(figure, limit)).then(figure.expr))


def _roomy(first: Figure, second: Figure, digits: int) -> Figure:
    """The first operand, wide enough for DuckDB to give the result the digits it needs."""
    if digits <= _NARROW or max(first.held.precision, second.held.precision) > _NARROW:
        return first
    wide = Held(_NARROW + 1, first.held.scale)
    return replace(first, expr=_stored(first.expr, first.held, wide), held=wide)


def _stored(expr: nw.Expr, held: Held, wanted: Held) -> nw.Expr:
    if held == wanted or (held.whole and wanted.whole and held.settled):
        return expr
    if held.whole and wanted.whole:
        return expr.cast(nw.Int64)
    # Arrow makes a decimal of a 64-bit integer only when it has room for every one.
    return (expr.cast(nw.Decimal(INTEGER_DIGITS, 0)) if held.whole else expr).cast(wanted.dtype)
