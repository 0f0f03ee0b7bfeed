"""The only door to rule-engine's parser: tokens that passed the guards in, the tree as written out.

rule-engine parses in two steps. First its grammar makes a tree of deferred nodes; then each node is built, and constants are
evaluated on the way. We keep the first tree and never build it: nothing of a user's text is evaluated while it is loaded.
Importing this module costs about half a second, because rule-engine makes its tables anew each time.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rule_engine import ast
from rule_engine.errors import RuleSyntaxError
from rule_engine.parser import Parser

from engine.expression.problems import Code, Finding
from engine.expression.syntax import Syntax, flattened
from engine.expression.tokens import Part, Token
from engine.language import mark

_BRACKETS = frozenset({"(", ")", "[", "]", ","})


class Misread(Exception):
    """The tokens are not an expression; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class _Whole:
    """What rule-engine takes for a statement and asks to build itself."""

    def __init__(self, deferred: Any) -> None:
        self.deferred = deferred

    def build(self) -> Any:
        return self.deferred


class _Grammar(Parser):
    """rule-engine's grammar with one production changed: the statement keeps its expression unbuilt."""

    start = "statement"

    def p_statement_expr(self, p: Any) -> None:
        """
        statement : expression
                  | expression COMMENT
        """
        p[0] = _Whole(p[1])


_GRAMMAR = _Grammar()


def parse(text: str, read: Sequence[Token]) -> Syntax:
    """The tree of a text whose tokens the guards let through. Raises Misread."""
    try:
        # Deferred nodes only carry the context to their building, which never comes.
        deferred = _GRAMMAR.parse(text, None)  # type: ignore[arg-type]
    except RuleSyntaxError as error:
        raise Misread(_unexpected(text, getattr(error.token, "lexpos", None), read)) from None
    return _Reader(read).syntax(deferred)


def _unexpected(text: str, offset: int | None, read: Sequence[Token]) -> Finding:
    if offset is None:
        return Finding(Code.SYNTAX, mark("the expression ends before it is complete"), len(text.rstrip()))
    found = next((token for token in read if token.at == offset), None)
    if found is not None and found.text in {"<", "<=", ">", ">=", "==", "!=", "in"}:
        what = mark("'{sign}' does not continue a comparison; write two comparisons joined by and")
        return Finding(Code.SYNTAX, what, offset, {"sign": found.text})
    what = mark("'{word}' is not expected here; is an operator, a value or a bracket missing before it?")
    return Finding(Code.SYNTAX, what, offset, {"word": found.text if found else text[offset : offset + 1]})


class _Reader:
    """Walks rule-engine's tree and our tokens side by side, so that every node gets its true place.

    The tree is walked in the order of the text; each leaf and operator takes the next token. Should the two ever disagree,
    the text is refused instead of being misunderstood.
    """

    def __init__(self, read: Sequence[Token]) -> None:
        self._tokens = [token for token in read if token.part is not Part.SIGN or token.text not in _BRACKETS]
        self._taken = 0

    def syntax(self, node: Any) -> Syntax:
        return _READERS[node.cls](self, node)

    def take(self, *expected: str) -> Token:
        """The next token, which is one of the expected signs or words, or a value when none is named."""
        token = self._ahead(0)
        if token is None or (token.part in {Part.SIGN, Part.WORD} and token.text not in expected):
            what = mark("the expression can be read in two ways here; put brackets")
            raise Misread(Finding(Code.SYNTAX, what, token.at if token else 0))
        self._taken += 1
        return token

    def _ahead(self, count: int) -> Token | None:
        return self._tokens[self._taken + count] if self._taken + count < len(self._tokens) else None

    # One method per kind of node ------------------------------------------------------------------------------------------

    def literal(self, _: Any) -> Syntax:
        token = self.take("true", "false", "null")
        return Syntax(token.text if token.part is Part.WORD else token.part.value, token.at, token.text)

    def binary(self, node: Any) -> Syntax:
        _, _, left, right = node.args
        first = self.syntax(left)
        sign = self.take(*_BINARY)
        return self._joined(sign, first, self.syntax(right))

    def default(self, node: Any) -> Syntax:
        _, left, right = node.args
        first = self.syntax(left)
        return self._joined(self.take("??"), first, self.syntax(right))

    @staticmethod
    def _joined(sign: Token, left: Syntax, right: Syntax) -> Syntax:
        parts = flattened(sign.text, (left, right)) if sign.text in {"and", "or"} else (left, right)
        return Syntax(sign.text, sign.at, "", parts)

    def unary(self, node: Any) -> Syntax:
        _, operator, operand = node.args
        if operator == "UMINUS":
            sign = self.take("-")
            return Syntax("negative", sign.at, "", (self.syntax(operand),))
        if operand.cls is ast.ContainsExpression and self._is_not_in(operand):
            return self._not_in(operand)
        sign = self.take("not")
        return Syntax("not", sign.at, "", (self.syntax(operand),))

    def _is_not_in(self, node: Any) -> bool:
        """Both `not a in b` and `a not in b` come as the negation of `a in b`: only the tokens tell them apart."""
        _, _, member = node.args
        after = self._ahead(_token_count(member))
        return after is not None and after.part is Part.WORD and after.text == "not"

    def _not_in(self, node: Any) -> Syntax:
        _, container, member = node.args
        first = self.syntax(member)
        negation, sign = self.take("not"), self.take("in")
        return Syntax("not", negation.at, "", (Syntax("in", sign.at, "", (first, self.syntax(container))),))

    def contains(self, node: Any) -> Syntax:
        _, container, member = node.args
        first = self.syntax(member)
        sign = self.take("in")
        return Syntax("in", sign.at, "", (first, self.syntax(container)))

    def choice(self, node: Any) -> Syntax:
        _, condition, then, otherwise = node.args
        first = self.syntax(condition)
        sign = self.take("?")
        second = self.syntax(then)
        self.take(":")
        return Syntax("?", sign.at, "", (first, second, self.syntax(otherwise)))

    def array(self, node: Any) -> Syntax:
        first = self._ahead(0)
        return Syntax("list", first.at if first else 0, "", tuple(self.syntax(item) for item in node.args[1]))

    def attribute(self, node: Any) -> Syntax:
        _, of, _ = node.args
        first = self.syntax(of)
        self.take(".")
        token = self.take()
        return Syntax("attribute", token.at, token.text, (first,))

    def call(self, node: Any) -> Syntax:
        _, function, arguments = node.args
        called = self.syntax(function)
        if called.op not in {"function", "attribute"}:
            what = mark("what stands before the bracket is not a function; is an operator missing?")
            raise Misread(Finding(Code.SYNTAX, what, called.at))
        return Syntax("call", called.at, called.word, (*called.parts, *(self.syntax(each) for each in arguments)))


def _token_count(node: Any) -> int:
    """How many tokens the node was made of, brackets and commas apart."""
    own = {ast.TernaryExpression: 2, ast.GetAttributeExpression: 2, ast.ArrayExpression: 0, ast.FunctionCallExpression: 0}
    return own.get(node.cls, 1) + sum(_token_count(part) for part in _inner(node))


def _inner(node: Any) -> Iterator[Any]:
    for argument in node.args:
        for part in argument if isinstance(argument, tuple | deque) else (argument,):
            if hasattr(part, "cls"):
                yield part


_BINARY = ("and", "or", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/")
_READERS: dict[Any, Callable[[_Reader, Any], Syntax]] = {
    ast.SymbolExpression: _Reader.literal,
    ast.FloatExpression: _Reader.literal,
    ast.StringExpression: _Reader.literal,
    ast.DatetimeExpression: _Reader.literal,
    ast.BooleanExpression: _Reader.literal,
    ast.NullExpression: _Reader.literal,
    ast.LogicExpression: _Reader.binary,
    ast.ComparisonExpression: _Reader.binary,
    ast.ArithmeticComparisonExpression: _Reader.binary,
    ast.ArithmeticExpression: _Reader.binary,
    ast.AddExpression: _Reader.binary,
    ast.SubtractExpression: _Reader.binary,
    ast.CoalesceExpression: _Reader.default,
    ast.UnaryExpression: _Reader.unary,
    ast.ContainsExpression: _Reader.contains,
    ast.TernaryExpression: _Reader.choice,
    ast.ArrayExpression: _Reader.array,
    ast.GetAttributeExpression: _Reader.attribute,
    ast.FunctionCallExpression: _Reader.call,
}
