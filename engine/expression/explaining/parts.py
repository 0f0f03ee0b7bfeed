"""Every part of an expression with its outcome for one row, and whether it was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from engine.expression.door import Expression
from engine.expression.kinds import Result, Value
from engine.expression.plain import plain
from engine.expression.tree import Choice, Connective, Default, Literal, Logic, Node, parts
from engine.expression.unparse import unparse
from engine.expression.walk import Row


class State(StrEnum):
    TRUE = "true"
    FALSE = "false"
    VALUE = "value"
    MISSING = "missing"
    FAILED = "failed"
    NOT_LOOKED_AT = "not_looked_at"
    """Something before it had decided; its value does not matter and was not computed."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of the expression: its words, its outcome, and the parts that it consists of. Literals are not parts."""

    text: str
    result: Result | None
    """None when the part was not looked at."""
    parts: tuple["Explained", ...]
    node: Node = field(repr=False)

    @property
    def state(self) -> State:
        if self.result is None:
            return State.NOT_LOOKED_AT
        if self.result.error is not None:
            return State.FAILED
        match self.result.value:
            case None:
                return State.MISSING
            case bool(value):
                return State.TRUE if value else State.FALSE
            case _:
                return State.VALUE

    def as_json(self) -> dict[str, Any]:
        """The tree in plain words: numbers as decimal text, instants in ISO 8601."""
        outcome = self.result or Result()
        return {
            "text": self.text,
            "state": self.state.value,
            "value": _plain_value(outcome.value),
            "error": outcome.error and outcome.error.value,
            "parts": [part.as_json() for part in self.parts],
        }


def explain(expression: Expression, row: Row) -> Explained:
    """The outcome of every part for a row that came through the boundary."""
    return _explained(expression.root, row)


def _explained(node: Node, row: Row) -> Explained:
    result = plain(node)(row)
    known = [part for part in parts(node) if not isinstance(part, Literal)]
    looked_at = {id(part) for part in _looked_at(node, list(parts(node)), row)}
    inner = tuple(_explained(part, row) if id(part) in looked_at else _passed_over(part) for part in known)
    return Explained(unparse(node), result, inner, node)


def _passed_over(node: Node) -> Explained:
    inner = tuple(_passed_over(part) for part in parts(node) if not isinstance(part, Literal))
    return Explained(unparse(node), None, inner, node)


def _looked_at(node: Node, inner: Sequence[Node], row: Row) -> Sequence[Node]:
    """The parts that were looked at before the node was decided; a failure ends the looking."""
    match node:
        case Logic(connective=connective):
            return _until(inner, row, connective is Connective.OR)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            match plain(condition)(row).value:
                case None:
                    return [condition]
                case chosen:
                    return [condition, then if chosen else otherwise]
        case Default(of=of, instead=instead):
            return [of, instead] if plain(of)(row).missing else [of]
        case _:
            return _until(inner, row, None)


def _until(inner: Sequence[Node], row: Row, deciding: bool | None) -> Sequence[Node]:
    """The parts up to and with the first that fails or decides."""
    for count, part in enumerate(inner, start=1):
        result = plain(part)(row)
        if result.error is not None or (deciding is not None and result.value is deciding):
            return inner[:count]
    return inner


def _plain_value(value: Value) -> str | bool | None:
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat()
        case _:
            return value
