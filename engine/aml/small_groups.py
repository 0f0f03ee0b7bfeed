"""Which units may be told by themselves: groups so large that no figure, and no difference of figures, speaks of somebody.

A unit is told when its people are many enough and its breaches come from nobody or from several. What is not told is in the
figure of the unit above («Andre»). What remains of a unit when its told parts are taken away must be large enough too, else the
smallest part is held back as well: from the figures of the whole and of all parts but one, everybody could work out the last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.aml.tally import Group

FEWEST_PEOPLE = 5
FEWEST_BREACHING = 3


@dataclass(frozen=True, slots=True)
class Tree:
    """Units and what lies under each; `root` is the whole."""

    root: str
    children: Mapping[str, Sequence[str]]

    @property
    def units(self) -> frozenset[str]:
        return frozenset({self.root}.union(*self.children.values()))

    def whole(self, unit: str, own: Mapping[str, Group]) -> Group:
        """A unit with everything under it."""
        found = own.get(unit, Group())
        for child in self.children.get(unit, ()):
            found += self.whole(child, own)
        return found


def told(tree: Tree, own: Mapping[str, Group], fewest: int = FEWEST_PEOPLE) -> dict[str, Group]:
    """The units that may be told, with everything under them. The root by its people alone."""
    whole = tree.whole(tree.root, own)
    if len(whole.people) < fewest:
        return {}
    return {tree.root: whole, **_parts(tree, tree.root, own, fewest)}


def told_apart(tree: Tree, own: Mapping[str, Group], fewest: int = FEWEST_PEOPLE) -> dict[str, Group]:
    """The units whose own people, without those under them, may be told beside all that `told` tells. A unit that the tree does
    not have lies directly under the root.

    Whoever has both can take a unit's own people and its told parts from its whole: what remains must be large enough here too.
    Empty where the whole may not be told.
    """
    strangers = [unit for unit in own if unit not in tree.units]
    rest = sum((own[unit] for unit in strangers), own.get(tree.root, Group()))
    above = told(tree, {**own, tree.root: rest}, fewest)
    found: dict[str, Group] = {}
    for unit in above:
        hidden = [tree.whole(child, own) for child in tree.children.get(unit, ()) if child not in above]
        names = [unit, *strangers] if unit == tree.root else [unit]
        found |= _told_beside(sum(hidden, Group()), {name: own[name] for name in names if name in own}, fewest)
    return found


def _told_beside(hidden: Group, parts: Mapping[str, Group], fewest: int) -> dict[str, Group]:
    """The parts that may be told where something else of the same unit is hidden."""
    shown = {name: group for name, group in parts.items() if _is_safe(group, fewest)}
    for name in _smallest_first(shown):
        rest = sum((group for part, group in parts.items() if part not in shown), hidden)
        if not rest.people or _is_safe(rest, fewest):
            break
        del shown[name]
    return shown


def _smallest_first(shown: Mapping[str, Group]) -> list[str]:
    """It costs the fewest figures; the name decides between equals, so that nothing flickers."""
    return sorted(shown, key=lambda name: (len(shown[name].people), name))


def _parts(tree: Tree, unit: str, own: Mapping[str, Group], fewest: int) -> dict[str, Group]:
    parts = {child: tree.whole(child, own) for child in tree.children.get(unit, ())}
    shown = _told_beside(own.get(unit, Group()), parts, fewest)
    below: dict[str, Group] = {}
    for child in shown:
        below |= _parts(tree, child, own, fewest)
    return {**shown, **below}


def _is_safe(group: Group, fewest: int) -> bool:
    return len(group.people) >= fewest and (not group.breaching or len(group.breaching) >= FEWEST_BREACHING)
