"""The ledger after a person's names were erased: the decision that erased tells the words again, without the person.

As in the log of avvik (engine/avvik/retold.py); the ledger has no other erasure.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.avvik.said import folded
from engine.decisions.asked import Asked
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind
from engine.errors import Place

_KEPT: Final = "kept"
_NAMED: Final = ("approver",)
"""The words of a decision that are somebody's name."""


def retold(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions as they read, in their order."""
    kept: dict[str, Mapping[str, Any]] = {}
    told = []
    for each in reversed(decisions):
        said = kept.get(str(each.seq))
        read = each if said is None else replace(each, who=said["who"], words=said["words"])
        if read.kind is DecisionKind.NAMES_ERASED:
            kept = {**read.words.get(_KEPT, {}), **kept}
            read = replace(read, words={name: text for name, text in read.words.items() if name != _KEPT})
        told.append(read)
    return tuple(reversed(told))


def forget(
    decisions: Iterable[Decision], raw: Iterable[Decision], names: Collection[str], by: str, reason: str
) -> DecisionDraft | None:
    """The decision that erases a person's names (folded); None where nothing names them.

    `decisions` as they read, `raw` as they are stored: what was told again before is told again from there.
    """
    told = {each.seq: each for each in decisions}
    homes = _homes(raw)
    touched = {homes[seq] for seq, each in told.items() if _names(each, names)}
    if not touched:
        return None
    asked = Asked(Place("decisions"))
    who, why = asked.person("by", by), asked.words("reason", reason)
    asked.settle()
    kept = {str(seq): _without(each, names) for seq, each in told.items() if homes[seq] in touched}
    return DecisionDraft(
        kind=DecisionKind.NAMES_ERASED,
        organisation="",
        about="",
        who=who,
        facts={"decisions": sorted(touched)},
        words={"reason": why, _KEPT: kept},
    )


def _homes(raw: Iterable[Decision]) -> Mapping[int, int]:
    """Under which decision's seal the words of each lie now."""
    homes: dict[int, int] = {}
    for each in raw:
        homes[each.seq] = each.seq
        homes |= {int(seq): each.seq for seq in each.words.get(_KEPT, {})}
    return homes


def _names(each: Decision, names: Collection[str]) -> bool:
    return any(folded(said) in names for said in (each.who, *(str(each.words.get(word, "")) for word in _NAMED)) if said)


def _without(each: Decision, names: Collection[str]) -> dict[str, Any]:
    words = {word: "" if word in _NAMED and folded(str(text)) in names else text for word, text in each.words.items()}
    return {"who": "" if folded(each.who) in names else each.who, "words": words}
