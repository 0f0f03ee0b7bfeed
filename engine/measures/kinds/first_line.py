"""The share of inquiries that the first line solved without handing them on.

measure: {kind: first_line, over: inquiries, at: solved_at, solved: status == "solved", escalated: level > 1,
          reopened: ignored, base: solved, per: month, missing: as_no, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, ratio
from engine.measures.schema import MissingOfShare, Tallied, Text
from engine.measures.tallying import Tally, Tallying

IGNORED = "ignored"


class FirstLine(Tallied):
    """Solved and not escalated / inquiries. What counts as an inquiry says `where`: incidents, orders, access handling."""

    kind: Literal["first_line"]
    solved: Text
    escalated: Text
    reopened: Text
    """`ignored`, or a condition: an inquiry for which it holds was not solved after all."""
    base: Literal["all", "solved"]
    """What the share is of: every inquiry, or those that were solved by anybody."""
    missing: MissingOfShare

    conditions = ("where", "solved", "escalated", "reopened")
    words = (IGNORED,)

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        above = f"({self.solved}) and not ({self.escalated})"
        if self.reopened != IGNORED:
            above += f" and not ({self.reopened})"
        base = f"({self.solved})" if self.base == "solved" else None
        if self.missing == "as_no":
            return {"above": records.count(above), "n": records.count(base)}
        if base is None:
            return {"above": records.count(above), "n": records.known(above)}
        return {"above": records.count(above), "n": records.known_of(base, above)}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        return ratio(sums["above"], sums["n"], factor, int(sums["n"]))
