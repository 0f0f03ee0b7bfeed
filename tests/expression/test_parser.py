"""Every part knows the place in the text that it was made of, and rule-engine evaluates nothing while it parses."""

import pytest

from engine import expression
from engine.expression import BOOLEAN, TEXT, number
from engine.expression.tree import Node, parts

NAMES = {"x": number(), "y": number(), "s": TEXT, "a": BOOLEAN, "b": BOOLEAN}


def places(node: Node, text: str) -> list[str]:
    """The name of each part's class and the text at its place, in order."""
    inner = [place for part in parts(node) for place in places(part, text)]
    return [f"{type(node).__name__} {text[node.at :].split()[0]}", *inner]


def test_every_part_stands_where_it_was_written() -> None:
    """Brackets, lines and words of several characters do not shift the places."""
    text = "a and\n(  x + 2 * y ) / 3 >= - x or s.starts_with('Å') and x not in [ 1, -2 ]"
    found = expression.compile(text, NAMES)
    assert places(found.root, text) == [
        "Logic or",
        "Logic and",
        "Name a",
        "Compare >=",
        "Arithmetic /",
        "Arithmetic +",
        "Name x",
        "Arithmetic *",
        "Literal 2",
        "Name y",
        "Literal 3",
        "Negative -",
        "Name x",
        "Logic and",
        "StartsWith starts_with('Å')",
        "Name s.starts_with('Å')",
        "Not not",
        "OneOf in",
        "Name x",
        "Literal 1,",
        "Literal -2",
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("x - y - x > 0", "((x - y) - x) > 0"),
        ("x / y * x > 0", "((x / y) * x) > 0"),
        ("-x * y > 0", "((-x) * y) > 0"),
        ("not a == b", "not (a == b)"),
        ("not a and b", "(not a) and b"),
        ("a or b and a", "a or (b and a)"),
        ("a ? b : a ? b : b", "a ? b : (a ? b : b)"),
        ("x < y == a", "(x < y) == a"),
        ("not x in [1]", "not (x in [1])"),
        ("not x not in [1]", "not (x not in [1])"),
        ("(not a ? s : 'x') not in ['y']", "((not a) ? s : 'x') not in ['y']"),
        ("(x not in [1]) != a", "(not (x in [1])) != a"),
    ],
)
def test_what_binds_tighter(text: str, shape: str) -> None:
    """Precedence as in rule-engine's grammar: brackets around it change nothing."""
    plain, bracketed = expression.compile(text, NAMES), expression.compile(shape, NAMES)
    assert _shape(plain.root) == _shape(bracketed.root)


def _shape(node: Node) -> tuple[object, ...]:
    own = [getattr(node, field, "") for field in ("connective", "comparison", "operation", "name", "value", "prefix")]
    return (type(node).__name__, *own, *(_shape(part) for part in parts(node)))


def test_nothing_is_evaluated_while_it_is_parsed() -> None:
    """rule-engine alone would divide by zero here, and hang on worse."""
    assert expression.compile("x > 1 / (2 - 2)", NAMES).names == {"x": NAMES["x"]}
