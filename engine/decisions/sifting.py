"""What a round may write into the log and the ledger: what was decided about the avvik, less what a storm holds back. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.avvik.avvik import Avvik
from engine.avvik.decide import VerdictKey, decide
from engine.avvik.entries import Opening, Subject
from engine.decisions.decision import DecisionDraft, next_id
from engine.decisions.storm import (
    Decided,
    Fate,
    Ruling,
    Storm,
    Verb,
    basis_of,
    hold,
    is_storm,
    over,
    pending,
    rejected,
    settle,
    sudden,
)
from engine.facts import Outcome, Verdict
from engine.rulebook.book import Rulebook
from engine.rulebook.safeguards import Safeguards

_JUDGED = frozenset({Outcome.MET, Outcome.WARNING, Outcome.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a round saw, in one transaction."""

    number: int
    as_of: date
    verdicts: Sequence[Verdict]
    moved: Mapping[VerdictKey, Verdict | None]
    """By key the verdict that stood before, where it changed: in this round, or since the organisation's round was held."""
    avvik: Sequence[Avvik]
    storms: Sequence[Storm]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is written: into the log of avvik, and into the ledger of decisions."""

    decided: tuple[Decided, ...]
    decisions: tuple[DecisionDraft, ...]


def sift(book: Rulebook, seen: Seen, ruling: Ruling | None = None) -> Sifted:
    """Everything that the verdicts ask for, organisation by organisation; nothing of one that a storm holds.

    `ruling` answers the storm that waits when what it held is still what would be written; else that one is over, and the
    organisation is judged as if nobody had been asked.
    """
    by_organisation = _by_organisation(_decided(book, seen, seen.storms), seen.avvik)
    waiting = pending(seen.storms)
    names = [each.id for each in seen.storms]
    written: list[Decided] = []
    decisions: list[DecisionDraft] = []
    for organisation in sorted({each.organisation.id for each in book.rules}):
        decided, storm = by_organisation.get(organisation, []), waiting.get(organisation)
        if storm is not None and storm.basis == basis_of(decided):
            if ruling is None or ruling.storm != storm.id:
                continue
            decisions.append(settle(storm, ruling))
            written += decided if ruling.verb is Verb.RELEASE else _without(storm, book, seen)
            continue
        if storm is not None:
            decisions.append(over(storm))
        held = _held(organisation, decided, storm, book, seen, next_id("S", names))
        if held is None:
            written += decided
        else:
            names.append(held.about)
            decisions.append(held)
    return Sifted(tuple(written), tuple(decisions))


def _decided(book: Rulebook, seen: Seen, storms: Iterable[Storm]) -> tuple[Decided, ...]:
    in_force = {(each.organisation.id, each.rule.id): each for each in book.rules}
    before = {key: verdict for key, verdict in seen.moved.items() if verdict is not None}
    return decide(in_force, _timelines(seen.verdicts), before, seen.avvik, rejected(storms))


def _without(storm: Storm, book: Rulebook, seen: Seen) -> Sequence[Decided]:
    """What is left to be written once the storm is rejected: what became of the avvik that were there."""
    storms = [replace(each, fate=Fate.REJECTED) if each.id == storm.id else each for each in seen.storms]
    return _by_organisation(_decided(book, seen, storms), seen.avvik).get(storm.organisation, [])


def _held(
    organisation: str, decided: Sequence[Decided], earlier: Storm | None, book: Rulebook, seen: Seen, name: str
) -> DecisionDraft | None:
    """The record that these are held, when they are a storm. `earlier`: the storm in whose place this one comes."""
    judged_before = _judged_before(organisation, seen)
    limits = book.safeguards.get(organisation, Safeguards()).storm
    if not is_storm(sudden(decided, judged_before), len(judged_before), limits):
        return None
    return hold(
        name,
        organisation,
        decided,
        {each.id: each.subject for each in seen.avvik},
        # What the log knows is what stood before the first of them: nothing was written since.
        round_number=earlier.round if earlier else seen.number,
        as_of=seen.as_of,
        judged_before=judged_before,
    )


def _judged_before(organisation: str, seen: Seen) -> frozenset[Subject]:
    """Whatever of the organisation had a judgement of a figure before this round."""
    stood = ((each, seen.moved.get(each.key, each)) for each in seen.verdicts if each.organisation == organisation)
    return frozenset(_subject(each) for each, before in stood if before is not None and before.outcome in _JUDGED)


def _by_organisation(decided: Iterable[Decided], avvik: Iterable[Avvik]) -> Mapping[str, list[Decided]]:
    owners = {each.id: each.subject.organisation for each in avvik}
    found: defaultdict[str, list[Decided]] = defaultdict(list)
    for each in decided:
        found[each.subject.organisation if isinstance(each, Opening) else owners[each.avvik]].append(each)
    return found


def _timelines(verdicts: Iterable[Verdict]) -> Mapping[Subject, Sequence[Verdict]]:
    timelines: defaultdict[Subject, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        timelines[_subject(each)].append(each)
    return timelines


def _subject(verdict: Verdict) -> Subject:
    return Subject(organisation=verdict.organisation, rule=verdict.rule, unit=verdict.unit, dimension=verdict.dimension)
