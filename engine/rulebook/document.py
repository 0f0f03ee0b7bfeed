"""A YAML file as it was read: its data, and where every key and value of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Place, Problem
from engine.rulebook.findings import KeyPath

Spot = tuple[int, int]
"""Line and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """`data` consists of dict, list, str, int, Decimal, bool and None only; keys are text."""

    file: str
    data: Any
    values: Mapping[KeyPath, Spot]
    keys: Mapping[KeyPath, Spot]
    problems: tuple[Problem, ...] = ()
    """What is wrong and hides nothing else: a key's second value. The file is refused, and read on for its other mistakes."""

    def place(self, path: KeyPath, *, at_key: bool = False) -> Place:
        """Where the value (or the key) at the path stands; of what is not there, the nearest thing that should hold it."""
        while path and path not in self.values:
            path = path[:-1]
        spot = self.keys.get(path) if at_key else None
        line, column = spot or self.values.get(path, (1, 1))
        return Place(self.file, line, column)
