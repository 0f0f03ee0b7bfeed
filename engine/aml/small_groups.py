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


def _parts(tree: Tree, unit: str, own: Mapping[str, Group], fewest: int) -> dict[str, Group]:
    parts = {child: tree.whole(child, own) for child in tree.children.get(unit, ())}
    shown = {child: group for child, group in parts.items() if _is_safe(group, fewest)}
    # The smallest goes first, because it costs the fewest figures; the name decides between equals, so that nothing flickers.
    for child in sorted(shown, key=lambda child: (len(shown[child].people), child)):
        rest = sum((group for name, group in parts.items() if name not in shown), own.get(unit, Group()))
        if not rest.people or _is_safe(rest, fewest):
            break
        del shown[child]
    below: dict[str, Group] = {}
    for child in shown:
        below |= _parts(tree, child, own, fewest)
    return {**shown, **below}


def _is_safe(group: Group, fewest: int) -> bool:
    return len(group.people) >= fewest and (not group.breaching or len(group.breaching) >= FEWEST_BREACHING)
