"""From what was written to what it means: every name known, every operator between the right kinds, all problems at once."""

from collections.abc import Callable, Mapping

from engine.expression.kinds import Type
from engine.expression.problems import Finding
from engine.expression.resolving import conditions, numbers, texts, values
from engine.expression.resolving.scope import Scope, Unsound
from engine.expression.syntax import Syntax
from engine.expression.tree import Node

_READERS: Mapping[str, Callable[[Scope, Syntax], Node]] = {
    "number": values.number,
    "text": values.text,
    "true": values.boolean,
    "false": values.boolean,
    "instant": values.instant,
    "null": values.misplaced_null,
    "name": values.name,
    "list": values.misplaced_list,
    "function": values.misplaced_function,
    "not": conditions.negation,
    "and": conditions.logic,
    "or": conditions.logic,
    "?": conditions.choice,
    "??": conditions.default,
    "in": conditions.one_of,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), conditions.comparison),
    **dict.fromkeys(("+", "-", "*", "/"), numbers.arithmetic),
    "negative": numbers.negative,
    "call": texts.call,
    "attribute": texts.attribute,
}


def resolve(syntax: Syntax, names: Mapping[str, Type]) -> tuple[Node | None, list[Finding]]:
    """The checked tree, or None and what is wrong."""
    scope = Scope(names, _READERS)
    try:
        return scope.node(syntax), scope.findings
    except Unsound:
        return None, scope.findings
