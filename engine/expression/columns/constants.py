"""What can be said without a row is said before columns are built: the engines treat constants as scalars, and not every
operation of every engine takes one."""

from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal

from engine.expression.plain import plain
from engine.expression.tree import NODES, Choice, Default, Literal, Node, names_in


def folded(node: Node) -> Node:
    """The same expression in which a part without names is a literal, unless it fails, and no literal chooses."""
    node = _with_folded_parts(node)
    match node:
        case Literal():
            return node
        case Choice(condition=Literal(value=chosen), then=then, otherwise=otherwise):
            return then if chosen else otherwise
        case Default(of=Literal() as of):
            return of
    return node if names_in(node) else _constant(node)


def _constant(node: Node) -> Node:
    value = plain(node)({}).value
    return Literal(at=node.at, type=node.type, value=value) if isinstance(value, Decimal | str | bool | datetime) else node


def _with_folded_parts(node: Node) -> Node:
    changed: dict[str, object] = {}
    for field in fields(node):
        content = getattr(node, field.name)
        if isinstance(content, NODES):
            changed[field.name] = folded(content)
        elif isinstance(content, tuple):
            changed[field.name] = tuple(folded(part) for part in content)
    return replace(node, **changed)  # type: ignore[arg-type]
