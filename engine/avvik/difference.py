"""What the machine still has to say to one avvik: its periods as they are now, less what its entries already tell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.avvik.avvik import Avvik
from engine.avvik.entries import MACHINE, Draft, EntryKind, Reason, Subject
from engine.avvik.episodes import Episode
from engine.avvik.states import Condition, Move, State, transition
from engine.avvik.told import Told
from engine.facts import Outcome
from engine.periods import Period
from engine.rulebook.schema import Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The verdicts of one subject."""

    subject: Subject
    rule: Rule
    current: Mapping[Period, Told]
    """As they stand. What an avvik told of a period that has no verdict now (the rule broke, the unit is gone) stands too."""
    before: Mapping[Period, Told]
    """As they stood, where this round changed them."""


Elsewhere = Callable[[Period], str | None]
"""The other avvik to which a period belongs now; "" for one that is about to be opened, None when it is no breach."""


def opening(line: Line, episode: Episode, earlier: str) -> tuple[Draft, ...]:
    """The first entries of a new avvik. `earlier`: the avvik that was there before on the same subject, or ""."""
    first, *rest = (line.current[period] for period in episode.missed)
    facts = {
        "subject": asdict(line.subject),
        "owner": line.rule.owner,
        "severity": line.rule.severity.value,
        "state": State.NY.value,
        "condition": Condition.AKTIV.value,
        **({"earlier": earlier} if earlier else {}),
    }
    drafts = [_miss(line, EntryKind.OPENED, first, Reason.FIRST, **facts), *_added(line, episode, rest, (first,))]
    if episode.cleared_at:
        drafts.append(_normalised(line, episode.cleared_at))
    return tuple(drafts)


def corrections(line: Line, avvik: Avvik) -> tuple[Draft, ...]:
    """For an avvik that was rejected: only what became of the figures it was about."""
    drafts = [*_corrected(line, avvik)]
    return _settle(drafts, avvik)


def difference(line: Line, avvik: Avvik, episode: Episode | None, elsewhere: Elsewhere) -> tuple[Draft, ...]:
    """The entries to add so that the avvik tells of this episode, which is its own, or of none when it has none left."""
    drafts = [*_corrected(line, avvik), *_withdrawn(line, avvik, episode, elsewhere)]
    if episode is None:
        return _settle(drafts, avvik)
    fresh = [line.current[period] for period in episode.missed if period not in avvik.told]
    misses = _reopening(avvik, [*_added(line, episode, fresh, avvik.told.values())])
    drafts += _conditioned(line, avvik, episode, misses)
    if avvik.state.is_open and _rank(line.rule.severity) > _rank(avvik.severity):
        drafts.append(
            _draft(EntryKind.SEVERITY_RAISED, Reason.WORSE, severity=line.rule.severity.value, was=avvik.severity.value)
        )
    return tuple(drafts)


def _corrected(line: Line, avvik: Avvik) -> Iterator[Draft]:
    for period, told in avvik.told.items():
        now = line.current[period]
        if not now.says_the_same_as(told):
            changed = told.changed_to(now).value
            yield _draft(
                EntryKind.PERIOD_CORRECTED,
                Reason.CORRECTED,
                period=str(period),
                changed=changed,
                before=told.facts,
                after=now.facts,
            )


def _withdrawn(line: Line, avvik: Avvik, episode: Episode | None, elsewhere: Elsewhere) -> Iterator[Draft]:
    """Periods that are still missed but not this avvik's any more."""
    joined: dict[str, list[str]] = {}
    for period in avvik.told:
        if not line.current[period].is_missed or (episode and period in episode.missed):
            continue
        to = elsewhere(period)
        if to and episode is None:
            joined.setdefault(to, []).append(str(period))
        else:
            facts = {"breach": to is not None, **({"to": to} if to else {})}
            yield _draft(EntryKind.PERIOD_WITHDRAWN, Reason.CORRECTED, period=str(period), **facts)
    for into, periods in joined.items():
        yield _draft(EntryKind.JOINED, Reason.CORRECTED, into=into, periods=periods)


def _added(line: Line, episode: Episode, fresh: Iterable[Told], told: Iterable[Told]) -> Iterator[Draft]:
    """An entry for each missed period that is news; `told`: what the avvik tells already."""
    known = list(told)
    for now in fresh:
        relapse = now.period in episode.relapses
        reason = Reason.RELAPSE if relapse else Reason.WORSE if _is_worse(now, known) else Reason.CONTINUED
        yield _miss(line, EntryKind.RELAPSED if relapse else EntryKind.PERIOD_MISSED, now, reason)
        known.append(now)


def _is_worse(now: Told, known: Sequence[Told]) -> bool:
    """Later than all that is known of the episode, and farther from the target than any of it."""
    margins = [told.margin for told in known if told.margin is not None]
    later = all(told.period < now.period for told in known)
    return later and now.margin is not None and bool(margins) and now.margin < min(margins)


def _miss(line: Line, kind: EntryKind, now: Told, reason: Reason, **facts: Any) -> Draft:
    before = line.before.get(now.period)
    if before is not None and before.outcome not in (Outcome.MISSED, Outcome.NO_DATA, Outcome.ERROR):
        # A figure that comes late was nobody's verdict before; one that was met, or had no target, was.
        return _draft(kind, Reason.FOUND_BY_CORRECTION, before=before.facts, **now.facts, **facts)
    return _draft(kind, reason, **now.facts, **facts)


def _reopening(avvik: Avvik, misses: list[Draft]) -> list[Draft]:
    """A missed period later than any that a closed avvik has known takes it up again, whatever happened after."""
    row = transition(Move.RELAPSE, avvik.state)
    if row is None or row.target is None:
        return misses
    place = next((i for i, each in enumerate(misses) if Period.parse(each.facts["period"]) > max(avvik.ever_told)), None)
    if place is not None:
        found = Reason(misses[place].facts["reason"])
        reason = found if found is Reason.FOUND_BY_CORRECTION else Reason.RELAPSE
        facts = {**misses[place].facts, "reason": reason.value, "state": row.target.value}
        misses[place] = Draft(kind=EntryKind.RELAPSED, who=MACHINE, facts=facts)
    return misses


def _conditioned(line: Line, avvik: Avvik, episode: Episode, misses: list[Draft]) -> list[Draft]:
    """The entries with the condition they lead to; one more where it changes without a missed period."""
    condition = avvik.condition
    turning = next((i for i, draft in enumerate(misses) if draft.kind is EntryKind.RELAPSED), None)
    if turning is None and misses and episode.cleared_at is None:
        turning = 0
    if turning is not None and condition is not Condition.AKTIV:
        misses[turning] = _with_condition(misses[turning], Condition.AKTIV)
        condition = Condition.AKTIV
    if episode.cleared_at and condition is not Condition.NORMALISERT:
        misses.append(_normalised(line, episode.cleared_at))
    if episode.cleared_at is None and condition is not Condition.AKTIV:
        misses.append(_draft(EntryKind.ACTIVE_AGAIN, Reason.CORRECTED, condition=Condition.AKTIV.value))
    return misses


def _settle(drafts: list[Draft], avvik: Avvik) -> tuple[Draft, ...]:
    """Mark the avvik korrigert with the entry that takes its last missed period away."""
    if drafts and not avvik.after(drafts).periods:
        drafts[-1] = _with_condition(drafts[-1], Condition.KORRIGERT)
    return tuple(drafts)


def _normalised(line: Line, cleared_at: Period) -> Draft:
    facts = {**line.current[cleared_at].facts, "condition": Condition.NORMALISERT.value}
    return _draft(EntryKind.NORMALISED, Reason.CLEARED, **facts)


def _with_condition(draft: Draft, condition: Condition) -> Draft:
    return Draft(kind=draft.kind, who=draft.who, facts={**draft.facts, "condition": condition.value})


def _draft(kind: EntryKind, reason: Reason, **facts: Any) -> Draft:
    return Draft(kind=kind, who=MACHINE, facts={"reason": reason.value, **facts})


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)
