"""How a row is judged: what is missing, what fails and what is never looked at. The operators themselves come as an argument.

* An operator needs all its operands. A failed operand fails it; else a missing operand makes its outcome missing.
* `and` and `or` look from left to right and stop at the first term that decides. A failed term fails them. If none decides, a
  missing term makes the outcome missing.
* `c ? a : b` looks only at the branch that c chooses, and is missing when c is.
* `a ?? b` looks at b only when a is missing; `a == null` asks just that.

A failure travels as an exception, so that nothing to the right of it is looked at.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, assert_never

from engine.expression.exact import EXACT, LIMIT
from engine.expression.kinds import Failure, Kind, Result, Value
from engine.expression.tree import (
    Absolute,
    Arithmetic,
    Choice,
    Compare,
    Comparison,
    Connective,
    Default,
    Extreme,
    Length,
    Literal,
    Logic,
    Lower,
    Missing,
    Name,
    Negative,
    Node,
    Not,
    OneOf,
    Operation,
    StartsWith,
)

Row = Mapping[str, Value]
Step = Callable[[Row], Value]
Operator = Callable[..., Value]
"""Takes operands that are there and of the right kind, gives a value."""


class Operators(Protocol):
    """The operators on values, without missing ones and without limits."""

    def compare(self, comparison: Comparison) -> Operator: ...
    def calculate(self, operation: Operation) -> Operator: ...
    def one_of(self, values: Sequence[Value]) -> Operator: ...
    def extreme(self, *, largest: bool) -> Operator: ...
    def starts_with(self, prefix: str) -> Operator: ...
    def negative(self) -> Operator: ...
    def absolute(self) -> Operator: ...
    def negation(self) -> Operator: ...
    def length(self) -> Operator: ...
    def lower(self) -> Operator: ...


class Failed(Exception):
    """There is no value for this row, for a reason other than a missing figure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def judge(step: Step, row: Row) -> Result:
    """The outcome for a row whose values came through the boundary."""
    try:
        return Result(step(row))
    except Failed as failed:
        return Result(error=failed.failure)


def steps(node: Node, operators: Operators) -> Step:
    """A function from row to value that raises Failed."""

    def of(part: Node) -> Step:
        return steps(part, operators)

    match node:
        case Literal(value=value):
            return lambda _: value
        case Name():
            return _name(node)
        case Not(of=part):
            return _strict(operators.negation(), of(part))
        case Logic(connective=connective, terms=terms):
            return _logic(connective is Connective.OR, [of(term) for term in terms])
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return _choice(of(condition), of(then), of(otherwise))
        case Default(of=part, instead=instead):
            return _default(of(part), of(instead))
        case Missing(of=part):
            return _missing(of(part))
        case Compare(comparison=comparison, left=left, right=right):
            return _strict(operators.compare(comparison), of(left), of(right))
        case OneOf(of=part, values=values):
            return _strict(operators.one_of([literal.value for literal in values]), of(part))
        case Arithmetic(left=left, right=right):
            return _strict(_within(node, operators.calculate(node.operation)), of(left), of(right))
        case Negative(of=part):
            return _strict(operators.negative(), of(part))
        case Absolute(of=part):
            return _strict(operators.absolute(), of(part))
        case Extreme(largest=largest, items=items):
            return _strict(operators.extreme(largest=largest), *(of(item) for item in items))
        case Length(of=part):
            return _strict(operators.length(), of(part))
        case Lower(of=part):
            return _strict(operators.lower(), of(part))
        case StartsWith(of=part, prefix=prefix):
            return _strict(operators.starts_with(prefix), of(part))
        case _:
            assert_never(node)


def _name(node: Name) -> Step:
    name, largest = node.name, EXACT.scaleb(Decimal(node.type.bound), -node.type.scale)
    smallest = EXACT.minus(largest)

    def read(row: Row) -> Value:
        value = row[name]
        if isinstance(value, Decimal) and not smallest <= value <= largest:
            raise Failed(Failure.OUT_OF_RANGE)
        return value

    return read if node.type.kind is Kind.NUMBER else operator.itemgetter(name)


def _strict(apply_to: Operator, *operands: Step) -> Step:
    """Every operand is looked at even when an earlier one is missing, because a failure outranks a missing figure."""
    if len(operands) == 2:
        return _strict_pair(apply_to, *operands)

    def apply(row: Row) -> Value:
        values = [operand(row) for operand in operands]
        return None if None in values else apply_to(*values)

    return apply


def _strict_pair(apply_to: Operator, first: Step, second: Step) -> Step:
    def apply(row: Row) -> Value:
        left, right = first(row), second(row)
        return None if left is None or right is None else apply_to(left, right)

    return apply


def _within(node: Arithmetic, operator: Operator) -> Operator:
    """The operator with its operands and result held to the exact range."""
    left_cap, right_cap, checked = node.left_cap, node.right_cap, node.checked
    divides = node.operation is Operation.DIVIDE

    def calculate(left: Decimal, right: Decimal) -> Value:
        if divides and right == 0:
            raise Failed(Failure.DIVISION_BY_ZERO)
        for operand, cap in ((left, left_cap), (right, right_cap)):
            if cap is not None and operand.copy_abs() >= cap:
                raise Failed(Failure.OUT_OF_RANGE)
        result = operator(left, right)
        if checked and isinstance(result, Decimal) and result.copy_abs() >= LIMIT:
            raise Failed(Failure.OUT_OF_RANGE)
        return result

    return calculate


def _logic(deciding: bool, terms: Sequence[Step]) -> Step:
    """`or` is decided by the first true term, `and` by the first false one."""

    def join(row: Row) -> Value:
        missing = False
        for term in terms:
            value = term(row)
            if value is deciding:
                return deciding
            missing = missing or value is None
        return None if missing else not deciding

    return join


def _choice(condition: Step, then: Step, otherwise: Step) -> Step:
    def choose(row: Row) -> Value:
        chosen = condition(row)
        if chosen is None:
            return None
        return then(row) if chosen else otherwise(row)

    return choose


def _default(of: Step, instead: Step) -> Step:
    def fall_back(row: Row) -> Value:
        value = of(row)
        return instead(row) if value is None else value

    return fall_back


def _missing(of: Step) -> Step:
    return lambda row: of(row) is None
