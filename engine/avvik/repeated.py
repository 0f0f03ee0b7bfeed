"""A move that was made twice: a double click, or a form that was sent again because the answer got lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Draft, Entry
from engine.errors import MoveRefused


def as_seen(avvik: Avvik, last_seq: int) -> Avvik | None:
    """The avvik as it stood at this entry; None when it never ended with it."""
    entries = tuple(entry for entry in avvik.entries if entry.seq <= last_seq)
    return replace(avvik, entries=entries) if entries and entries[-1].seq == last_seq else None


def is_repeated(avvik: Avvik, last_seq: int, move: Callable[[Avvik], Sequence[Draft]]) -> bool:
    """Whether what was written right after that entry is just what the move would have written there."""
    seen = as_seen(avvik, last_seq)
    if seen is None or seen.entries == avvik.entries:
        return False
    try:
        drafts = move(seen)
    except MoveRefused:
        return False
    since = avvik.entries[len(seen.entries) :]
    return len(since) >= len(drafts) and all(map(_wrote, since, drafts))


def _wrote(entry: Entry, draft: Draft) -> bool:
    return (entry.kind, entry.who, dict(entry.facts), dict(entry.words)) == (
        draft.kind,
        draft.who,
        dict(draft.facts),
        dict(draft.words),
    )
