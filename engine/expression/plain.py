"""Rows in plain Python, for a handful of figures: the same outcomes as rule-engine without importing it."""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from engine.expression.exact import EXACT, quotient
from engine.expression.kinds import Result, Value
from engine.expression.tree import Comparison, Node, Operation
from engine.expression.walk import Operator, Row, judge, steps

_COMPARISONS: Mapping[Comparison, Operator] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.BELOW: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
_CALCULATIONS: Mapping[Operation, Operator] = {
    Operation.ADD: EXACT.add,
    Operation.SUBTRACT: EXACT.subtract,
    Operation.MULTIPLY: EXACT.multiply,
    Operation.DIVIDE: quotient,
}


class _Plain:
    """Python's own operators; texts are ordered by code point, as every column engine does."""

    def compare(self, comparison: Comparison) -> Operator:
        return _COMPARISONS[comparison]

    def calculate(self, operation: Operation) -> Operator:
        return _CALCULATIONS[operation]

    def one_of(self, values: Sequence[Value]) -> Operator:
        allowed = frozenset(values)
        return lambda value: value in allowed

    def extreme(self, *, largest: bool) -> Operator:
        return lambda *values: max(values) if largest else min(values)

    def starts_with(self, prefix: str) -> Operator:
        return lambda text: text.startswith(prefix)

    def negative(self) -> Operator:
        return EXACT.minus

    def absolute(self) -> Operator:
        return Decimal.copy_abs

    def negation(self) -> Operator:
        return operator.not_

    def length(self) -> Operator:
        return lambda text: Decimal(len(text))

    def lower(self) -> Operator:
        return lower_case


def lower_case(text: str) -> str:
    """Small letters, each letter by itself. Python alone gives Σ at the end of a word another small letter than elsewhere."""
    return text.replace("Σ", "σ").lower()


def plain(node: Node) -> Callable[[Row], Result]:
    """A function from a row, read through the boundary, to its outcome."""
    step = steps(node, _Plain())
    return lambda row: judge(step, row)
