"""A YAML file as it was read: its data, and where every key and value of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Place, Problem
from engine.rulebook.findings import KeyPath
from engine.rulebook.inside import Spot, inside

__all__ = ["Document", "Spot"]


@dataclass(frozen=True, slots=True)
class Document:
    """`data` consists of dict, list, str, int, Decimal, bool and None only; keys are text."""

    file: str
    data: Any
    values: Mapping[KeyPath, Spot]
    keys: Mapping[KeyPath, Spot]
    problems: tuple[Problem, ...] = ()
    """What is wrong and hides nothing else: a key's second value. The file is refused, and read on for its other mistakes."""
    source: str = field(default="", repr=False)
    """The file's text, in which the places inside a value are found."""

    def place(self, path: KeyPath, *, at_key: bool = False, offset: int | None = None) -> Place:
        """Where the value (or the key) at the path stands; of what is not there, the nearest thing that should hold it.

        With an offset, where that character of the value stands, which is a text.
        """
        while path and path not in self.values:
            path = path[:-1]
        spot = self.keys.get(path) if at_key else None
        line, column = spot or self.values.get(path, (1, 1))
        value = self._at(path) if offset is not None else None
        if offset is not None and isinstance(value, str):
            line, column = inside(self.source, (line, column), value, offset)
        return Place(self.file, line, column)

    def _at(self, path: KeyPath) -> Any:
        value = self.data
        for step in path:
            value = value[step]
        return value
