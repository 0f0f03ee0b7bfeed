"""The tree of units."""

import pytest

from engine.rulebook.lint.units import UnitLint
from tests.rulebook.lint.making import told, unit


def said(*units: tuple[str, str | None], lost: tuple[str, ...] = ()) -> dict[str, list[tuple[str, str]]]:
    nodes = [unit(name, parent) for name, parent in units]
    lint = UnitLint("org", nodes, lost)
    return {node.id: told(lint(node)) for node in nodes if told(lint(node))}


def test_a_tree_is_silent() -> None:
    """The root may be listed or not."""
    assert said(("org", None), ("a", "org"), ("b", "a")) == {}
    assert said(("a", "org")) == {}


def test_every_unit_of_a_circle_is_told_and_nobody_else() -> None:
    """A unit that hangs on a circle is not in it; a unit can be its own circle."""
    found = said(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "e"))
    assert set(found) == {"a", "b", "c", "e"}
    assert found["e"] == [("parent", "the parents go round in a circle: e → e")]


@pytest.mark.timeout(10)
def test_a_deep_tree_and_a_long_circle_are_cheap() -> None:
    """Each unit is visited once, without recursion, and a long circle is not written out."""
    chain = [(f"u{number}", f"u{number + 1}") for number in range(20_000)]
    assert said(*chain, ("u20000", "org")) == {}
    circle = said(*chain[:5_000], ("u5000", "u0"))
    assert len(circle) == 5_001
    assert all(len(lines[0][1]) < 80 for lines in circle.values())


def test_a_parent_that_did_not_load_is_told_as_such() -> None:
    """The unit itself may be right."""
    assert said(("a", "b"), lost=("b/units.yaml",)) == {
        "a": [("parent", "'b' is not there, because b/units.yaml did not load")]
    }
