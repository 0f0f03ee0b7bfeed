"""The checked tree of an expression: every node knows its type, its place in the text and, for arithmetic, its exact range."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import get_args

from engine.expression.kinds import Type


class Connective(StrEnum):
    AND = "and"
    OR = "or"


class Comparison(StrEnum):
    EQUAL = "=="
    UNEQUAL = "!="
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="


class Operation(StrEnum):
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """`at` is the offset in the text of the token that the node is named after."""

    at: int
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(_Node):
    value: Decimal | str | bool | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(_Node):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(_Node):
    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic(_Node):
    """`a and b and c` is one node with three terms."""

    connective: Connective
    terms: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(_Node):
    """`condition ? then : otherwise`"""

    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Default(_Node):
    """`of ?? instead`"""

    of: "Node"
    instead: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(_Node):
    """`of == null`"""

    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(_Node):
    comparison: Comparison
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(_Node):
    """`of in [1, 2, 3]`"""

    of: "Node"
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(_Node):
    """A caller of this node may rely on its type: what would lie outside is the failure `out_of_range`."""

    operation: Operation
    left: "Node"
    right: "Node"
    left_cap: Decimal | None = None
    """The operand must be smaller than this in magnitude; None where its type promises it."""
    right_cap: Decimal | None = None
    checked: bool = False
    """True when the operands' types alone do not promise that the result is inside the exact range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(_Node):
    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absolute(_Node):
    """`$abs(of)`"""

    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme(_Node):
    """`$min([a, b])` or `$max([a, b])`"""

    largest: bool
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(_Node):
    """`of.length`, in characters (code points)."""

    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower(_Node):
    """`of.as_lower`"""

    of: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsWith(_Node):
    """`of.starts_with("prefix")`"""

    of: "Node"
    prefix: str


Node = (
    Literal
    | Name
    | Not
    | Logic
    | Choice
    | Default
    | Missing
    | Compare
    | OneOf
    | Arithmetic
    | Negative
    | Absolute
    | Extreme
    | Length
    | Lower
    | StartsWith
)
NODES = get_args(Node)


def names_in(node: Node) -> frozenset[str]:
    """The names that the node reads."""
    if isinstance(node, Name):
        return frozenset([node.name])
    return frozenset[str]().union(*(names_in(part) for part in parts(node)))


def parts(node: Node) -> Iterator[Node]:
    """The nodes that this one consists of, in the order of the text."""
    for field in fields(node):
        content = getattr(node, field.name)
        for part in content if isinstance(content, tuple) else (content,):
            if isinstance(part, NODES):
                yield part
