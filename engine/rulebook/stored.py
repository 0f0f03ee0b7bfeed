"""Rule files that were read before, as JSON named by their content, so that a run with nothing new needs no YAML reader.

A cache saves time and decides nothing: what is missing, cut off or changed is read again, and a folder that cannot be written
to is left alone. What is stored is data, never code; only files that could be read are.
"""

import contextlib
import hashlib
import json
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from engine.rulebook.document import Document, Spot
from engine.rulebook.findings import KeyPath
from engine.whole import write_whole

_READER = ("composer.py", "yaml.py", "stored.py")
"""What decides how a file is read. Their text is part of the entry's name: another release finds nothing of an earlier one."""

_UNTRUSTED = (OSError, ValueError, TypeError, InvalidOperation, RecursionError)


def read(written: bytes, file: str, folder: Path | None = None) -> Document:
    """The document in a file's bytes, from the folder when it lies there; a RuleFileError when it cannot be read.

    What hides no other mistake is told in the document's `problems`; such a document is not stored.
    """
    entry = _entry(written, folder) if folder else None
    known = _load(entry, written, file) if entry else None
    if known is not None:
        return known
    # The reader of YAML costs a tenth of a second to load, which a run with nothing new must not pay.
    from engine.rulebook.yaml import read_on

    document = read_on(written, file)
    if entry and not document.problems:
        _store(entry, document)
    return document


def _entry(written: bytes, folder: Path) -> Path | None:
    """Where the file's entry lies; None where the reader's own text cannot be read, as in an archive of modules."""
    reader = _reader()
    return folder / f"{hashlib.sha256(reader + written).hexdigest()}.json" if reader else None


@cache
def _reader() -> bytes | None:
    here = Path(__file__).parent
    try:
        return hashlib.sha256(b"".join((here / name).read_bytes() for name in _READER)).digest()
    except OSError:
        return None


def _load(entry: Path, written: bytes, file: str) -> Document | None:
    """The stored document, or None when there is none that can be trusted."""
    try:
        content = entry.read_bytes()
        head, body = content[:_HEAD], content[_HEAD:-1]
        if head != _head(body):
            return None
        values: dict[KeyPath, Spot] = {}
        keys: dict[KeyPath, Spot] = {}
        data = _data(json.loads(body), (), values, keys)
        return Document(file, data, values, keys, source=written.decode("utf-8-sig"))
    except _UNTRUSTED:
        return None


def _store(entry: Path, document: Document) -> None:
    body = json.dumps(_node(document, document.data, ()), ensure_ascii=False, separators=(",", ":")).encode()
    # A full or read-only disk costs the next start its time; it must not cost this one its rules.
    with contextlib.suppress(OSError):
        write_whole(entry, _head(body) + body + b"]")


def _head(body: bytes) -> bytes:
    """The entry is the JSON list of this digest and the document."""
    return f'["{hashlib.sha256(body).hexdigest()}",'.encode()


_HEAD = len(_head(b""))


def _node(document: Document, value: Any, path: KeyPath) -> list[Any]:
    """[line, column, value], where a mapping's keys have their own places: {key: [line, column, node]}."""
    line, column = document.values[path]
    if isinstance(value, dict):
        inner = {key: [*document.keys[*path, key], _node(document, each, (*path, key))] for key, each in value.items()}
        return [line, column, inner]
    if isinstance(value, list):
        return [line, column, [_node(document, each, (*path, position)) for position, each in enumerate(value)]]
    if isinstance(value, Decimal):
        return [line, column, str(value), "number"]
    return [line, column, value]


def _data(node: Any, path: KeyPath, values: dict[KeyPath, Spot], keys: dict[KeyPath, Spot]) -> Any:
    """The value of a stored node; the places go into `values` and `keys`. What has another shape raises ValueError."""
    match node:
        case [int(line), int(column), dict(inner)]:
            values[path] = line, column
            return {key: _member(each, (*path, key), values, keys) for key, each in inner.items()}
        case [int(line), int(column), list(inner)]:
            values[path] = line, column
            return [_data(each, (*path, position), values, keys) for position, each in enumerate(inner)]
        case [int(line), int(column), str(number), "number"]:
            values[path] = line, column
            return Decimal(number)
        case [int(line), int(column), str() | int() | None as value]:
            values[path] = line, column
            return value
    raise ValueError("not a stored document")


def _member(member: Any, path: KeyPath, values: dict[KeyPath, Spot], keys: dict[KeyPath, Spot]) -> Any:
    line, column, node = member
    keys[path] = line, column
    return _data(node, path, values, keys)
