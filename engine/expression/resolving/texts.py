"""What is asked of a text, and which of the functions is called."""

from engine.expression.kinds import BOOLEAN, TEXT, Kind, Type
from engine.expression.problems import Code
from engine.expression.resolving.numbers import absolute, aggregate
from engine.expression.resolving.scope import Scope
from engine.expression.resolving.values import misplaced_function
from engine.expression.syntax import Syntax
from engine.expression.tree import Length, Lower, Node, StartsWith
from engine.language import mark

LENGTH = Type(Kind.NUMBER, 0, 10**10 - 1)
"""No text that fits in memory is longer."""


def call(scope: Scope, syntax: Syntax) -> Node:
    if syntax.word == "starts_with":
        return _starts_with(scope, syntax)
    if not syntax.word.startswith("$"):
        scope.tell(Code.SYNTAX, syntax.at, mark("'{name}' is not a function; write it without brackets"), name=syntax.word)
    return absolute(scope, syntax) if syntax.word == "$abs" else aggregate(scope, syntax)


def attribute(scope: Scope, syntax: Syntax) -> Node:
    if syntax.word == "starts_with":
        return misplaced_function(scope, syntax)
    of = scope.text(syntax.parts[0], syntax.word)
    return Length(at=syntax.at, type=LENGTH, of=of) if syntax.word == "length" else Lower(at=syntax.at, type=TEXT, of=of)


def _starts_with(scope: Scope, syntax: Syntax) -> StartsWith:
    of, prefixes = scope.text(syntax.parts[0], syntax.word), syntax.parts[1:]
    if [prefix.op for prefix in prefixes] != ["text"]:
        scope.tell(Code.KIND, syntax.at, mark('starts_with takes one written text, as in code.starts_with("A")'))
    return StartsWith(at=syntax.at, type=BOOLEAN, of=of, prefix=prefixes[0].word)
