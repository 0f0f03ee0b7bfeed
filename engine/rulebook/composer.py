"""YAML events → data with positions, without recursion; what a rule file may not hold is refused where it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NoReturn

from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from engine.errors import Place, Problem, RuleFileError
from engine.language import mark
from engine.names import shown
from engine.rulebook.document import Document, Spot
from engine.rulebook.findings import MAX_PROBLEMS, Code, KeyPath

MAX_DEPTH: Final = 20
MAX_NODES: Final = 20_000
MAX_SCALAR: Final = 4 * 1024
MAX_DIGITS: Final = 30

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<decimals>\.[0-9]+)?", re.ASCII)
_SECOND: Final = "\0"
"""No key of a file that is read has it."""
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
# An escape in double quotes can write what the file itself may not hold; a database refuses NUL, an encoder half a surrogate.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> Any:
    """What an unquoted text means: null, true, false, an exact number, else the text itself (NO, 22:00, 010, 1e3, 7,5)."""
    if text in _WORDS:
        return _WORDS[text]
    found = _NUMBER.fullmatch(text)
    if found is None or sum(character.isdigit() for character in text) > MAX_DIGITS:
        return text
    if found["decimals"] is None:
        return int(text)
    number = Decimal(text)
    return number or abs(number)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    path: KeyPath
    data: dict[str, Any] | list[Any]
    key: str | None = None
    """In a mapping: the key that waits for its value."""


@dataclass(slots=True)
class Composer:
    """Takes the events of one file. `problems` holds what was refused so far; the first that ends the reading is raised."""

    file: str
    source: str = ""
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _values: dict[KeyPath, Spot] = field(default_factory=dict)
    _keys: dict[KeyPath, Spot] = field(default_factory=dict)
    _nodes: int = 0
    _documents: int = 0
    _data: Any = None

    def compose(self, events: Iterable[Event]) -> Document:
        for event in events:
            if isinstance(event, DocumentStartEvent):
                self._document(event)
            elif isinstance(event, CollectionEndEvent):
                self._open.pop()
            elif isinstance(event, NodeEvent):
                self._node(event)
        if self._data is None and not self.problems:
            self._refuse((1, 1), mark("the file is empty"))
        if any(problem.code is not Code.DUPLICATE_KEY for problem in self.problems):
            raise self._stopped()
        return Document(self.file, self._data, self._values, self._keys, tuple(self.problems), self.source)

    def _document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(_spot(event), mark("a second document begins here: one file holds one document"))
        if event.version is not None or event.tags:
            self._refuse((1, 1), mark("a file without %YAML and %TAG lines is expected"))

    def _node(self, event: NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(_spot(event), mark("more than 20 000 values in one file: split it"))
        if event.anchor is not None:
            self._refuse(_spot(event), mark("anchors (&) and aliases (*) are not read: what items share goes under defaults:"))
        if getattr(event, "tag", None) is not None:
            self._refuse(_spot(event), mark("tags (!) are not read"))
        if self._open and isinstance(self._open[-1].data, dict) and self._open[-1].key is None:
            self._take_key(event)
        elif isinstance(event, CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, ScalarEvent):
            text = self._text(event)
            self._put(plain(text) if event.style is None else text, event)
        else:
            self._put(None, event)

    def _begin(self, event: CollectionStartEvent) -> None:
        if len(self._open) == MAX_DEPTH:
            self._stop(_spot(event), mark("more than 20 levels inside each other"))
        data: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        path = self._put(data, event)
        self._open.append(_Open(path, data))

    def _take_key(self, event: NodeEvent) -> None:
        if not isinstance(event, ScalarEvent):
            self._stop(_spot(event), mark("a key is a text, not a list, a mapping or an alias"))
        at, spot, key = self._open[-1], _spot(event), self._text(event)
        first = self._keys.setdefault((*at.path, key), spot)
        if key == "<<" and event.style is None:
            self._refuse(spot, mark("merge keys (<<) are not read: what items share goes under defaults:"))
        elif not key and event.style is None:
            self._refuse(spot, mark("a key is missing before the colon"))
        if first != spot:
            message = mark("the key {key} stands here for the second time (first in line {line})")
            self._refuse(spot, message, Code.DUPLICATE_KEY, key=shown(key), line=first[0])
            # The file is refused; the second value only needs a place where it hides no mistake inside the first.
            key = f"{key}{_SECOND}{self._nodes}"
        at.key = key

    def _put(self, value: Any, event: NodeEvent) -> KeyPath:
        if not self._open:
            self._data = value
            self._values[()] = _spot(event)
            return ()
        at = self._open[-1]
        path = (*at.path, len(at.data) if at.key is None else at.key)
        nothing = isinstance(event, ScalarEvent) and not event.value and event.style is None
        self._values[path] = self._keys.get(path, _spot(event)) if nothing else _spot(event)
        if isinstance(at.data, list):
            at.data.append(value)
        elif at.key is not None:
            if _SECOND not in at.key:
                at.data[at.key] = value
            at.key = None
        return path

    def _text(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if len(text) > MAX_SCALAR:
            self._stop(_spot(event), mark("a text of more than 4 096 characters"))
        if event.style is None and _after_question_mark(event):
            self._refuse(_spot(event), mark("a text that begins with ? is put in quotes"))
        if _UNWRITABLE.search(text):
            self._refuse(_spot(event), mark("an escape in this text stands for an invisible character: remove it"))
        return text

    def _refuse(self, spot: Spot, message: str, code: Code = Code.YAML, **details: object) -> None:
        self.problems.append(Problem(Place(self.file, *spot), code, message, details))
        if len(self.problems) == MAX_PROBLEMS:
            self._stop(spot, mark("there may be more problems below; these come first"))

    def _stop(self, spot: Spot, message: str) -> NoReturn:
        self.problems.append(Problem(Place(self.file, *spot), Code.YAML, message))
        raise self._stopped()

    def _stopped(self) -> RuleFileError:
        return RuleFileError(mark("the file cannot be read"), self.problems)


def _spot(event: Event) -> Spot:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _after_question_mark(event: ScalarEvent) -> bool:
    """Inside brackets ruamel takes the ? of ?x for the sign of a key and reads x: another text than was written."""
    at = event.start_mark
    return bool(at.pointer) and at.buffer[at.pointer - 1] == "?"
