"""The hash chain of the log: a past that was rewritten shows, and a lawful erasure of words does not break it.

    seal = SHA-256(salt ‖ canonical JSON of [who, words])
    link = SHA-256(canonical JSON of [form, previous link, seq, avvik, at, kind, machine or person, facts, seal])

The name of who wrote is person data, so it lies under the seal with the words: as long as the salt is there nobody can be given
another's deed, and when salt, name and words are erased the log still tells when a person made which move, not who. Whether it
was the machine or a person is hashed openly, because no erasure may turn the one into the other.

A chain alone cannot show that its tail was cut or that all of it was computed anew. Its head, printed in reports and kept
elsewhere as an anchor `count:link`, does.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import Any

from engine.avvik.entries import Entry, EntryKind, Subject
from engine.errors import Place, Problem, UsageError
from engine.language import mark
from engine.names import shown

GENESIS = "0" * 64
"""What the first entry follows."""
_FORM = "malvakt-entry-1"
"""Hashed first, so that a later layout of the link can never be mistaken for this one."""


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries the log has, and the link of the last. Its text `count:link` is the anchor."""

    count: int = 0
    link: str = GENESIS

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Read an anchor as it was printed; anything else raises UsageError."""
        found = re.fullmatch(r"([0-9]{1,15}):([0-9a-f]{64})", text.strip().lower(), re.ASCII)
        if found is None:
            raise UsageError(mark("{text} is not an anchor: the entry's number, a colon and 64 hex digits"), text=shown(text))
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.count}:{self.link}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An entry with its place in the chain, as the store keeps it."""

    entry: Entry
    previous: str
    """The link of the entry before. Kept beside `link` so that a break can be laid at the right entry's door."""
    seal: str
    salt: bytes | None
    """None when the words were erased; then the seal stands alone."""
    link: str


def seal_of(salt: bytes, who: str, words: Mapping[str, Any]) -> str:
    """The salted hash of what is person data in an entry. The salt: 16 or more random bytes, never used twice."""
    return hashlib.sha256(salt + canonical([who, words])).hexdigest()


def link_of(previous: str, entry: Entry, seal: str) -> str:
    """The entry's link; 64 hexadecimal digits. A time without zone raises ValueError."""
    if entry.at.tzinfo is None:
        raise ValueError("the time of an entry needs a zone")
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    author = "machine" if entry.by_machine else "person"
    parts = [_FORM, previous, entry.seq, entry.avvik, at, entry.kind.value, author, entry.facts, seal]
    return hashlib.sha256(canonical(parts)).hexdigest()


def append(head: Head, entry: Entry, salt: bytes) -> Linked:
    """The entry as the chain's next; it must have the number after the head's, or ValueError."""
    if entry.seq != head.count + 1:
        raise ValueError(f"entry {entry.seq} cannot follow entry {head.count}")
    seal = seal_of(salt, entry.who, entry.words)
    return Linked(entry=entry, previous=head.link, seal=seal, salt=salt, link=link_of(head.link, entry, seal))


def verify(
    rows: Iterable[Linked], head: Head, anchor: Head | None = None, subjects: Mapping[str, Subject] | None = None
) -> tuple[Problem, ...]:
    """What is wrong with the log, entry by entry; empty when it is whole.

    `rows` in the order of seq; `head` as the store keeps it; `anchor` a head that was printed earlier and kept elsewhere;
    `subjects` what the store says each avvik is about, to be held against the openings in the chain.
    """
    chain = tuple(rows)
    return (*_findings(chain, subjects or {}), *_against_head(chain, head), *_against_anchor(chain, anchor))


def _findings(chain: Sequence[Linked], subjects: Mapping[str, Subject]) -> Iterable[Problem]:
    places = _places(chain)
    erased = _lawfully_erased(chain)
    before = Head()
    for row in chain:
        yield from _own(row, places, erased, subjects)
        yield from _place(row, before, places)
        before = Head(row.entry.seq, row.link)


def _places(chain: Iterable[Linked]) -> Mapping[str, int]:
    """At which place each link was made, by following the links back to the start; none for what hangs on nothing."""
    previous = {row.link: row.previous for row in chain}
    places = {GENESIS: 0}
    for row in chain:
        link, path = row.link, list[str]()
        while link in previous:
            path.append(link)
            # Popped, because forged links can run in a circle.
            link = previous.pop(link)
        if link in places:
            places |= {made: places[link] + n for n, made in enumerate(reversed(path), start=1)}
    return places


def _own(row: Linked, places: Mapping[str, int], erased: frozenset[int], subjects: Mapping[str, Subject]) -> Iterable[Problem]:
    """What the entry itself shows: its words against its seal, its content against its link."""
    entry = row.entry
    if _forged(row):
        yield _problem(row, "L001", mark("the words or the author of entry {seq} of {avvik} were changed"))
    if row.salt is None and entry.seq not in erased:
        yield _problem(row, "L002", mark("the words of entry {seq} of {avvik} are gone, and no erasure tells why"))
    if link_of(row.previous, entry, row.seal) != row.link:
        yield _moved_or_changed(row, places)
    if entry.kind is EntryKind.OPENED and entry.avvik in subjects and not _is_about(entry, subjects[entry.avvik]):
        yield _problem(row, "L009", mark("{avvik} is said to be about something else than its opening, entry {seq}, tells"))


def _forged(row: Linked) -> bool:
    if row.salt is None:
        # Nothing vouches for words or a name beside a seal without salt, so there may be none.
        return bool(row.entry.who or row.entry.words)
    return seal_of(row.salt, row.entry.who, row.entry.words) != row.seal


def _moved_or_changed(row: Linked, places: Mapping[str, int]) -> Problem:
    home = places.get(row.previous, 0) + 1
    entry = row.entry
    if home != entry.seq and link_of(row.previous, replace(entry, seq=home), row.seal) == row.link:
        return _problem(row, "L004", mark("entry {seq} of {avvik} stood at place {home}: the log was reordered"), home=home)
    return _problem(row, "L003", mark("entry {seq} of {avvik} was changed"))


def _place(row: Linked, before: Head, places: Mapping[str, int]) -> Iterable[Problem]:
    """What the entry shows of its neighbour: nothing between them is missing, and that one is still the same."""
    seq = row.entry.seq
    if seq == before.count + 2:
        yield _problem(row, "L005", mark("entry {gone} is missing before entry {seq}"), gone=seq - 1)
    elif seq > before.count + 2:
        message = mark("entries {first} to {last} are missing before entry {seq}")
        yield _problem(row, "L005", message, first=before.count + 1, last=seq - 1)
    elif seq <= before.count:
        yield _problem(row, "L004", mark("entry {seq} of {avvik} stands after entry {last}"), last=before.count)
    elif row.previous != before.link:
        if row.previous in places:
            message = mark("entry {seq} of {avvik} was written after entry {wrote}: inserted or reordered before it")
            yield _problem(row, "L006", message, wrote=places[row.previous])
        else:
            message = mark("entry {last} was changed and its link computed anew: entry {seq} was written after another one")
            yield _problem(row, "L007", message, last=before.count)


def _against_head(chain: Sequence[Linked], head: Head) -> Iterable[Problem]:
    last = Head(chain[-1].entry.seq, chain[-1].link) if chain else Head()
    if last.count < head.count:
        message = mark("the log ends with entry {last}, but it had {count}: its tail was cut")
        yield _log_problem("L005", message, last=last.count, count=head.count)
    elif last.count > head.count:
        message = mark("the log ends with entry {last}, but only {count} were written: what follows was inserted")
        yield _log_problem("L006", message, last=last.count, count=head.count)
    elif last != head:
        yield _log_problem("L007", mark("the last entry, {last}, is not the one the log's head tells of"), last=last.count)


def _against_anchor(chain: Sequence[Linked], anchor: Head | None) -> Iterable[Problem]:
    if anchor is None:
        return
    known = {row.entry.seq: row.link for row in chain} | {0: GENESIS}
    if anchor.count not in known:
        yield _log_problem("L008", mark("entry {count}, which the anchor names, is not in the log"), count=anchor.count)
    elif known[anchor.count] != anchor.link:
        message = mark("up to entry {count} the log is not the one the anchor was taken from: it was rewritten")
        yield _log_problem("L008", message, count=anchor.count)


def _lawfully_erased(chain: Iterable[Linked]) -> frozenset[int]:
    # What is read here may have been tampered with: a wrong shape must end in a finding, not in a crash.
    named = (row.entry.facts.get("entries") for row in chain if row.entry.kind is EntryKind.ERASED)
    return frozenset(seq for entries in named if isinstance(entries, list) for seq in entries if isinstance(seq, int))


def _is_about(opening: Entry, subject: Subject) -> bool:
    return opening.facts.get("subject") == asdict(subject)


def _problem(row: Linked, code: str, message: str, **details: object) -> Problem:
    seq = row.entry.seq
    return Problem(Place("log", line=seq), code, message, {"seq": seq, "avvik": row.entry.avvik, **details})


def _log_problem(code: str, message: str, **details: object) -> Problem:
    return Problem(Place("log"), code, message, details)


def canonical(value: object) -> bytes:
    # ASCII, because not every string that a tampered row holds can be encoded.
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
