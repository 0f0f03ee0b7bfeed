"""No figure, and no difference of figures, speaks of a group in which somebody is recognised."""

from collections.abc import Mapping
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.aml.small_groups import FEWEST_BREACHING, FEWEST_PEOPLE, Tree, told, told_apart
from engine.aml.tally import Group

PARENTS = {"a": "root", "b": "root", "c": "root", "a1": "a", "a2": "a", "a3": "a", "b1": "b", "a11": "a1"}
CHILDREN: dict[str, list[str]] = {}
for child, parent in PARENTS.items():
    CHILDREN.setdefault(parent, []).append(child)
TREE = Tree("root", CHILDREN)


def group(people: int, breaching: int = 0, start: int = 0) -> Group:
    names = [f"P{number}" for number in range(start, start + people)]
    return Group(set(names), set(names[:breaching]))


def groups(sizes: Mapping[str, tuple[int, int]]) -> dict[str, Group]:
    numbers = count(step=1000)
    return {unit: group(people, min(people, breaching), next(numbers)) for unit, (people, breaching) in sizes.items()}


def test_a_small_unit_is_in_the_unit_above_and_takes_a_neighbour_with_it() -> None:
    """With only the smallest held back, the whole minus the others would be its figure."""
    own = groups({"a": (20, 3), "b": (9, 3), "c": (4, 1)})
    assert set(told(TREE, own)) == {"root", "a"}


def test_two_small_units_hide_each_other() -> None:
    own = groups({"a": (20, 3), "b": (4, 2), "c": (3, 1)})
    assert set(told(TREE, own)) == {"root", "a"}


def test_breaches_of_one_or_two_people_are_not_told_by_themselves() -> None:
    """In a group of any size one person's breaches are that person's."""
    own = groups({"a": (20, 3), "b": (30, 2), "c": (40, 8)})
    assert set(told(TREE, own)) == {"root", "c"}


def test_an_organisation_of_a_few_is_not_told_at_all() -> None:
    assert told(TREE, groups({"a": (4, 3)})) == {}


def test_where_all_are_large_all_are_told() -> None:
    own = groups({"a1": (10, 3), "a2": (10, 0), "b": (10, 4), "c": (5, 0)})
    assert set(told(TREE, own)) == {"root", "a", "a1", "a2", "b", "c"}


SIZES = st.dictionaries(st.sampled_from(["root", *PARENTS]), st.tuples(st.integers(0, 14), st.integers(0, 6)), max_size=9)


@settings(max_examples=300)
@given(SIZES)
def test_what_remains_when_told_parts_are_taken_away_is_never_small(sizes: dict[str, tuple[int, int]]) -> None:
    """Whoever subtracts every told part from a told unit meets nobody, or a group that is large enough."""
    own = groups(sizes)
    shown = told(TREE, own)
    for unit, whole in shown.items():
        parts = [shown[child] for child in CHILDREN.get(unit, ()) if child in shown]
        people = whole.people.difference(*(part.people for part in parts))
        breaching = whole.breaching.difference(*(part.breaching for part in parts))
        assert not people or len(people) >= FEWEST_PEOPLE
        if parts or unit != "root":
            assert len(breaching) == 0 or len(breaching) >= FEWEST_BREACHING
        assert all(unit == "root" or PARENTS[unit] in shown for unit in shown)


def remainders(own: dict[str, Group]) -> list[Group]:
    """What is left of each whole unit that is told when all that is told of it, in both tables, is taken away."""
    in_tree = {**own, "root": own.get("root", Group()) + own.get("gone", Group())}
    whole, apart = told(TREE, in_tree), told_apart(TREE, own)
    left = []
    for unit in whole:
        hidden = [TREE.whole(child, own) for child in CHILDREN.get(unit, ()) if child not in whole]
        strangers = [name for name in own if unit == "root" and name not in TREE.units]
        hidden += [own[name] for name in [unit, *strangers] if name in own and name not in apart]
        left.append(sum(hidden, Group()))
    return left


@settings(max_examples=500)
@given(
    st.dictionaries(st.sampled_from(["root", "gone", *PARENTS]), st.tuples(st.integers(0, 14), st.integers(0, 6)), max_size=9)
)
def test_the_table_of_units_and_the_figures_of_whole_units_leave_nobody_alone_together(
    sizes: dict[str, tuple[int, int]],
) -> None:
    """The figures have a unit with all that lies under it, the table its own people: the difference must not be a few."""
    own = groups(sizes)
    for rest in remainders(own):
        is_whole = rest.people == sum(own.values(), Group()).people  # which is told by its people alone
        assert not rest.people or len(rest.people) >= FEWEST_PEOPLE
        assert is_whole or len(rest.breaching) not in range(1, FEWEST_BREACHING)
    for name, group in told_apart(TREE, own).items():
        assert group == own[name]
        assert not group.people or len(group.people) >= FEWEST_PEOPLE


def test_a_small_unit_under_a_told_one_hides_the_told_ones_own_people() -> None:
    """Whole «a» less its own twenty less «a1» would be the two of «a2»."""
    own = groups({"a": (20, 4), "a1": (30, 5), "a2": (2, 2), "b": (12, 3), "c": (15, 3)})
    assert {"a", "a1"} <= set(told(TREE, own))
    assert set(told_apart(TREE, own)) == {"a1", "b", "c"}
