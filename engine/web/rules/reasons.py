"""Why a verdict says what it says, in the reader's words: each condition of its rule, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explanation import Explanation
from engine.expression.explaining import Explained
from engine.expression.unparse import literal
from engine.language import Language, mark, translate

SIGNS = {
    "true": ("✓", mark("true")),
    "false": ("✗", mark("not true")),
    "value": ("=", mark("has the value")),
    "missing": ("?", mark("is missing")),
    "failed": ("⚠", mark("could not be worked out")),
    "not_looked_at": ("·", mark("not looked at")),
}
_ASKED = {"when": mark("Judged when"), "except": mark("Not judged when"), "condition": mark("Wanted")}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition, with how deep it lies under the whole."""

    depth: int
    sign: str
    word: str
    text: str
    value: str


def conditions(told: Explanation, language: Language) -> Iterator[dict[str, object]]:
    for each in told.conditions:
        yield {
            "asked": translate(_ASKED[each.key], language),
            "text": each.text,
            "sentence": each.sentence(language),
            "parts": [*_parts(each.tree, language)],
        }


def _parts(part: Explained, language: Language, depth: int = 0) -> Iterator[Part]:
    value = part.result.value if part.result else None
    shown = "" if value is None or isinstance(value, bool) else literal(value)
    sign, word = SIGNS[part.state]
    yield Part(depth, sign, translate(word, language), part.text, shown)
    for inner in part.parts:
        yield from _parts(inner, language, depth + 1)
