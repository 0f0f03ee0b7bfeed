"""Items and defaults: what is shared, and whose line a mistake is on."""

import pytest

from engine.errors import Problem
from engine.rulebook.files import Holds
from engine.rulebook.items import Item, items
from engine.rulebook.yaml import read


def items_of(text: str) -> list[Item | Problem]:
    return list(items(read(text.encode(), "f.yaml"), Holds.RULES))


def test_a_list_is_enough() -> None:
    """A file without defaults is simply its items."""
    assert [item.data for item in items_of("- {id: a}\n- {id: b}\n") if isinstance(item, Item)] == [{"id": "a"}, {"id": "b"}]


def test_defaults_lie_under_every_item_and_are_not_mixed_into_its_own_keys() -> None:
    """The merge is shallow: an item's own `missing` has nothing of the defaults' `missing`."""
    first, second = items_of(
        "defaults: {owner: hr, missing: {a: 1, b: 2}}\nrules:\n  - {missing: {a: 3}}\n  - {owner: drift}\n"
    )
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert first.data == {"owner": "hr", "missing": {"a": 3}}
    assert second.data == {"owner": "drift", "missing": {"a": 1, "b": 2}}


def test_a_place_is_where_the_value_really_stands() -> None:
    """In the defaults if it came from there, else in the item, else where the item begins."""
    (item,) = items_of("defaults:\n  owner: hr\nrules:\n  - id: a\n")
    assert isinstance(item, Item)
    places = [str(item.place(path)) for path in [("owner",), ("id",), ("severity",), ()]]
    assert places == ["f.yaml:2:10", "f.yaml:4:9", "f.yaml:4:5", "f.yaml:4:5"]
    assert str(item.place(("owner",), at_key=True)) == "f.yaml:2:3"


def test_an_empty_list_is_no_mistake_of_the_file() -> None:
    """That nothing is in force is told for the organisation, not here."""
    assert items_of("rules: []") == []


@pytest.mark.timeout(10)
def test_defaults_are_no_bomb() -> None:
    """What a few kilobytes multiply to is counted before it is built; an item's own keys take nothing of the defaults."""
    columns = ", ".join(f"c{number}: {{metric: m}}" for number in range(1_000))
    items_in_the_file = "".join(f"  - {{id: s{number}}}\n" for number in range(1_000))
    found = items_of(f"defaults: {{columns: {{{columns}}}}}\nrules:\n{items_in_the_file}")
    assert isinstance(found[-1], Problem)
    assert found[-1].line() == (
        "f.yaml:102:5 [R009] with the defaults, the items of this file have more than 200 000 values: split it"
    )
    assert len(items_of(f"defaults: {{columns: {{{columns}}}}}\nrules:\n" + "  - {columns: 1}\n" * 1_000)) == 1_000
