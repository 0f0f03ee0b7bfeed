"""One sum over another.

measure: {kind: ratio, over: handling, at: ended, numerator: talk_s + wrap_s, denominator: calls, per: month,
          missing: leave_out, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, ratio
from engine.measures.schema import Missing, Tallied, Text
from engine.measures.tallying import Tally, Tallying


class Ratio(Tallied):
    """sum(numerator) / sum(denominator), times 100 where the metric is in %. Never a mean of quotients."""

    kind: Literal["ratio"]
    numerator: Text
    denominator: Text
    missing: Missing

    numbers = ("numerator", "denominator")

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        above, below, counted = records.total(self.numerator, self.denominator)
        return {"above": above, "below": below, "n": counted}

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        return ratio(sums["above"], sums["below"], factor, int(sums["n"]))
