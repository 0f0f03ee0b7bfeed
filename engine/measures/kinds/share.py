"""The share of the records for which something holds.

measure: {kind: share, over: inquiries, at: received, of: channel == "phone", per: month, missing: as_no, incomplete: show}
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from engine.measures.rows import Found, ratio
from engine.measures.schema import MissingOfShare, Tallied, Text
from engine.measures.tallying import Tally, Tallying


def share_of(records: Tallying, text: str, missing: MissingOfShare) -> Mapping[str, Tally]:
    """The sums of a share. `as_no`: a record that nobody can decide about is in the denominator all the same."""
    base = records.count() if missing == "as_no" else records.known(text)
    return {"above": records.count(text), "n": base}


class Share(Tallied):
    """Records for which `of` holds / records."""

    kind: Literal["share"]
    of: Text
    missing: MissingOfShare

    conditions = ("where", "of")

    def tallies(self, records: Tallying) -> Mapping[str, Tally]:
        return share_of(records, self.of, self.missing)

    def found(self, sums: Mapping[str, Fraction], factor: int) -> Found:
        return ratio(sums["above"], sums["n"], factor, int(sums["n"]))
