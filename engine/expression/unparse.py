"""An expression as text again, written one way: the words that an explanation shows. Compiling it gives the same tree."""

from datetime import datetime
from decimal import Decimal
from typing import assert_never

from engine.expression.kinds import Value
from engine.expression.tree import (
    Absolute,
    Arithmetic,
    Choice,
    Compare,
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

# How tightly each form binds in rule-engine's grammar; a part that binds looser than its place is put in brackets.
_CHOICE, _OR, _AND, _NOT, _DEFAULT, _EQUALITY, _ORDER, _SUM, _PRODUCT, _SIGN, _ATOM = range(11)


def unparse(node: Node) -> str:
    return _written(node)[0]


def literal(value: Value) -> str:
    """A value as it is written in an expression."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return f'd"{value.isoformat()}"'
        case str():
            return f'"{value}"' if '"' not in value else f"'{value}'"


def _written(node: Node) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match node:
        case Literal(value=value):
            negative = isinstance(value, Decimal) and value < 0
            return literal(value), _SIGN if negative else _ATOM
        case Name(name=name):
            return name, _ATOM
        case Not(of=Missing(of=of)):
            return f"{_in(of, _ORDER)} != null", _EQUALITY
        case Not(of=OneOf(of=of, values=values)):
            # rule-engine's grammar lets `not in` bind as loosely as `not`: a != b not in [c] is (a != b) not in [c].
            return f"{_in(of, _SUM)} not in {_listed(values)}", _NOT
        case Not(of=of):
            return f"not {_in(of, _NOT)}", _NOT
        case Logic(connective=connective, terms=terms):
            level = _AND if connective is Connective.AND else _OR
            return f" {connective} ".join(_in(term, level + 1) for term in terms), level
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return f"{_in(condition, _OR)} ? {_in(then, _OR)} : {_in(otherwise, _CHOICE)}", _CHOICE
        case Default(of=of, instead=instead):
            return f"{_in(of, _ATOM)} ?? {_in(instead, _ATOM)}", _DEFAULT
        case Missing(of=of):
            return f"{_in(of, _ORDER)} == null", _EQUALITY
        case Compare(comparison=comparison, left=left, right=right):
            level = _EQUALITY if comparison in {"==", "!="} else _ORDER
            return f"{_in(left, level + 1)} {comparison} {_in(right, level + 1)}", level
        case OneOf(of=of, values=values):
            return f"{_in(of, _SUM)} in {_listed(values)}", _ORDER
        case Arithmetic(operation=operation, left=left, right=right):
            level = _SUM if operation in {Operation.ADD, Operation.SUBTRACT} else _PRODUCT
            return f"{_in(left, level)} {operation} {_in(right, level + 1)}", level
        case Negative(of=of):
            return f"-{_in(of, _ATOM)}", _SIGN
        case Absolute(of=of):
            return f"$abs({unparse(of)})", _ATOM
        case Extreme(largest=largest, items=items):
            return f"{'$max' if largest else '$min'}([{', '.join(map(unparse, items))}])", _ATOM
        case Length(of=of):
            return f"{_in(of, _ATOM)}.length", _ATOM
        case Lower(of=of):
            return f"{_in(of, _ATOM)}.as_lower", _ATOM
        case StartsWith(of=of, prefix=prefix):
            return f"{_in(of, _ATOM)}.starts_with({literal(prefix)})", _ATOM
        case _:
            assert_never(node)


def _in(part: Node, at_least: int) -> str:
    """The part, in brackets when it binds looser than its place needs. `??` is always in brackets, as the language demands."""
    text, level = _written(part)
    loose = level < at_least or (level == _DEFAULT and at_least > _NOT)
    return f"({text})" if loose else text


def _listed(values: tuple[Literal, ...]) -> str:
    return f"[{', '.join(literal(value.value) for value in values)}]"
