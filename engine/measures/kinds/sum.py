"""A number added up.

measure: {kind: sum, over: ledger, at: posted, of: amount, per: month, by: {dimension: account}, no_records: zero,
          missing: withhold, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, amount
from engine.measures.schema import Missing, Tallied, Text
from engine.measures.tallying import Tally, Tallying


class Sum(Tallied):
    """The sum of `of` over the records, in the metric's unit of measure."""

    kind: Literal["sum"]
    of: Text
    no_records: Literal["zero", "missing"]
    """A period without records: nothing happened, or nobody knows."""
    missing: Missing

    numbers = ("of",)

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        total, counted = records.total(self.of)
        return {"total": total, "n": counted}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:  # noqa: ARG002 (a sum has no factor)
        return amount(sums["total"], int(sums["n"]))

    def empty(self) -> Found:
        return amount(0, 0) if self.no_records == "zero" else super().empty()
