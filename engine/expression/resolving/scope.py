"""What the reading of every part needs: the known names, the problems so far, and what operands must have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, TypeVar

from engine.expression import exact
from engine.expression.kinds import Kind, Type
from engine.expression.problems import KINDS, Code, Finding
from engine.expression.syntax import Syntax
from engine.expression.tree import Node
from engine.language import mark

Found = TypeVar("Found")


class Unsound(Exception):
    """A part has a problem that has been told; what contains it has nothing to add."""


class Scope:
    """Reads the parts of one expression. Every part is looked at before a problem in one of them stops the whole."""

    def __init__(self, names: Mapping[str, Type], readers: "Mapping[str, Callable[[Scope, Syntax], Node]]") -> None:
        self.names = names
        self.findings: list[Finding] = []
        self._readers = readers

    def tell(self, code: Code, at: int, message: str, **details: object) -> NoReturn:
        self.findings.append(Finding(code, message, at, details))
        raise Unsound

    def node(self, syntax: Syntax) -> Node:
        """The checked node of what was written. Raises Unsound when there is a problem in it."""
        return self._readers[syntax.op](self, syntax)

    def nodes(self, parts: Sequence[Syntax]) -> list[Node]:
        return self.each(self.node, parts)

    def each(self, read: Callable[[Syntax], Found], parts: Sequence[Syntax]) -> list[Found]:
        """What `read` makes of each part. Raises Unsound after the last one when one of them has a problem."""
        found = []
        for part in parts:
            try:
                found.append(read(part))
            except Unsound:
                continue
        if len(found) < len(parts):
            raise Unsound
        return found

    def condition(self, syntax: Syntax, sign: str) -> Node:
        node = self.node(syntax)
        if node.type.kind is not Kind.BOOLEAN:
            what = mark("'{sign}' joins conditions, which are true or false; this is {kind}")
            self.tell(Code.KIND, node.at, what, sign=sign, kind=KINDS[node.type.kind])
        return node

    def numbers(self, syntax: Syntax, parts: Sequence[Syntax], sign: str) -> list[Node]:
        nodes = self.nodes(parts)
        for node in nodes:
            if node.type.kind is not Kind.NUMBER:
                self.tell(
                    Code.KIND,
                    syntax.at,
                    mark("'{sign}' calculates with numbers; this is {kind}"),
                    sign=sign,
                    kind=KINDS[node.type.kind],
                )
        return nodes

    def text(self, syntax: Syntax, name: str) -> Node:
        node = self.node(syntax)
        if node.type.kind is not Kind.TEXT:
            what = mark("'{name}' is a property of texts; this is {kind}")
            self.tell(Code.KIND, node.at, what, name=name, kind=KINDS[node.type.kind])
        return node

    def common(self, syntax: Syntax, operands: Sequence[Node], sign: str) -> Type:
        """The type of all operands together; numbers are widened to hold each of them."""
        kinds = list(dict.fromkeys(operand.type.kind for operand in operands))
        if len(kinds) > 1:
            what = mark("'{sign}' needs values of one kind; here are {left} and {right}")
            self.tell(Code.KIND, syntax.at, what, sign=sign, left=KINDS[kinds[0]], right=KINDS[kinds[1]])
        if kinds != [Kind.NUMBER]:
            return operands[0].type
        return exact.joined([operand.type for operand in operands], self.common_unit(syntax, operands, sign))

    def common_unit(self, syntax: Syntax, operands: Sequence[Node], sign: str) -> str:
        """The one unit of measure that is stated, or "" when none is."""
        units = list(dict.fromkeys(operand.type.unit for operand in operands if operand.type.unit))
        if len(units) > 1:
            what = mark("'{sign}' needs numbers of one unit of measure; here are {left} and {right}")
            self.tell(Code.UNIT, syntax.at, what, sign=sign, left=units[0], right=units[1])
        return units[0] if units else ""
