"""One round: judge all figures, let the verdicts stand, tell the avvik, tell the people. One transaction; twice is once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.avvik.decide import decide
from engine.avvik.entries import Subject
from engine.errors import Problem
from engine.evaluate import evaluate
from engine.facts import Cause, Mark, Observation, Outcome, Verdict
from engine.rulebook.book import Rulebook
from engine.store import Store
from engine.telling import Tell, Told, nobody

Evaluate = Callable[[Rulebook, Iterable[Observation], date], tuple[Verdict, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did."""

    as_of: date
    judged: int
    """How many verdicts rest on a series that has figures; those that stood already are among them."""
    new: Mapping[Outcome, int]
    """How many verdicts stand since this round, by outcome."""
    opened: tuple[str, ...]
    changed: tuple[str, ...]
    """The avvik that it opened and those that it added to, by id."""
    missing: tuple[Verdict, ...]
    """The verdicts whose figure is past due."""
    problems: tuple[Problem, ...]
    """What kept rules from being judged."""
    told: Told = field(default_factory=Told)
    """What people will hear of it."""


def run(
    store: Store, rulebook: Rulebook, *, as_of: date, at: datetime, evaluate: Evaluate = evaluate, tell: Tell = nobody
) -> Round:
    """Judge everything that is due on `as_of`; what is written bears the time `at`, notices to people among it.

    Rounds may run at once: the later waits for the earlier, and finds its work done. A round that fails has changed nothing.
    """
    in_force = {(each.organisation.id, each.rule.id): each for each in rulebook.rules}
    with store.round() as work:
        judged = evaluate(rulebook, work.observations(), as_of)
        verdicts = [verdict for verdict in judged if Mark.NEVER_DELIVERED not in verdict.marks]
        changes = work.judge(verdicts, as_of=as_of, at=at)
        before = {change.after.key: change.before for change in changes if change.before is not None}
        written = work.apply(decide(in_force, _timelines(verdicts), before, work.avvik()), at)
        told = tell(work, at)
    return Round(
        as_of=as_of,
        judged=len(verdicts),
        new=Counter(change.after.outcome for change in changes),
        opened=written.opened,
        changed=written.changed,
        missing=tuple(verdict for verdict in judged if verdict.cause is Cause.LATE),
        problems=rulebook.problems,
        told=told,
    )


def _timelines(verdicts: Iterable[Verdict]) -> Mapping[Subject, Sequence[Verdict]]:
    timelines: defaultdict[Subject, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        about = Subject(organisation=each.organisation, rule=each.rule, unit=each.unit, dimension=each.dimension)
        timelines[about].append(each)
    return timelines
