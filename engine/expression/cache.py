"""Trees that were parsed before, as JSON files named by what they were parsed from, so that rule-engine need not be loaded.

A cache saves time and decides nothing: an entry that is missing, cut off or changed is parsed again, and a directory that
cannot be written to is left alone. Names and kinds are checked anew on every load.
"""

import contextlib
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from engine.expression.kinds import Type
from engine.expression.syntax import Syntax, from_json
from engine.whole import write_whole

LANGUAGE = "1 (rule-engine 5.1)"
"""Changes with the grammar, the guards and the shape of the stored tree; older entries are then no longer found."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def key(text: str, names: Mapping[str, Type]) -> str:
    """What an entry is named by: the text, the types of the names in it, and the version of the language."""
    used = sorted(set(_NAME.findall(text)) & names.keys())
    types = [[name, str(names[name].kind), names[name].scale, names[name].bound, names[name].unit] for name in used]
    return _digest([LANGUAGE, text, types])


def load(directory: Path, entry: str) -> Syntax | None:
    """The stored tree, or None when there is none that can be trusted."""
    try:
        digest, tree = json.loads((directory / f"{entry}.json").read_bytes())
        return from_json(tree) if digest == _digest([entry, tree]) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def store(directory: Path, entry: str, syntax: Syntax) -> None:
    tree = syntax.as_json()
    content = json.dumps([_digest([entry, tree]), tree], ensure_ascii=False)
    # A full or read-only disk costs the next start half a second; it must not cost this one its rules.
    with contextlib.suppress(OSError):
        write_whole(directory / f"{entry}.json", content.encode())


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
