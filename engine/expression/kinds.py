"""What a name in an expression stands for: a number with its exact range and unit, a text, a truth, an instant."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Value = Decimal | str | bool | datetime | None
"""The only values that an expression ever sees. An instant is in UTC; None is a missing value, never a zero."""

MAX_DIGITS = 15
"""Digits before the decimal point of anything that is exact here: a thousand trillions."""
MAX_DECIMALS = 12
"""Decimals of a figure that comes in."""


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    INSTANT = "instant"


class Failure(StrEnum):
    """Why an expression has no value although nothing that it needed was missing."""

    DIVISION_BY_ZERO = "division_by_zero"
    OUT_OF_RANGE = "out_of_range"


def power_of_ten(exponent: int) -> int:
    """10 ** exponent, a whole number: the exponent is never negative."""
    return int(10**exponent)


@dataclass(frozen=True, slots=True)
class Type:
    """The kind of a value and, for numbers, how fine and how large it can be: |value| * 10 ** scale is whole and <= bound."""

    kind: Kind
    scale: int = 0
    bound: int = 0
    unit: str = ""
    """Unit of measure; empty when it is not stated, which goes with every unit."""

    @property
    def precision(self) -> int:
        """Digits that a decimal column needs to hold every such number."""
        return max(len(str(self.bound)), self.scale, 1)

    @property
    def whole_bound(self) -> int:
        """The smallest whole number that no such number exceeds in magnitude."""
        return -(-self.bound // power_of_ten(self.scale))

    def bound_at(self, scale: int) -> int:
        """The bound counted in steps of a finer scale."""
        return self.bound * power_of_ten(scale - self.scale)


TEXT = Type(Kind.TEXT)
BOOLEAN = Type(Kind.BOOLEAN)
INSTANT = Type(Kind.INSTANT)


def number(*, digits: int = 12, decimals: int = 6, unit: str = "") -> Type:
    """The type of a figure with at most so many digits before the point and so many decimals."""
    if not (1 <= digits <= MAX_DIGITS and 0 <= decimals <= MAX_DECIMALS):
        raise ValueError(f"a number has 1 to {MAX_DIGITS} digits and 0 to {MAX_DECIMALS} decimals")
    return Type(Kind.NUMBER, decimals, 10 ** (digits + decimals) - 1, unit)


class Result(NamedTuple):
    """What an expression says of one row: a value, a failure, or neither when something it needed is missing."""

    value: Value = None
    error: Failure | None = None

    @property
    def missing(self) -> bool:
        return self.value is None and self.error is None
