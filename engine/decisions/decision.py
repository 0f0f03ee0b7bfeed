"""A decision as a line of the ledger, and the hash chain in which a decision that was rewritten or taken out shows.

    seal = SHA-256(salt ‖ canonical JSON of [who, words])
    link = SHA-256(canonical JSON of [form, previous link, seq, about, organisation, at, kind, machine or person, facts, seal])

The same halves as in the log of avvik: `facts` name no person and are kept for good, names and reasons lie under the seal.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from engine.avvik.chain import Head, canonical, seal_of
from engine.avvik.entries import MACHINE
from engine.errors import Place, Problem
from engine.language import mark

_FORM = "malvakt-decision-1"
"""Hashed first, so that no link of another layout, or of the log of avvik, can be mistaken for one of these."""


class DecisionKind(StrEnum):
    EXEMPTION = "exemption"
    EXEMPTION_ENDED = "exemption_ended"
    MAINTENANCE = "maintenance"
    MAINTENANCE_ENDED = "maintenance_ended"
    STORM_HELD = "storm_held"
    STORM_RELEASED = "storm_released"
    STORM_REJECTED = "storm_rejected"
    STORM_OVER = "storm_over"
    """Figures or rules changed, and what was held would not be raised any more, or not like that."""
    NAMES_ERASED = "names_erased"
    """A person's names were lawfully erased; `facts["decisions"]` has the numbers of those that were told again."""


EXEMPTION_KINDS = frozenset({DecisionKind.EXEMPTION, DecisionKind.EXEMPTION_ENDED})
WINDOW_KINDS = frozenset({DecisionKind.MAINTENANCE, DecisionKind.MAINTENANCE_ENDED})
STORM_KINDS = frozenset(
    {DecisionKind.STORM_HELD, DecisionKind.STORM_RELEASED, DecisionKind.STORM_REJECTED, DecisionKind.STORM_OVER}
)
_REGISTERING = frozenset({DecisionKind.EXEMPTION, DecisionKind.MAINTENANCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """A decision before the ledger has given it a number, a time and its place in the chain."""

    kind: DecisionKind
    organisation: str
    about: str
    """What it is about, such as U-0001, V-0001 or S-0001."""
    who: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """JSON without fractions; nothing in it names or describes a person."""
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the ledger. `seq` counts from 1 without holes."""

    seq: int
    kind: DecisionKind
    organisation: str
    about: str
    at: datetime
    """UTC."""
    who: str
    """Empty where the name was lawfully erased."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedDecision:
    """A decision with its place in the chain, as the store keeps it."""

    decision: Decision
    previous: str
    seal: str
    salt: bytes
    """Empty where the words were lawfully erased; then the seal stands alone."""
    link: str


def is_again(draft: DecisionDraft, decision: Decision) -> bool:
    """Whether the decision says what the draft says, by the same person: what a double click sends is decided once.

    Registered twice it would have another id; ended twice, another time.
    """
    said = (decision.kind, decision.organisation, decision.who, decision.words)
    if (draft.kind, draft.organisation, draft.who, draft.words) != said:
        return False
    return draft.facts == decision.facts if draft.kind in _REGISTERING else draft.about == decision.about


def next_id(letter: str, known: Iterable[str]) -> str:
    """The next id of a kind, such as U-0002 after U-0001."""
    return f"{letter}-{max((int(each[2:]) for each in known), default=0) + 1:04d}"


def link_of(previous: str, decision: Decision, seal: str) -> str:
    """The decision's link; 64 hexadecimal digits."""
    at = decision.at.astimezone(UTC).isoformat(timespec="microseconds")
    author = "machine" if decision.who == MACHINE else "person"
    named = [decision.seq, decision.about, decision.organisation, at, decision.kind.value, author]
    return hashlib.sha256(canonical([_FORM, previous, *named, decision.facts, seal])).hexdigest()


def append(head: Head, draft: DecisionDraft, at: datetime, salt: bytes) -> LinkedDecision:
    """The decision as the chain's next. The salt: 16 or more random bytes, never used twice."""
    decision = Decision(
        seq=head.count + 1,
        kind=draft.kind,
        organisation=draft.organisation,
        about=draft.about,
        at=at,
        who=draft.who,
        facts=draft.facts,
        words=draft.words,
    )
    seal = seal_of(salt, draft.who, draft.words)
    return LinkedDecision(decision=decision, previous=head.link, seal=seal, salt=salt, link=link_of(head.link, decision, seal))


def verify(rows: Iterable[LinkedDecision], head: Head, anchor: Head | None = None) -> Iterator[Problem]:
    """What is wrong with the ledger, decision by decision; none when it is whole. `rows` in the order of seq."""
    chain = tuple(rows)
    erased = _lawfully_erased(chain)
    before, found_anchor = Head(), anchor is None or anchor == Head()
    for row in chain:
        decision = row.decision
        if decision.seq != before.count + 1:
            yield _problem("L022", mark("decisions are missing before decision {seq}"), decision.seq)
        elif row.previous != before.link:
            yield _problem(
                "L021", mark("decision {seq} was written after another decision than stands before it"), decision.seq
            )
        if _is_forged(row, erased) or link_of(row.previous, decision, row.seal) != row.link:
            yield _problem("L020", mark("decision {seq} was changed"), decision.seq)
        before = Head(decision.seq, row.link)
        found_anchor = found_anchor or before == anchor
    if before != head:
        yield _problem("L022", mark("the decisions end with number {seq}, and not as they were left"), before.count)
    if not found_anchor:
        yield _problem("L023", mark("the decisions that were printed with the anchor are not these"), before.count)


def _is_forged(row: LinkedDecision, erased: frozenset[int]) -> bool:
    """Whether the words are not those under the seal, or are gone and no erasure tells why."""
    decision = row.decision
    if not row.salt:
        return decision.seq not in erased or bool(decision.who or decision.words)
    return seal_of(row.salt, decision.who, decision.words) != row.seal


def _lawfully_erased(chain: Iterable[LinkedDecision]) -> frozenset[int]:
    # What is read here may have been tampered with: a wrong shape must end in a finding, not in a crash.
    kind = DecisionKind.NAMES_ERASED
    named = ((row.decision.seq, row.decision.facts.get("decisions")) for row in chain if row.decision.kind is kind)
    return frozenset(seq for by, seqs in named if isinstance(seqs, list) for seq in seqs if isinstance(seq, int) and seq < by)


def _problem(code: str, message: str, seq: int) -> Problem:
    return Problem(Place("decisions", line=seq), code, message, {"seq": seq})
