"""A final edition: the exact bytes that were published, what they rest on, and its place in the chain of editions.

    link = SHA-256(canonical JSON of [form, previous link, everything the edition states, hash of each file, hash of the basis])

An edition names the head of the log of avvik as it was, so the two chains hold each other: whoever rewrites the log must
rewrite every edition since, and the printed reports besides.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from engine.avvik.chain import GENESIS, Head
from engine.errors import Place, Problem
from engine.language import Language, mark
from engine.periods import Period

_FORM: Final = "malvakt-edition-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What an edition states about itself; its files are told by their hashes."""

    organisation: str
    report: str
    period: Period
    number: int
    """Counts the editions of this report and period, from 1."""
    language: Language
    as_of: date
    at: datetime
    """When it was finalised, UTC."""
    who: str
    accepted: str = ""
    """Why it was finalised although something in it is flagged."""
    log_head: str
    files: Mapping[str, str]
    """Format → SHA-256 of the bytes."""
    basis: str
    """SHA-256 of the figures and verdicts it rests on."""
    seq: int = 0
    """Its place among all editions, from 1; 0 before it is kept."""
    link: str = ""

    @property
    def name(self) -> str:
        """For files and messages: helse-nord-ikt-virksomhetsrapport-2023-03-1."""
        return f"{self.organisation}-{self.report}-{self.period}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An edition as the store has it, with what its hashes are held against."""

    edition: Edition
    previous: str
    files: Mapping[str, str]
    """The hashes of the bytes that are there now."""
    basis: str


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_of_basis(facts: Any) -> str:
    return hash_of(_canonical(facts))


def chained(edition: Edition, head: Head) -> Edition:
    """The edition as the chain's next."""
    placed = replace(edition, seq=head.count + 1)
    return replace(placed, link=link_of(placed, head.link))


def link_of(edition: Edition, previous: str) -> str:
    if edition.at.tzinfo is None:
        raise ValueError("the time of an edition needs a zone")
    parts = [
        *(_FORM, previous, edition.seq, edition.organisation, edition.report, str(edition.period), edition.number),
        *(edition.language.value, edition.as_of.isoformat(), edition.at.astimezone(UTC).isoformat(timespec="microseconds")),
        *(edition.who, edition.accepted, edition.log_head, dict(edition.files), edition.basis),
    ]
    return hash_of(_canonical(parts))


def verify(rows: Iterable[Kept], head: Head, log: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong with the editions; empty when they are whole. `log`: the links of the log's entries, in order."""
    return tuple(_findings(list(rows), head, log))


def _findings(rows: Sequence[Kept], head: Head, log: Sequence[str]) -> Iterator[Problem]:
    before = Head(0, GENESIS)
    for row in rows:
        edition = row.edition
        if edition.seq != before.count + 1:
            yield _problem(edition, "L021", mark("editions are missing before {name}"))
        elif row.previous != before.link:
            yield _problem(edition, "L021", mark("{name} follows another edition than the one before it"))
        is_same = dict(row.files) == dict(edition.files) and row.basis == edition.basis
        if not is_same or link_of(edition, row.previous) != edition.link:
            yield _problem(edition, "L020", mark("{name} was changed after it was finalised"))
        anchor = Head.parse(edition.log_head)
        if anchor.count and (len(log) < anchor.count or log[anchor.count - 1] != anchor.link):
            yield _problem(edition, "L022", mark("the log is not the one that {name} was printed with: it was rewritten since"))
        before = Head(edition.seq, edition.link)
    if head != before:
        message = mark("{count} editions were finalised, and the last of them is not the one on record: the end was cut")
        yield Problem(Place("editions"), "L021", message, {"count": head.count})


def _problem(edition: Edition, code: str, message: str) -> Problem:
    return Problem(Place("editions", line=edition.seq), code, message, {"name": edition.name})


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
