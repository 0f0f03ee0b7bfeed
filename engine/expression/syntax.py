"""The tree as it was written: what the parser hands over and what the cache keeps, before names and kinds are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Syntax:
    """`op` is the sign or word itself (`and`, `<=`, `+`, `??`, `?`, `in`), or what stands alone:
    number, text, instant, true, false, null, name, list, call, attribute, negative."""

    op: str
    at: int
    word: str = ""
    """The text of a literal, the name, the function or the attribute."""
    parts: tuple["Syntax", ...] = ()

    def as_json(self) -> list[Any]:
        return [self.op, self.at, self.word, [part.as_json() for part in self.parts]]


def from_json(data: Any) -> Syntax:
    """The tree of `as_json`. Anything of another shape raises ValueError."""
    match data:
        case [str(op), int(at), str(word), list(parts)]:
            return Syntax(op, at, word, tuple(from_json(part) for part in parts))
    raise ValueError("not a stored expression")


def depth(syntax: Syntax) -> int:
    """How deep the tree is, without recursion: it is asked of trees that may be too deep for it."""
    deepest, level = 0, [syntax]
    while level:
        deepest += 1
        level = [part for each in level for part in each.parts]
    return deepest


def flattened(op: str, parts: Sequence[Syntax]) -> tuple[Syntax, ...]:
    """The operands of a chain of the same connective: `a and b and c` has three, not two."""
    return tuple(term for part in parts for term in (part.parts if part.op == op else (part,)))
