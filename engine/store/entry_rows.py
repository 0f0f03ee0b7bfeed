"""Entries of the log as rows and back again, with or without their place in the chain."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engine.avvik.chain import Linked
from engine.avvik.entries import Entry, EntryKind, Subject
from engine.store import models

_ENTRY = ("seq", "avvik_id", "at", "kind", "facts", "said__who", "said__words")
_SUBJECT = ("avvik__organisation", "avvik__rule", "avvik__unit", "avvik__dimension")
_CHAIN = ("previous", "seal", "said__salt", "link")


def avvik_id(number: int) -> str:
    return f"A-{number:06d}"


def entries(rows: Any) -> Iterator[tuple[Subject, Entry]]:
    """Each entry of these rows with what its avvik is about."""
    for row in rows.values_list(*_ENTRY, *_SUBJECT).iterator():
        organisation, rule, unit, dimension = row[7:]
        yield Subject(organisation=organisation, rule=rule, unit=unit, dimension=dimension), _entry(*row[:7])


def linked(rows: Any) -> Iterator[Linked]:
    """Each entry with its place in the chain. ValueError or TypeError at a row into which no entry was ever written."""
    for row in rows.values_list(*_ENTRY, *_CHAIN).iterator():
        previous, seal, salt, link = row[7:]
        yield Linked(
            entry=_entry(*row[:7]), previous=previous, seal=seal, salt=None if salt is None else bytes(salt), link=link
        )


def rows_of(each: Linked, number: int) -> tuple[models.Entry, models.EntryWords]:
    """The two rows of an entry: what is kept for good, and what a lawful erasure takes away."""
    entry = each.entry
    kept = models.Entry(
        seq=entry.seq,
        avvik_id=number,
        at=entry.at,
        kind=entry.kind.value,
        facts=dict(entry.facts),
        previous=each.previous,
        seal=each.seal,
        link=each.link,
    )
    return kept, models.EntryWords(entry=kept, salt=each.salt, who=entry.who, words=dict(entry.words))


def _entry(seq: int, number: int, at: Any, kind: str, facts: Any, who: str | None, words: Any) -> Entry:
    erased = who is None
    if not (
        isinstance(seq, int) and isinstance(at, datetime) and isinstance(facts, dict) and (erased or isinstance(words, dict))
    ):
        raise ValueError(f"entry {seq} cannot be read")
    return Entry(
        seq=seq,
        avvik=avvik_id(number),
        at=at,
        kind=EntryKind(kind),
        who=who or "",
        facts=facts,
        words={} if erased else words,
        erased=erased,
    )
