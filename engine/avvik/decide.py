"""What the round has to tell the log: the episodes as the verdicts now show them, held against the avvik that are there.

Only the difference is written, so deciding twice adds nothing, and whatever the order in which the figures came, the avvik end
with the same periods and conditions. A rule that is no longer in force leaves its avvik as they are. Pure.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from engine.avvik.avvik import Avvik
from engine.avvik.difference import Line, corrections, difference, opening
from engine.avvik.entries import Addition, Opening, Subject
from engine.avvik.episodes import Episode, Policy, episodes
from engine.avvik.states import State
from engine.avvik.told import Told
from engine.facts import Outcome, Verdict
from engine.periods import Period
from engine.rulebook.book import InForce
from engine.rulebook.schema import Rule

VerdictKey = tuple[str, str, str, str, str]
Basis = tuple[Period, str, str]
"""A missed period with the versions of the rule and of the figures that it rests on."""


def decide(
    inforce: Mapping[tuple[str, str], InForce],
    timelines: Mapping[Subject, Iterable[Verdict]],
    before: Mapping[VerdictKey, Verdict],
    avvik: Iterable[Avvik],
    rejected: Mapping[Subject, Collection[Basis]] = MappingProxyType({}),
) -> tuple[Opening | Addition, ...]:
    """Openings and additions, ordered by subject, then additions by the age of the avvik, then openings by period.

    `inforce`: the rules, by organisation and id. `timelines`: of each subject to look at all current verdicts, one a period.
    `before`: by `Verdict.key`, the verdict that stood until this round where the round changed it.
    `avvik`: at least every avvik of those subjects, in whatever state. `rejected`: misses that people have said are none,
    as long as rule and figures are those of then.
    """
    known: dict[Subject, list[Avvik]] = {}
    for each in avvik:
        known.setdefault(each.subject, []).append(each)
    decisions: list[Opening | Addition] = []
    for subject in sorted(timelines):
        rule = inforce.get((subject.organisation, subject.rule))
        if rule is not None:
            decisions += _of_subject(
                rule, subject, timelines[subject], before, known.get(subject, ()), rejected.get(subject, ())
            )
    return tuple(decisions)


def _of_subject(
    inforce: InForce,
    subject: Subject,
    timeline: Iterable[Verdict],
    before: Mapping[VerdictKey, Verdict],
    known: Iterable[Avvik],
    rejected: Collection[Basis],
) -> Iterator[Opening | Addition]:
    grain = inforce.organisation.metrics[inforce.rule.metric].grain
    # After a metric's grain was changed the old periods and their avvik are history: they cannot be compared with the new.
    verdicts = [verdict for verdict in timeline if verdict.period.grain is grain]
    ours = sorted((each for each in known if each.grain is grain), key=lambda each: each.number)
    if not ours and all(verdict.outcome is not Outcome.MISSED for verdict in verdicts):
        return
    line = _line(subject, inforce.rule, verdicts, before, ours)
    # A miss that people have said is none says nothing: it neither raises an avvik nor makes one that is over active again.
    outcomes = {
        period: told.outcome
        for period, told in line.current.items()
        if (period, told.rule_version, told.data_revision) not in rejected
    }
    found = _unsettled(episodes(outcomes, Policy.of_rule(inforce.rule)), ours)
    keepers = _keepers(found, [each for each in ours if each.state is not State.AVVIST])
    yield from _additions(line, ours, found, keepers)
    for place, episode in enumerate(found):
        if place not in keepers:
            earlier = ours[-1].id if ours else ""
            yield Opening(subject=subject, drafts=opening(line, episode, earlier))


def _line(
    subject: Subject, rule: Rule, verdicts: Sequence[Verdict], before: Mapping[VerdictKey, Verdict], ours: Iterable[Avvik]
) -> Line:
    standing = {period: told for each in ours for period, told in each.told.items()}
    judged = {verdict.period: Told.of(verdict) for verdict in verdicts if verdict.outcome is not Outcome.ERROR}
    changed = {verdict.period: Told.of(before[verdict.key]) for verdict in verdicts if verdict.key in before}
    return Line(subject=subject, rule=rule, current={**standing, **judged}, before=changed)


def _unsettled(found: Iterable[Episode], ours: Iterable[Avvik]) -> list[Episode]:
    """The episodes without the periods that people have rejected as an avvik: those are not raised again."""
    settled = {period for each in ours if each.state is State.AVVIST for period in each.periods}
    left = (replace(each, missed=tuple(p for p in each.missed if p not in settled)) for each in found)
    return [each for each in left if each.missed]


def _keepers(found: Sequence[Episode], live: Sequence[Avvik]) -> dict[int, Avvik]:
    """Which avvik each episode belongs to: the oldest that was ever about one of its periods and has no earlier episode."""
    keepers: dict[int, Avvik] = {}
    taken: set[str] = set()
    for place, episode in enumerate(found):
        keeper = next((each for each in live if each.id not in taken and not each.ever_told.isdisjoint(episode.missed)), None)
        if keeper is not None:
            keepers[place] = keeper
            taken.add(keeper.id)
    return keepers


def _additions(line: Line, ours: Iterable[Avvik], found: Sequence[Episode], keepers: Mapping[int, Avvik]) -> Iterator[Addition]:
    own = {keeper.id: found[place] for place, keeper in keepers.items()}
    home = {period: place for place, episode in enumerate(found) for period in episode.missed}

    def elsewhere(period: Period) -> str | None:
        place = home.get(period)
        return None if place is None else keepers[place].id if place in keepers else ""

    for each in ours:
        rejected = each.state is State.AVVIST
        drafts = corrections(line, each) if rejected else difference(line, each, own.get(each.id), elsewhere)
        if drafts:
            yield Addition(avvik=each.id, drafts=drafts)
