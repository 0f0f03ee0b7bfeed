"""How many records.

measure: {kind: count, over: incidents, at: registered, per: month, no_records: zero, missing: leave_out, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, amount
from engine.measures.schema import Missing, Tallied
from engine.measures.tallying import Tally, Tallying


class Count(Tallied):
    """Records that fall into the period, and for which `where` holds."""

    kind: Literal["count"]
    no_records: Literal["zero", "missing"]
    """A period without records: nothing happened, or nobody knows."""
    missing: Missing

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        return {"n": records.count()}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:  # noqa: ARG002 (a count has no factor)
        return amount(sums["n"], int(sums["n"]))

    def empty(self) -> Found:
        return amount(0, 0) if self.no_records == "zero" else super().empty()
