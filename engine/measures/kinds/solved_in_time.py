"""The share of tickets that were solved within the agreed time.

measure: {kind: solved_in_time, over: tickets, at: solved, opened: opened, solved: solved,
          within_seconds: 'priority == "high" ? 14400 : 86400', limit: at_most, unsolved: late, clock: elapsed,
          per: month, missing: as_no, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

import narwhals as nw

from engine.intake.records.clock import MICROS
from engine.measures.rows import Found, ratio
from engine.measures.schema import MissingOfShare, Tallied, Text
from engine.measures.tallying import Tally, Tallying
from engine.schema import Name


class SolvedInTime(Tallied):
    """Solved within the time that its own expression gives / tickets."""

    kind: Literal["solved_in_time"]
    opened: Name
    solved: Name
    within_seconds: Text
    """A number or an expression: what was agreed for the ticket."""
    limit: Literal["at_most", "below"]
    """Whether a ticket solved at exactly the limit was in time."""
    unsolved: Literal["late", "leave_out"]
    """What a ticket counts as that is not solved yet."""
    clock: Literal["elapsed"]
    """Hours are counted as they pass, nights and Sundays too."""
    missing: MissingOfShare

    times = ("at", "opened", "solved")
    instants = ("opened", "solved")
    numbers = ("within_seconds",)

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        opened, solved = records.column(self.opened + MICROS), records.column(self.solved + MICROS)
        is_solved = ~solved.is_null()
        agreed = records.decimal(f"({self.within_seconds}) * 1000000")
        taken = (solved - opened).cast(agreed.dtype)
        in_time = taken <= agreed.value if self.limit == "at_most" else taken < agreed.value
        decided = ~opened.is_null() & ~agreed.value.is_null()
        base: nw.Expr | None
        if self.unsolved == "leave_out":
            records.remember(~decided & is_solved, agreed.failed)
            base = is_solved if self.missing == "as_no" else is_solved & decided
        else:
            records.remember(~decided, agreed.failed)
            base = None if self.missing == "as_no" else decided
        return {"above": records.counted(in_time), "n": records.counted(base)}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        return ratio(sums["above"], sums["n"], factor, int(sums["n"]))
