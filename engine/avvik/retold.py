"""Words that outlive the erasure of a name: the entry that erases tells them again, without the person.

A name and the words beside it lie under one seal, so whoever takes the name away takes the words. What an organisation must go
on knowing, such as a cause or an action, is therefore written again into the erasing entry, sealed as its own words:

    {"reason": "…", "kept": {"12": {"who": "", "words": {"text": "…"}}}}

That they are the same words nobody can prove afterwards: whoever erased vouches for them, and their name stands on the entry.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.avvik.entries import Entry, EntryKind
from engine.avvik.said import folded

_KEPT: Final = "kept"
_NAMED: Final = ("to", "responsible")
"""The words of an entry that are somebody's name."""


def retold(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """An avvik's entries as they read: erased ones with what was kept of them."""
    kept: dict[int, tuple[int, Mapping[str, Any]]] = {}
    told = []
    for entry in reversed(entries):
        keeper, said = kept.get(entry.seq, (0, {}))
        read = replace(entry, who=said["who"], words=said["words"], erased=False, keeper=keeper) if keeper else entry
        if read.kind is EntryKind.ERASED and _KEPT in read.words:
            kept |= {int(seq): (read.seq, each) for seq, each in read.words[_KEPT].items() if int(seq) not in kept}
            read = replace(read, words={name: text for name, text in read.words.items() if name != _KEPT})
        told.append(read)
    return tuple(reversed(told))


def erasing(entries: Iterable[Entry], gone: Collection[int]) -> tuple[list[int], dict[str, Any]]:
    """The numbers whose words must go so that the words of `gone` do, and what is to be kept of the others among them."""
    told = tuple(entries)
    homes = {_home(entry) for entry in told if entry.seq in gone}
    kept = {str(entry.seq): _as_kept(entry) for entry in told if _home(entry) in homes and entry.seq not in gone}
    return sorted({*gone, *homes}), kept


def naming(entry: Entry, names: Collection[str]) -> bool:
    """Whether the entry was written by a person with one of these folded names, or names them."""
    return any(folded(each) in names for each in (entry.who, *(str(entry.words.get(word, "")) for word in _NAMED)) if each)


def without(entry: Entry, names: Collection[str]) -> Entry:
    """The entry without the person: the words stay, the names are empty."""
    words = {word: "" if word in _NAMED and folded(str(text)) in names else text for word, text in entry.words.items()}
    return replace(entry, who="" if folded(entry.who) in names else entry.who, words=words)


def forgetting(entries: Sequence[Entry], names: Collection[str]) -> tuple[list[int], dict[str, Any]]:
    """As `erasing`, for a person's names alone: everything else is kept."""
    touched = {entry.seq for entry in entries if not entry.by_machine and naming(entry, names)}
    homes = {_home(entry) for entry in entries if entry.seq in touched}
    kept = {str(entry.seq): _as_kept(without(entry, names)) for entry in entries if _home(entry) in homes}
    return sorted(homes), kept


def _home(entry: Entry) -> int:
    """The entry under whose seal the words lie now."""
    return entry.keeper or entry.seq


def _as_kept(entry: Entry) -> dict[str, Any]:
    return {"who": entry.who, "words": dict(entry.words)}
