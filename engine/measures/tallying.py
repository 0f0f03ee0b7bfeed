"""What a kind counts and adds up over its records, in one pass, and how many of them could not be judged."""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import narwhals as nw

from engine.measures.asked import Comparable, steps
from engine.measures.engines import Frame

if TYPE_CHECKING:
    from engine.measures.plan import Scope


@dataclass(frozen=True, slots=True)
class Tally:
    """One sum: of a number where given, else of the records for which the condition holds."""

    when: nw.Expr | None
    of: nw.Expr | None = None


class Tallying:
    """What a kind asks for while it names its sums; remembers what could not be judged, to count that beside them."""

    def __init__(self, scope: "Scope", frame: Frame) -> None:
        self._asked = scope.asked(frame)
        self._where = self._asked.condition(scope.measure.where)
        self._unknown: list[nw.Expr] = [] if self._where.unknown is None else [self._where.unknown]
        self._failed: list[nw.Expr] = [] if self._where.failed is None else [self._where.failed]

    @property
    def frame(self) -> Frame:
        """The records, with what the tallies need beside them."""
        return self._asked.frame

    def count(self, text: str | None = None, *, judged: bool = True) -> Tally:
        """How many records: those that count, and for which the condition holds."""
        condition = self._asked.condition(text)
        self.remember(condition.unknown if judged else None, condition.failed)
        return Tally(_both(self._where.holds, condition.holds))

    def known(self, text: str) -> Tally:
        """How many records for which the condition is decided, either way."""
        return Tally(_both(self._where.holds, self._asked.condition(text).decided))

    def total(self, *texts: str) -> list[Tally]:
        """The sum of each number, and last how many records have them all; others are in no sum."""
        numbers = [self._asked.number(text) for text in texts]
        known = reduce(operator.and_, (~number.value.is_null() for number in numbers))
        failures = [number.failed for number in numbers if number.failed is not None]
        failed = reduce(operator.or_, failures) if failures else None
        self.remember(~known if failed is None else ~known & ~failed, failed)
        when = _both(self._where.holds, known)
        return [*(Tally(when, steps(number)) for number in numbers), Tally(when)]

    def beside(self) -> dict[str, Tally | None]:
        """How many records could not be judged."""
        return {"unknown": _any(self._unknown), "failed": _any(self._failed)}

    def column(self, name: str) -> nw.Expr:
        """A stored column, or what is stored beside an instant."""
        return nw.col(name)

    def number(self, text: str) -> tuple[nw.Expr, nw.Expr | None]:
        """A number as it can be added up, and where it fails."""
        number = self._asked.number(text)
        return steps(number), number.failed

    def decimal(self, text: str) -> "Comparable":
        """A number as it can be compared with what is computed beside expressions."""
        number = self._asked.number(text)
        dtype = nw.Decimal(38, number.type.scale)
        return Comparable(number.value.cast(dtype), dtype, number.failed)

    def counted(self, when: nw.Expr | None) -> Tally:
        """How many records that count, where the column is true."""
        return Tally(_both(self._where.holds, when))

    def known_of(self, base: str, text: str) -> Tally:
        """How many records for which the first condition holds and the second is decided."""
        first, second = self._asked.condition(base), self._asked.condition(text)
        return Tally(_both(self._where.holds, _both(first.holds, second.decided)))

    def columns(self, tallies: "Mapping[str, Tally | None]") -> dict[str, nw.Expr]:
        """The tallies as columns whose values are counted or added up."""
        return {name: _added_up(tally) for name, tally in tallies.items() if tally is not None}

    def remember(self, unknown: nw.Expr | None, failed: nw.Expr | None) -> None:
        # A record that does not count at all is not missed when something else about it is unknown.
        if unknown is not None:
            self._unknown.append(unknown if self._where.holds is None else unknown & self._where.holds)
        if failed is not None:
            self._failed.append(failed if self._where.holds is None else failed & self._where.holds)


def _both(first: nw.Expr | None, second: nw.Expr | None) -> nw.Expr | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def _any(conditions: Iterable[nw.Expr]) -> Tally | None:
    given = list(conditions)
    if not given:
        return None
    joined = given[0]
    for condition in given[1:]:
        # Three-valued: a record of which one is not known still counts where the other holds.
        joined = joined | condition
    return Tally(joined)


def _added_up(tally: Tally) -> nw.Expr:
    """A column whose non-null values are counted, or whose values are added up."""
    if tally.of is None:
        one = nw.lit(1)
        return nw.when(tally.when).then(one) if tally.when is not None else one
    return nw.when(tally.when).then(tally.of) if tally.when is not None else tally.of
