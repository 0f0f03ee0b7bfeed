"""The checked tree as column expressions: a value and, where it can fail, an error.

The value of a failed row may be anything inside until the whole is masked at the end; what decides is the error, which is the
error of the first failed operand that is looked at. Null travels by itself: every engine has three-valued `and` and `or`.
"""

import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from typing import assert_never

import narwhals as nw

from engine.expression.columns.column import NO_ERROR, Column, failed, figure_of, first_of, number
from engine.expression.columns.division import (
    fraction_guess,
    magnitudes,
    quotient,
    quotient_too_large,
    whole_part,
)
from engine.expression.columns.figures import (
    Figure,
    Held,
    alike,
    beyond,
    capped,
    comparable,
    constant,
    firm,
    multiplied,
    summed,
    within,
)
from engine.expression.columns.frames import Frame
from engine.expression.exact import LIMIT
from engine.expression.kinds import Failure, Kind, Result, Type, Value
from engine.expression.plain import plain
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
    names_in,
)


class Builder:
    """Builds the columns of one tree over one table.

    What is used more than once is first put into a helper column of the table, so that the work and the size of the plan grow
    with the expression and not with its depth doubled at every step.
    """

    def __init__(self, leaves: Mapping[str, Column], frame: Frame) -> None:
        self.leaves = leaves
        self.frame = frame
        self.helpers: list[str] = []
        taken = frozenset(frame.collect_schema().names())
        self._fresh = (f"_{number}" for number in itertools.count(1) if f"_{number}" not in taken)

    def column(self, node: Node) -> Column:
        if isinstance(node, Literal) or not names_in(node):
            return _always(plain(node)({}), node.type)
        match node:
            case Name(name=name):
                return self.leaves[name]
            case Logic(connective=connective, terms=terms):
                return _logic(connective, self.columns(terms))
            case Choice():
                return self._choice(node)
            case Default():
                return self._default(node)
            case Compare(comparison=comparison, left=left, right=right):
                return _compare(comparison, self.column(left), self.column(right))
            case OneOf():
                return self._one_of(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Extreme():
                return self._extreme(node)
            case Not() | Missing() | Negative() | Absolute() | Length() | Lower() | StartsWith():
                return _of_one(node, self.column(node.of))
            case _:
                assert_never(node)

    def columns(self, nodes: Sequence[Node]) -> list[Column]:
        return [self.column(node) for node in nodes]

    def once(self, columns: Sequence[Column]) -> list[Column]:
        """The columns so that they can be used several times and are computed once."""
        helpers = iter(self._helpers(*(column.value for column in columns if not column.plain)))
        return [column if column.plain else column.of(next(helpers), column.error, plain=True) for column in columns]

    def _helpers(self, *exprs: nw.Expr) -> list[nw.Expr]:
        names = list(itertools.islice(self._fresh, len(exprs)))
        self.helpers += names
        if names:
            self.frame = self.frame.with_columns(**dict(zip(names, exprs, strict=True)))
        return [nw.col(name) for name in names]

    def _helper(self, expr: nw.Expr) -> nw.Expr:
        return self._helpers(expr)[0]

    def _choice(self, node: Choice) -> Column:
        if not names_in(node.condition):
            # Folding has left only a condition that fails, and with it the choice.
            return _always(plain(node.condition)({}), node.type)
        condition, then, otherwise = self.columns([node.condition, node.then, node.otherwise])
        (condition,) = self.once([condition])

        def chosen(first: nw.Expr, second: nw.Expr) -> nw.Expr:
            return nw.when(condition.value).then(first).otherwise(nw.when(~condition.value).then(second))

        error = condition.error
        if then.error is not None or otherwise.error is not None:
            branch_errors = (NO_ERROR if part.error is None else part.error for part in (then, otherwise))
            error = first_of(error, chosen(*branch_errors))
        first, second = _alike([then, otherwise], node.type)
        return first.of(chosen(first.value, second.value), error)

    def _default(self, node: Default) -> Column:
        of, instead = self.columns([node.of, node.instead])
        if instead.error is not None:
            (of,) = self.once([of])
        later = None if instead.error is None else nw.when(of.value.is_null()).then(instead.error)
        first, second = _alike([of, instead], node.type)
        return first.of(nw.coalesce(first.value, second.value), first_of(of.error, later))

    def _one_of(self, node: OneOf) -> Column:
        of = self.column(node.of)
        if node.of.type.kind is Kind.TEXT:
            return Column(of.value.is_in([literal.value for literal in node.values]), of.error)
        (of,) = self.once([of])
        equal = [_compare(Comparison.EQUAL, of, _always(Result(literal.value), literal.type)).value for literal in node.values]
        return Column(reduce(operator.or_, equal), of.error)

    def _arithmetic(self, node: Arithmetic) -> Column:
        divides = node.operation is Operation.DIVIDE
        operands = self.columns([node.left, node.right])
        if divides or node.left_cap or node.right_cap:
            operands = self.once(operands)
        errors = [operand.error for operand in operands]
        left, right = (firm(figure_of(operand)) for operand in operands)
        if divides and not isinstance(node.right, Literal):
            errors.append(failed((right.expr == 0) & ~left.expr.is_null(), Failure.DIVISION_BY_ZERO))
        caps = (left, right, node.left_cap), (right, left, node.right_cap)
        errors += [_too_large(figure, other, cap) for figure, other, cap in caps if cap is not None]
        left, right = (figure if cap is None else capped(figure, int(cap)) for figure, _, cap in caps)
        if divides:
            result, error = self._quotient(node, left, right)
        else:
            result, error = self._calculated(node, left, right)
        return number(firm(result), first_of(*errors, error))

    def _calculated(self, node: Arithmetic, left: Figure, right: Figure) -> tuple[Figure, nw.Expr | None]:
        """The result, null where it is outside the exact range, and the error that says so."""
        if node.operation is Operation.MULTIPLY:
            result = multiplied(left, right, node.type, self.frame.implementation)
        else:
            result = summed(left, right, node.type, minus=node.operation is Operation.SUBTRACT)
        if not node.checked:
            return result, None
        result = result.computed(self._helper(result.expr))
        return within(result, int(LIMIT)), failed(beyond(result, int(LIMIT)), Failure.OUT_OF_RANGE)

    def _quotient(self, node: Arithmetic, left: Figure, right: Figure) -> tuple[Figure, nw.Expr | None]:
        operands = magnitudes(left, right)
        above, below, minus = self._helpers(operands.above, operands.below, operands.minus)
        operands = replace(operands, above=above, below=below, minus=minus)
        too_large = quotient_too_large(operands) if node.checked else None
        whole = self._helper(whole_part(operands, too_large))
        fraction = self._helper(fraction_guess(operands, whole))
        error = None if too_large is None else failed(too_large, Failure.OUT_OF_RANGE)
        return quotient(operands, whole, fraction, node.type), error

    def _extreme(self, node: Extreme) -> Column:
        items = self.once(self.columns(node.items))
        figures = alike([figure_of(item) for item in items], node.type)
        exprs = [figure.expr for figure in figures]
        # The engines' own least and greatest pass over null; here one missing item makes the outcome missing.
        known = reduce(operator.and_, (~expr.is_null() for expr in exprs))
        chosen = nw.max_horizontal(*exprs) if node.largest else nw.min_horizontal(*exprs)
        figure = Figure(nw.when(known).then(chosen), node.type, figures[0].held)
        return number(figure, first_of(*(item.error for item in items)))


def _always(result: Result, type_: Type) -> Column:
    """The same outcome for every row. Where it is a failure any value will do, because the error decides."""
    error = None if result.error is None else nw.lit(result.error.value)
    value = _ANY[type_.kind] if result.value is None else result.value
    if isinstance(value, Decimal):
        figure = constant(value, type_)
        return Column(figure.expr, error, figure, plain=True)
    return Column(nw.lit(value), error, plain=True)


_ANY: Mapping[Kind, Value] = {
    Kind.NUMBER: Decimal(0),
    Kind.TEXT: "",
    Kind.BOOLEAN: False,
    Kind.INSTANT: datetime(1970, 1, 1, tzinfo=UTC),
}


def _logic(connective: Connective, terms: Sequence[Column]) -> Column:
    """Joined from the left: a term's error counts only where no term before it has decided."""
    joined, *later = terms
    for term in later:
        error = joined.error
        if term.error is not None:
            open_still = joined.value if connective is Connective.AND else ~joined.value
            error = first_of(error, nw.when(nw.coalesce(open_still, nw.lit(True))).then(term.error))
        both = joined.value & term.value if connective is Connective.AND else joined.value | term.value
        joined = Column(both, error)
    return joined


_COMPARE: Mapping[Comparison, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.BELOW: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}


def _compare(comparison: Comparison, left: Column, right: Column) -> Column:
    sides = left.value, right.value
    if left.figure and right.figure:
        sides = comparable(left.figure, right.figure)
    return Column(_COMPARE[comparison](*sides), first_of(left.error, right.error))


def _of_one(node: Not | Missing | Negative | Absolute | Length | Lower | StartsWith, of: Column) -> Column:
    match node:
        case Not():
            return Column(~of.value, of.error)
        case Missing():
            return Column(of.value.is_null(), of.error)
        case Negative() | Absolute():
            figure = firm(figure_of(of))
            expr = -figure.expr if isinstance(node, Negative) else figure.expr.abs()
            return number(figure.computed(expr), of.error)
        case Length():
            length = of.value.str.len_chars().cast(nw.Int64)
            return number(Figure(length, node.type, Held(node.type.precision, whole=True)), of.error)
        case Lower():
            return Column(_lower(of.value), of.error)
        case StartsWith(prefix=prefix):
            return Column(of.value.str.starts_with(prefix), of.error)
        case _:
            assert_never(node)


def _lower(text: nw.Expr) -> nw.Expr:
    """Small letters, each letter by itself: the engines differ in Σ at the end of a word and in İ, which has two in small."""
    single = text.str.replace_all("Σ", "σ", literal=True).str.replace_all("İ", "i̇", literal=True)
    return single.str.to_lowercase()


def _too_large(figure: Figure, other: Figure, cap: Decimal) -> nw.Expr:
    return failed(beyond(figure, int(cap)) & ~other.expr.is_null(), Failure.OUT_OF_RANGE)


def _alike(parts: Sequence[Column], type_: Type) -> list[Column]:
    """Alternatives in one storage, of which a row takes one."""
    if type_.kind is not Kind.NUMBER:
        return list(parts)
    figures = alike([figure_of(part) for part in parts], type_)
    return [number(replace(figure, type=type_)) for figure in figures]
