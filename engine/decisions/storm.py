"""The storm guard: a round that would open too many avvik at once is held, until a person releases or rejects it.

What counts is an avvik about something that had been judged before. A first load of history, or a new rule over old figures,
finds old breaches and not sudden ones. Pure: the round asks, and writes what this says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.avvik.entries import MACHINE, Addition, EntryKind, Opening, Subject
from engine.decisions.asked import Asked
from engine.decisions.decision import Decision, DecisionDraft, DecisionKind
from engine.errors import Place
from engine.facts import digest
from engine.language import Marked, mark
from engine.periods import Period
from engine.rulebook.safeguards import StormLimits

Decided = Opening | Addition
Basis = tuple[Period, str, str]
"""A missed period with the versions of the rule and of the figures that it rests on."""
_MISSES = (EntryKind.OPENED, EntryKind.PERIOD_MISSED, EntryKind.RELAPSED)


class Fate(StrEnum):
    """What became of a held round."""

    HELD = "held"
    RELEASED = "released"
    REJECTED = "rejected"
    OVER = "over"


FATES = {
    Fate.HELD: mark("held, waits for a person"),
    Fate.RELEASED: mark("released"),
    Fate.REJECTED: mark("rejected"),
    Fate.OVER: mark("over: the basis changed"),
}


class Verb(StrEnum):
    RELEASE = "release"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person answers to a storm."""

    storm: str
    verb: Verb
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A held round of one organisation, as it is now."""

    id: str
    organisation: str
    held_at: datetime
    as_of: date
    round: int
    """The round that was held: what verdicts stood before it is what the log knows."""
    basis: str
    """The digest of everything that the round would have written."""
    openings: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    """rule, unit, dimension and missed periods of each avvik that would be opened."""
    additions: tuple[str, ...]
    """The avvik that would be added to."""
    missed: tuple[tuple[str, str, str, str, str, str], ...]
    """rule, unit, dimension, period, rule version and data revision of every missed period that would be news."""
    sudden: int
    """How many of the openings are about what had been judged before."""
    judged_before: int
    fate: Fate = Fate.HELD
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: str = ""


def storms(decisions: Iterable[Decision]) -> tuple[Storm, ...]:
    """Every storm that ever was, as it is now; in the order in which they were held."""
    found: dict[str, Storm] = {}
    for each in decisions:
        if each.kind is DecisionKind.STORM_HELD:
            found[each.about] = _held(each)
        elif each.kind in _FATES:
            found[each.about] = replace(
                found[each.about],
                fate=_FATES[each.kind],
                settled_at=each.at,
                settled_by=each.who,
                reason=each.words.get("reason", ""),
            )
    return tuple(found.values())


def pending(known: Iterable[Storm]) -> Mapping[str, Storm]:
    """The storm that waits for a person, by organisation; there is at most one of each."""
    return {each.organisation: each for each in known if each.fate is Fate.HELD}


def rejected(known: Iterable[Storm]) -> Mapping[Subject, frozenset[Basis]]:
    """What is never to be raised: the missed periods of rejected storms, each on the basis that it was rejected on."""
    found: dict[Subject, set[Basis]] = {}
    for storm in known:
        if storm.fate is Fate.REJECTED:
            for rule, unit, dimension, period, rule_version, data_revision in storm.missed:
                about = Subject(organisation=storm.organisation, rule=rule, unit=unit, dimension=dimension)
                found.setdefault(about, set()).add((Period.parse(period), rule_version, data_revision))
    return {about: frozenset(bases) for about, bases in found.items()}


def sudden(decided: Iterable[Decided], judged_before: frozenset[Subject]) -> int:
    """How many avvik would be opened about what had been judged before."""
    return sum(1 for each in decided if isinstance(each, Opening) and each.subject in judged_before)


def is_storm(new: int, judged_before: int, limits: StormLimits) -> bool:
    return new > limits.max_new or (new >= limits.least and new > limits.share * judged_before)


def basis_of(decided: Sequence[Decided]) -> str:
    """The digest of all that would be written; the same figures, rules and avvik give the same one."""
    return digest([[_about(each), [[draft.kind.value, draft.facts] for draft in each.drafts]] for each in decided])


def hold(
    storm: str,
    organisation: str,
    decided: Sequence[Decided],
    subjects: Mapping[str, Subject],
    *,
    round_number: int,
    as_of: date,
    judged_before: frozenset[Subject],
) -> DecisionDraft:
    """The record of a held round. `subjects`: what each known avvik is about."""
    openings = [each for each in decided if isinstance(each, Opening)]
    facts = {
        "round": round_number,
        "as_of": as_of.isoformat(),
        "basis": basis_of(decided),
        "openings": [[*_named(each.subject), [basis[0] for basis in _bases(each)]] for each in openings],
        "additions": [each.avvik for each in decided if isinstance(each, Addition)],
        "missed": [[*_named(_subject(each, subjects)), *basis] for each in decided for basis in _bases(each)],
        "sudden": sudden(decided, judged_before),
        "judged_before": len(judged_before),
    }
    return DecisionDraft(kind=DecisionKind.STORM_HELD, organisation=organisation, about=storm, who=MACHINE, facts=facts)


def over(storm: Storm) -> DecisionDraft:
    """The record that figures or rules changed, so that what was held is not what there is now."""
    return DecisionDraft(kind=DecisionKind.STORM_OVER, organisation=storm.organisation, about=storm.id, who=MACHINE)


def settle(storm: Storm, ruling: Ruling) -> DecisionDraft:
    """The record of a person's answer."""
    kind = DecisionKind.STORM_RELEASED if ruling.verb is Verb.RELEASE else DecisionKind.STORM_REJECTED
    return DecisionDraft(
        kind=kind, organisation=storm.organisation, about=storm.id, who=ruling.by, words={"reason": ruling.reason}
    )


def ruled(known: Iterable[Storm], name: str, verb: Verb, *, by: str, reason: str) -> tuple[Storm, Ruling]:
    """The storm and the answer to it, fit to be recorded. Raises DecisionRefused with everything that stands against it."""
    by_id = {each.id: each for each in known}
    wanted = name.strip().upper()
    asked = Asked(Place("storm"))
    who, why = asked.person("by", by), asked.words("reason", reason)
    message = mark("there is no held round {name}; `malvakt storm list` shows them")
    asked.known("id", wanted, tuple(by_id), message, mark("there is no held round {name} (did you mean {suggestion}?)"))
    if wanted in by_id:
        _waits(asked, by_id[wanted])
    asked.settle()
    return by_id[wanted], Ruling(storm=wanted, verb=verb, by=who, reason=why)


def require_waiting(known: Iterable[Storm], ruling: Ruling) -> None:
    """Raises DecisionRefused where somebody was faster: an answer is given once."""
    asked = Asked(Place("storm"))
    for each in known:
        if each.id == ruling.storm:
            _waits(asked, each)
    asked.settle()


def is_answered_so(storm: Storm, verb: Verb, *, by: str, reason: str) -> bool:
    """Whether it was settled by this very answer of this very person."""
    asked, answered = Asked(Place("storm")), {Verb.RELEASE: Fate.RELEASED, Verb.REJECT: Fate.REJECTED}[verb]
    said = answered, asked.person("by", by), asked.words("reason", reason)
    return said == (storm.fate, storm.settled_by, storm.reason)


def _waits(asked: Asked, storm: Storm) -> None:
    if storm.fate is not Fate.HELD:
        asked.refuse("id", "B006", mark("{name} is settled already: {fate}"), name=storm.id, fate=Marked(FATES[storm.fate]))


_FATES = {
    DecisionKind.STORM_RELEASED: Fate.RELEASED,
    DecisionKind.STORM_REJECTED: Fate.REJECTED,
    DecisionKind.STORM_OVER: Fate.OVER,
}


def _held(decision: Decision) -> Storm:
    facts: Mapping[str, Any] = decision.facts
    return Storm(
        id=decision.about,
        organisation=decision.organisation,
        held_at=decision.at,
        as_of=date.fromisoformat(facts["as_of"]),
        round=facts["round"],
        basis=facts["basis"],
        openings=tuple((rule, unit, dimension, tuple(periods)) for rule, unit, dimension, periods in facts["openings"]),
        additions=tuple(facts["additions"]),
        missed=tuple((a, b, c, d, e, f) for a, b, c, d, e, f in facts["missed"]),
        sudden=facts["sudden"],
        judged_before=facts["judged_before"],
    )


def _bases(decided: Decided) -> list[tuple[str, str, str]]:
    """Period, rule version and data revision of each missed period that the drafts tell of."""
    told = [draft.facts for draft in decided.drafts if draft.kind in _MISSES]
    return [(facts["period"], facts["rule_version"], facts["data_revision"]) for facts in told]


def _subject(decided: Decided, subjects: Mapping[str, Subject]) -> Subject:
    return decided.subject if isinstance(decided, Opening) else subjects[decided.avvik]


def _about(decided: Decided) -> list[str] | str:
    return list(_named(decided.subject)) if isinstance(decided, Opening) else decided.avvik


def _named(subject: Subject) -> tuple[str, str, str]:
    return subject.rule, subject.unit, subject.dimension
