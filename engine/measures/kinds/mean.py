"""A mean: of records, each as heavy as the next, or weighted.

measure: {kind: mean, over: calls, at: started, where: answered, of: wait_s, weight: records, per: year,
          missing: leave_out, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, ratio
from engine.measures.schema import Missing, Tallied, Text
from engine.measures.tallying import Tally, Tallying

EVERY_RECORD = "records"


class Mean(Tallied):
    """The sum of `of` over what it is a mean of. The means of two months do not add up; their sums do."""

    kind: Literal["mean"]
    of: Text
    weight: Text
    """`records`: each counts once. Else an expression: what each counts for."""
    missing: Missing

    numbers = ("of", "weight")
    words = (EVERY_RECORD,)

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        if self.weight == EVERY_RECORD:
            total, counted = records.total(self.of)
            return {"total": total, "n": counted}
        total, weight, counted = records.total(f"({self.of}) * ({self.weight})", self.weight)
        return {"total": total, "weight": weight, "n": counted}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:  # noqa: ARG002 (a mean has its own unit)
        weight = sums["n"] if self.weight == EVERY_RECORD else sums["weight"]
        return ratio(sums["total"], weight, 1, int(sums["n"]))
