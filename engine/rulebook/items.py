"""The items of a rule file: a list, or `defaults:` and a list, and where each key of each item really stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import Place, Problem
from engine.language import mark
from engine.rulebook.document import Document
from engine.rulebook.files import Holds
from engine.rulebook.findings import Code, Finding, KeyPath
from engine.rulebook.unknown import unknown

MAX_INHERITED: Final = 200_000
_DEFAULTS: Final = "defaults"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a file's list. `data` has the file's defaults under its own keys."""

    document: Document
    path: KeyPath
    data: Mapping[str, Any]
    own: frozenset[str]
    """The keys that the item itself has; the others come from the defaults."""

    def place(self, path: KeyPath = (), *, at_key: bool = False, offset: int | None = None) -> Place:
        """Where that key or value stands, in the item or in the defaults; of what is missing, where the item begins."""
        if path and path[0] not in self.own and path[0] in self.data:
            return self.document.place((_DEFAULTS, *path), at_key=at_key, offset=offset)
        return self.document.place((*self.path, *path), at_key=at_key, offset=offset)

    def problem(self, finding: Finding) -> Problem:
        place = self.place(finding.path, at_key=finding.at_key, offset=finding.offset)
        return Problem(place, finding.code, finding.message, finding.details)


def items(document: Document, holds: Holds) -> Iterator[Item | Problem]:
    """Every item of the document, or what is wrong with the document's form."""
    top = document.data
    if isinstance(top, list) and len(holds.lists) == 1:
        yield from _listed(document, (), top, {})
    elif isinstance(top, dict) and not top.keys() - {_DEFAULTS, *holds.lists} and top.keys() & set(holds.lists):
        yield from _with_defaults(document, holds, top)
    elif isinstance(top, dict):
        yield from _wrong_keys(document, holds, top)
    else:
        message = mark("the file holds a list, or a mapping with the key '{key}'")
        yield Problem(document.place(()), Code.FORM, message, {"key": " / ".join(holds.lists)})


def _with_defaults(document: Document, holds: Holds, top: Mapping[str, Any]) -> Iterator[Item | Problem]:
    defaults = top.get(_DEFAULTS, {})
    if not isinstance(defaults, dict):
        yield Problem(document.place((_DEFAULTS,)), Code.FORM, mark("defaults: holds keys and values, not a list"))
        return
    for name in holds.lists:
        entries = top.get(name, [])
        if isinstance(entries, list):
            yield from _listed(document, (name,), entries, defaults if name == holds.lists[0] else {})
        else:
            yield Problem(document.place((name,)), Code.FORM, mark("a list is expected: each item begins with -"))


def _listed(document: Document, path: KeyPath, entries: Sequence[Any], defaults: Mapping[str, Any]) -> Iterator[Item | Problem]:
    sizes = {key: _size(value) for key, value in defaults.items()}
    left = MAX_INHERITED
    for position, entry in enumerate(entries):
        at = (*path, position)
        if not isinstance(entry, dict):
            yield Problem(document.place(at), Code.FORM, mark("an item holds keys and values: - id: ..."))
            continue
        left -= sum(size for key, size in sizes.items() if key not in entry)
        if left < 0:
            # Defaults multiply as merge keys do: a thousand items of a thousand columns each are a bomb of 60 kB.
            message = mark("with the defaults, the items of this file have more than 200 000 values: split it")
            yield Problem(document.place(at), Code.FORM, message)
            return
        yield Item(document, at, {**defaults, **entry}, frozenset(entry))


def _size(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, inner))


def _wrong_keys(document: Document, holds: Holds, top: Mapping[str, Any]) -> Iterator[Problem]:
    known = (_DEFAULTS, *holds.lists)
    whole = Item(document, (), top, frozenset(top))
    for key in top:
        if key not in known:
            yield whole.problem(unknown(Code.UNKNOWN_KEY, (key,), key, known, at_key=True))
    if not top.keys() & set(holds.lists):
        message = mark("the key '{key}' is missing; what is listed in this file stands under it")
        yield whole.problem(Finding((), Code.MISSING_KEY, message, {"key": " / ".join(holds.lists)}))
