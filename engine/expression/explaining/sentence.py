"""An explanation in one sentence: the facts that decided, and no others."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from engine.expression.explaining.parts import Explained, State
from engine.expression.explaining.phrases import PHRASES, Phrases
from engine.expression.kinds import Value
from engine.expression.problems import shown
from engine.expression.tree import (
    Choice,
    Compare,
    Comparison,
    Default,
    Literal,
    Logic,
    Missing,
    Name,
    Node,
    Not,
    OneOf,
    StartsWith,
)
from engine.expression.unparse import literal, unparse
from engine.language import Language

_INVERSE = {
    Comparison.EQUAL: Comparison.UNEQUAL,
    Comparison.UNEQUAL: Comparison.EQUAL,
    Comparison.BELOW: Comparison.AT_LEAST,
    Comparison.AT_MOST: Comparison.ABOVE,
    Comparison.ABOVE: Comparison.AT_MOST,
    Comparison.AT_LEAST: Comparison.BELOW,
}
_DECIDED = (State.TRUE, State.FALSE)


def sentence(explained: Explained, language: Language, labels: Mapping[str, str] | None = None) -> str:
    """What decided, for a reader: `Vilkåret er ikke oppfylt: Ventetid (72) er over 60.`

    `labels` are titles of names in the reader's language; a name without one stands as it is written.
    """
    teller = _Teller(PHRASES[language], labels or {})
    facts = "; ".join(dict.fromkeys(teller.facts(explained)))
    opening = teller.phrases.openings.get(explained.state)
    return f"{opening}: {facts}." if opening and facts else f"{opening or facts}."


class _Teller:
    """Tells facts in one language."""

    def __init__(self, phrases: Phrases, labels: Mapping[str, str]) -> None:
        self.phrases = phrases
        self.labels = labels

    def facts(self, explained: Explained) -> Iterator[str]:
        """The facts that made this part what it is."""
        if explained.state in {State.MISSING, State.FAILED}:
            yield from self._obstacles(explained)
        else:
            yield from self._reasons(explained)

    def _obstacles(self, explained: Explained) -> Iterator[str]:
        """What is missing or cannot be computed, as near to its cause as it can be named."""
        causes = [part for part in explained.parts if part.state is explained.state]
        for part in causes:
            yield from self._obstacles(part)
        if causes:
            return
        if explained.state is State.MISSING:
            yield self.phrases.missing.format(subject=self._words(explained.node))
        elif explained.result and explained.result.error:
            yield self.phrases.failures[explained.result.error].format(subject=self._words(explained.node))

    def _reasons(self, explained: Explained) -> Iterator[str]:
        parts = [part for part in explained.parts if part.state is not State.NOT_LOOKED_AT]
        match explained.node:
            case Logic():
                decisive = [part for part in parts if part.state is explained.state]
                for part in decisive:
                    yield from self.facts(part)
            case Not() if not isinstance(explained.node.of, Literal):
                yield from self.facts(parts[0])
            case Choice() | Default():
                for part in parts:
                    yield from self.facts(part)
            case Literal():
                return
            case _:
                yield self._fact(explained)

    def _fact(self, explained: Explained) -> str:
        phrases, true = self.phrases, explained.state is State.TRUE
        match explained.node:
            case Compare(comparison=comparison, left=left, right=right) if explained.state in _DECIDED:
                unit = left.type.unit or right.type.unit
                told = phrases.relations[comparison if true else _INVERSE[comparison]]
                return told.format(subject=self._side(left, explained, unit), other=self._side(right, explained, unit))
            case OneOf(of=of, values=values):
                told = phrases.one_of if true else phrases.not_one_of
                listed = ", ".join(self._value(value.value, of.type.unit) for value in values)
                return told.format(subject=self._side(of, explained, of.type.unit), other=listed)
            case StartsWith(of=of, prefix=prefix):
                told = phrases.starts if true else phrases.starts_not
                return told.format(subject=self._side(of, explained, ""), other=self._value(prefix, ""))
            case Missing(of=of):
                return (phrases.missing if true else phrases.there).format(subject=self._words(of))
            case node if explained.state in _DECIDED:
                return (phrases.true if true else phrases.false).format(subject=self._words(node))
            case node:
                value = explained.result.value if explained.result else None
                return phrases.is_value.format(subject=self._words(node), other=self._value(value, node.type.unit))

    def _side(self, node: Node, explained: Explained, unit: str) -> str:
        """An operand with its value in brackets; a literal is its value."""
        if isinstance(node, Literal):
            return self._value(node.value, unit)
        part = next(part for part in explained.parts if part.node is node)
        value = part.result.value if part.result else None
        return f"{self._words(node)} ({self._value(value, unit)})"

    def _words(self, node: Node) -> str:
        return self.labels.get(node.name, node.name) if isinstance(node, Name) else unparse(node)

    def _value(self, value: Value, unit: str) -> str:
        match value:
            case Decimal():
                return self.phrases.number(value, unit)
            case str():
                return f"«{shown(value)}»"
            case datetime():
                return value.isoformat()
            case _:
                return literal(value)
