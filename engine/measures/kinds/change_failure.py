"""The share of the changes that failed.

measure: {kind: change_failure, over: changes, at: done, where: status == "done", failed: caused_error, per: year,
          missing: as_no, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.kinds.share import share_of
from engine.measures.rows import Found, ratio
from engine.measures.schema import MissingOfShare, Tallied, Text
from engine.measures.tallying import Tally, Tallying


class ChangeFailure(Tallied):
    """Changes that failed / changes. What is a change, and in which period it counts, say `where` and `at`."""

    kind: Literal["change_failure"]
    failed: Text
    missing: MissingOfShare

    conditions = ("where", "failed")

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        return share_of(records, self.failed, self.missing)

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        return ratio(sums["above"], sums["n"], factor, int(sums["n"]))
