"""A table asked in expressions: conditions and numbers as columns, with what nobody knows and what fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw

from engine.expression import Kind, Type
from engine.expression.columns import Outcome, judged
from engine.measures.compiled import compiled
from engine.measures.engines import Frame

_SAFE = 2**32
"""Whole numbers below this can be added two thousand million times in 64 bits."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the records: where it holds, where nobody knows, and where it fails. None: never."""

    holds: nw.Expr | None
    unknown: nw.Expr | None = None
    failed: nw.Expr | None = None

    @property
    def decided(self) -> nw.Expr | None:
        """Where it is known, either way. None: everywhere."""
        return None if self.holds is None or (self.unknown is None and self.failed is None) else ~self.holds.is_null()


@dataclass(frozen=True, slots=True)
class Number:
    """A number over the records, as it is added up: counted in steps of 10**-scale by the caller."""

    value: nw.Expr
    type: Type
    failed: nw.Expr | None


@dataclass(frozen=True, slots=True)
class Comparable:
    """A number in a type that is stated."""

    value: nw.Expr
    dtype: nw.Decimal
    failed: nw.Expr | None


class Asked:
    """A table that is asked one expression after another. `frame` gets the helper columns that expressions need."""

    def __init__(
        self, frame: Frame, types: Mapping[str, Type], cache: Path | None = None, *, filled: frozenset[str] = frozenset()
    ) -> None:
        """`filled` are the columns that the contract requires: what reads no others is always known."""
        self.frame = frame
        self._filled = filled
        self._types = types
        self._cache = cache
        self._conditions: dict[str, Condition] = {}

    def condition(self, text: str | None) -> Condition:
        """A condition in columns. Without a text it holds for every record."""
        if text is None:
            return Condition(None)
        if text not in self._conditions:
            outcome = self._judged(text, Kind.BOOLEAN)
            failed = ~outcome.error.is_null() if outcome.can_fail else None
            unknown = outcome.value.is_null() & ~failed if failed is not None else outcome.value.is_null()
            self._conditions[text] = Condition(outcome.value, None if self._is_filled(text) else unknown, failed)
        return self._conditions[text]

    def number(self, text: str) -> Number:
        outcome = self._judged(text, Kind.NUMBER)
        failed = ~outcome.error.is_null() if outcome.can_fail else None
        return Number(outcome.value, compiled(text, self._types, Kind.NUMBER, self._cache).type, failed)

    def _is_filled(self, text: str) -> bool:
        return compiled(text, self._types, Kind.BOOLEAN, self._cache).names.keys() <= self._filled

    def _judged(self, text: str, kind: Kind) -> Outcome:
        outcome = judged(compiled(text, self._types, kind, self._cache), self.frame)
        self.frame = outcome.frame.lazy()
        return outcome


def steps(number: Number) -> nw.Expr:
    """The number as it can be added up exactly on every engine: 64 bits where that is enough, else 38 digits."""
    if number.type.scale == 0 and number.type.bound < _SAFE:
        return number.value.cast(nw.Int64)
    return number.value.cast(nw.Decimal(38, number.type.scale))
