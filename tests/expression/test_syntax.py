"""The tree as written survives its storage, and nothing else passes for it."""

from typing import Any

import pytest

from engine.expression.guards import checked_tokens
from engine.expression.parser import parse
from engine.expression.syntax import Syntax, depth, flattened, from_json


def written(text: str) -> Syntax:
    return parse(text, checked_tokens(text, ())[0])


@pytest.mark.parametrize("text", ["x", "a and b and not c", "$min([x, -1]) < (y ?? 2) ? 'Å' : s.as_lower", "x not in [1, 2]"])
def test_it_comes_back_as_it_was(text: str) -> None:
    """JSON keeps every word and place."""
    assert from_json(written(text).as_json()) == written(text)


@pytest.mark.parametrize(
    "data", [None, [], {}, "x", ["name", 0, "x"], ["name", "0", "x", []], ["name", 0, "x", [None]], ["name", 0, 5, []]]
)
def test_what_has_another_shape_is_not_an_expression(data: Any) -> None:
    """A stored tree is read by its shape, never trusted."""
    with pytest.raises(ValueError, match="not a stored expression"):
        from_json(data)


def test_a_chain_is_one_node() -> None:
    """`a and b and c and d` is one level deep, whatever the brackets."""
    assert [part.word for part in written("a and b and (c and d)").parts] == ["a", "b", "c", "d"]
    assert depth(written("a and b and (c and d)")) == 2
    assert depth(written("a and (b or c)")) == 3
    assert flattened("and", (Syntax("name", 0, "a"),)) == (Syntax("name", 0, "a"),)
