"""A quantile: the wait that nine calls in ten did not exceed.

measure: {kind: quantile, over: calls, at: started, of: wait_s, quantile: 0.9, method: nearest_rank, per: month,
          missing: leave_out, incomplete: show}
"""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

import narwhals as nw
from pydantic import Field

from engine.measures.engines import Frame, collected
from engine.measures.plan import Folded, Scope
from engine.measures.rows import Found, Group
from engine.measures.schema import Measure, Missing, Text
from engine.measures.tallying import Tallying
from engine.schema import Name, Number

_VALUE = "__value"


class Quantile(Measure):
    """Records with the same value are counted where they lie; only the counts are put in order here."""

    kind: Literal["quantile"]
    at: Name
    of: Text
    quantile: Number = Field(gt=0, lt=1)
    method: Literal["nearest_rank", "interpolated"]
    """nearest_rank: the least value that so large a share does not exceed. interpolated: between the two nearest."""
    missing: Missing

    numbers = ("of",)

    def folded(self, scope: Scope) -> Folded:
        counts: dict[Group, dict[Fraction, int]] = defaultdict(lambda: defaultdict(int))
        unknown: dict[Group, int] = defaultdict(int)
        failed: dict[Group, int] = defaultdict(int)
        for record in collected(self.plan(scope)):
            group = scope.group(record)
            unknown[group] += record.get("unknown", 0)
            failed[group] += record.get("failed", 0)
            if record[_VALUE] is not None and record["n"]:
                counts[group][Fraction(record[_VALUE])] += record["n"]
        found = {group: self._found(counts[group]) for group in unknown}
        return Folded(found, unknown, failed)

    def plan(self, scope: Scope) -> Frame:
        frame = scope.in_range(scope.frame(at=self.at), self.at)
        records = Tallying(scope, frame)
        value, _ = records.number(self.of)
        _, counted = records.total(self.of)
        columns = records.columns({"n": counted, **records.beside()})
        plan = records.frame.select(**scope.keys(self.at), **{_VALUE: value}, **columns)
        return plan.group_by(*scope.keys(self.at), _VALUE).agg(*(nw.col(name).count() for name in columns))

    def _found(self, counts: Mapping[Fraction, int]) -> Found:
        n = sum(counts.values())
        if not n:
            return Found(None, None, None, 0)
        values = sorted(counts.items())
        if self.method == "nearest_rank":
            return Found(_at(values, -(-Fraction(self.quantile) * n // 1) - 1), None, None, n)
        position = Fraction(self.quantile) * (n - 1)
        below = _at(values, position // 1)
        above = _at(values, -(-position // 1))
        return Found(below + (above - below) * (position - position // 1), None, None, n)


def _at(values: list[tuple[Fraction, int]], rank: int) -> Fraction:
    """The value at a rank, counted from 0."""
    for value, count in values:
        rank -= count
        if rank < 0:
            return value
    return values[-1][0]
