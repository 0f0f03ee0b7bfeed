"""What is calculated, and the exact range that follows from its operands."""

from collections.abc import Sequence

from engine.expression import exact
from engine.expression.problems import Code
from engine.expression.resolving.scope import Scope
from engine.expression.syntax import Syntax
from engine.expression.tree import Absolute, Arithmetic, Extreme, Literal, Negative, Node, Operation
from engine.language import mark

MAX_ITEMS = 20


def arithmetic(scope: Scope, syntax: Syntax) -> Arithmetic:
    left, right = scope.numbers(syntax, syntax.parts, syntax.op)
    return _calculated(scope, syntax, Operation(syntax.op), left, right)


def negative(scope: Scope, syntax: Syntax) -> Negative:
    (of,) = scope.numbers(syntax, syntax.parts, "-")
    return Negative(at=syntax.at, type=of.type, of=of)


def absolute(scope: Scope, syntax: Syntax) -> Absolute:
    if len(syntax.parts) != 1:
        scope.tell(Code.KIND, syntax.at, mark("$abs takes one number"))
    (of,) = scope.numbers(syntax, syntax.parts, "$abs")
    return Absolute(at=syntax.at, type=of.type, of=of)


def aggregate(scope: Scope, syntax: Syntax) -> Node:
    items = syntax.parts[0].parts if [part.op for part in syntax.parts] == ["list"] else ()
    if not 1 <= len(items) <= MAX_ITEMS:
        what = mark("'{name}' takes one list of 1 to {limit} numbers, as in {name}([a, b])")
        scope.tell(Code.KIND, syntax.at, what, name=syntax.word, limit=MAX_ITEMS)
    numbers = scope.numbers(syntax, items, syntax.word)
    if syntax.word == "$sum" or len(numbers) == 1:
        return _total(scope, syntax, numbers)
    unit = scope.common_unit(syntax, numbers, syntax.word)
    of_type = exact.joined([number.type for number in numbers], unit)
    return Extreme(at=syntax.at, type=of_type, largest=syntax.word == "$max", items=tuple(numbers))


def _total(scope: Scope, syntax: Syntax, numbers: Sequence[Node]) -> Node:
    """`$sum([a, b, c])` is a + b + c."""
    so_far, *others = numbers
    for number in others:
        so_far = _calculated(scope, syntax, Operation.ADD, so_far, number)
    return so_far


def _calculated(scope: Scope, syntax: Syntax, operation: Operation, left: Node, right: Node) -> Arithmetic:
    """Adding keeps the unit of measure. Multiplying and dividing convert, so that their result has no stated unit."""
    unit = scope.common_unit(syntax, [left, right], operation) if operation in {Operation.ADD, Operation.SUBTRACT} else ""
    if operation is Operation.DIVIDE and isinstance(right, Literal) and right.value == 0:
        scope.tell(Code.ZERO, syntax.at, mark("this always divides by zero"))
    try:
        found = exact.range_of(operation, left.type, right.type, unit)
    except exact.TooFine as error:
        product = mark("the product would have {decimals} decimals; {limit} can be kept exact: use figures with fewer")
        divided = mark("this divides a number with {decimals} decimals; {limit} can be kept exact: divide first, or use fewer")
        what = divided if operation is Operation.DIVIDE else product
        scope.tell(Code.EXACT, syntax.at, what, decimals=error.scale, limit=error.limit)
    return Arithmetic(
        at=syntax.at,
        type=found.type,
        operation=operation,
        left=left,
        right=right,
        left_cap=found.left_cap,
        right_cap=found.right_cap,
        checked=found.checked,
    )
