"""The tree of units: one root, which is the organisation, parents that exist, no circles, no end before the beginning."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.catalogue import Unit
from engine.language import mark
from engine.rulebook.findings import Code, Finding
from engine.rulebook.lint.known import absent


class UnitLint:
    """Made for all units of an organisation, asked about each."""

    def __init__(self, root: str, units: Sequence[Unit], lost: Collection[str]) -> None:
        self._root = root
        self._lost = lost
        self._parents: dict[str, str | None] = {root: None, **{unit.id: unit.parent for unit in units}}
        self._in_circle = _circles(self._parents)

    def __call__(self, unit: Unit) -> Iterator[Finding]:
        if unit.id == self._root:
            if unit.parent is not None:
                yield Finding(("parent",), Code.UNIT_TREE, mark("the organisation itself has no parent"))
        elif unit.parent is None:
            message = mark("a second root: only {root}, the organisation, has no parent")
            yield Finding(("id",), Code.UNIT_TREE, message, {"root": self._root})
        elif unit.parent not in self._parents:
            yield absent(Code.UNKNOWN_UNIT, ("parent",), unit.parent, self._parents, self._lost)
        elif unit.id in self._in_circle:
            message = mark("the parents go round in a circle: {circle}")
            yield Finding(("parent",), Code.UNIT_TREE, message, {"circle": self._in_circle[unit.id]})
        if unit.valid_from and unit.valid_to and unit.valid_from.start > unit.valid_to.end:
            yield Finding(("valid_to",), Code.UNIT_PERIODS, mark("the unit ends before it begins"))


_SHOWN_OF_A_CIRCLE = 5


def _circles(parents: Mapping[str, str | None]) -> dict[str, str]:
    """For each unit in a circle of parents the circle in words. Each is visited once, so that a chain costs its length."""
    found: dict[str, str] = {}
    done: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in parents and at not in done and at not in way:
            way[at] = None
            at = parents[at]
        if at is not None and at in way:
            circle = list(way)[list(way).index(at) :]
            words = " → ".join(circle[:_SHOWN_OF_A_CIRCLE]) + (" → …" if len(circle) > _SHOWN_OF_A_CIRCLE else f" → {at}")
            found.update(dict.fromkeys(circle, words))
        done.update(way)
    return found
