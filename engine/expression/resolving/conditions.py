"""What is true or false, and what is chosen by it."""

from decimal import Decimal

from engine.expression import exact
from engine.expression.kinds import BOOLEAN, Kind
from engine.expression.problems import Code
from engine.expression.resolving.scope import Scope
from engine.expression.syntax import Syntax
from engine.expression.tree import Choice, Compare, Comparison, Connective, Default, Literal, Logic, Missing, Node, Not, OneOf
from engine.language import mark

MAX_LIST = 100
_WRITTEN = frozenset({"number", "text", "instant", "true", "false"})


def negation(scope: Scope, syntax: Syntax) -> Not:
    return Not(at=syntax.at, type=BOOLEAN, of=scope.condition(syntax.parts[0], "not"))


def logic(scope: Scope, syntax: Syntax) -> Logic:
    terms = scope.each(lambda part: scope.condition(part, syntax.op), syntax.parts)
    return Logic(at=syntax.at, type=BOOLEAN, connective=Connective(syntax.op), terms=tuple(terms))


def choice(scope: Scope, syntax: Syntax) -> Choice:
    condition, *branches = scope.each(
        lambda part: scope.condition(part, "?") if part is syntax.parts[0] else scope.node(part), syntax.parts
    )
    of_type = scope.common(syntax, branches, ":")
    return Choice(at=syntax.at, type=of_type, condition=condition, then=branches[0], otherwise=branches[1])


def default(scope: Scope, syntax: Syntax) -> Default:
    of, instead = scope.nodes(syntax.parts)
    return Default(at=syntax.at, type=scope.common(syntax, [of, instead], "??"), of=of, instead=instead)


def comparison(scope: Scope, syntax: Syntax) -> Node:
    nulls = [part for part in syntax.parts if part.op == "null"]
    if len(nulls) == 1 and syntax.op in {"==", "!="}:
        return _missing(scope, syntax)
    left, right = scope.nodes(syntax.parts)
    if scope.common(syntax, [left, right], syntax.op) == BOOLEAN and syntax.op not in {"==", "!="}:
        scope.tell(Code.KIND, syntax.at, mark("true and false have no order for '{sign}'"), sign=syntax.op)
    return Compare(at=syntax.at, type=BOOLEAN, comparison=Comparison(syntax.op), left=left, right=right)


def _missing(scope: Scope, syntax: Syntax) -> Node:
    of = scope.node(next(part for part in syntax.parts if part.op != "null"))
    test = Missing(at=syntax.at, type=BOOLEAN, of=of)
    return test if syntax.op == "==" else Not(at=syntax.at, type=BOOLEAN, of=test)


def one_of(scope: Scope, syntax: Syntax) -> OneOf:
    member, listed = syntax.parts
    if listed.op != "list" or not 1 <= len(listed.parts) <= MAX_LIST:
        what = mark("in is followed by a list of 1 to {limit} written values, as in [1, 2]")
        scope.tell(Code.KIND, syntax.at, what, limit=MAX_LIST)
    values = scope.each(lambda part: _written(scope, part), listed.parts)
    of = scope.node(member)
    if scope.common(syntax, [of, *values], "in").kind is Kind.BOOLEAN:
        scope.tell(Code.KIND, syntax.at, mark("a condition is true or false without a list"))
    return OneOf(at=syntax.at, type=BOOLEAN, of=of, values=tuple(values))


def _written(scope: Scope, syntax: Syntax) -> Literal:
    """A value as it can stand in a list: a literal or a negative number."""
    negative = syntax.op == "negative" and syntax.parts[0].op == "number"
    node = scope.node(syntax.parts[0]) if negative else scope.node(syntax) if syntax.op in _WRITTEN else None
    if not isinstance(node, Literal):
        scope.tell(
            Code.KIND, syntax.at, mark("a list after in has written values only; for several names join conditions with or")
        )
    if negative and isinstance(node.value, Decimal):
        return Literal(at=syntax.at, type=node.type, value=exact.EXACT.minus(node.value))
    return node
