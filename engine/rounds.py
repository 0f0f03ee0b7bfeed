"""One round: judge all figures, let the verdicts stand, tell the avvik, tell the people. One transaction; twice is once.

A storm (more new avvik at once than an organisation's limits allow) is held: its verdicts stand, nothing of it is written to
the log until a person releases or rejects it. It never holds another organisation's round.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.avvik.decide import VerdictKey
from engine.decisions.sifting import Seen, sift
from engine.decisions.storm import Ruling, Storm, pending, require_waiting, storms
from engine.errors import Problem
from engine.evaluate import evaluate
from engine.facts import Cause, Mark, Observation, Outcome, Verdict
from engine.rulebook.book import Rulebook
from engine.store import Change, Store, Tally, Work
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
    held: tuple[Storm, ...] = ()
    """The storms that wait for a person, of the organisations that were judged."""
    tallies: tuple[Tally, ...] = ()
    """By organisation, how many of its rules were judged."""
    told: Told = field(default_factory=Told)
    """What people will hear of it."""


def run(
    store: Store,
    rulebook: Rulebook,
    *,
    as_of: date,
    at: datetime,
    evaluate: Evaluate = evaluate,
    tell: Tell = nobody,
    ruling: Ruling | None = None,
) -> Round:
    """Judge everything that is due on `as_of`; what is written bears the time `at`, notices to people among it.

    `ruling` is a person's answer to a storm. DecisionRefused where somebody else has answered it in the meantime.

    Rounds may run at once: the later waits for the earlier, and finds its work done. A round that fails has changed nothing.
    Reading and judging come before the lock, because people who write wait for whoever has it.
    """
    ahead, figures = store.read_ahead()
    judged = evaluate(rulebook, figures, as_of)
    with store.round(ahead) as work:
        if ruling is not None:
            require_waiting(storms(work.decisions()), ruling)
        if work.observations() is not figures:  # a delivery came while we judged
            judged = evaluate(rulebook, work.observations(), as_of)
        verdicts = [verdict for verdict in judged if Mark.NEVER_DELIVERED not in verdict.marks]
        changes = work.judge(verdicts, as_of=as_of, at=at)
        sifted = sift(rulebook, _seen(work, rulebook, verdicts, changes, as_of), ruling)
        written = work.apply(sifted.decided, at)
        work.decide(sifted.decisions, at)
        held = _held(work, rulebook)
        tallies = _tallies(rulebook, verdicts, held)
        work.tally(tallies)
        told = tell(work, at)
    return Round(
        as_of=as_of,
        judged=len(verdicts),
        new=Counter(change.after.outcome for change in changes),
        opened=written.opened,
        changed=written.changed,
        missing=tuple(verdict for verdict in judged if verdict.cause is Cause.LATE),
        problems=rulebook.problems,
        held=tuple(held),
        tallies=tallies,
        told=told,
    )


def _seen(work: Work, book: Rulebook, verdicts: Sequence[Verdict], changes: Iterable[Change], as_of: date) -> Seen:
    known = storms(work.decisions())
    moved: dict[VerdictKey, Verdict | None] = {change.after.key: change.before for change in changes}
    for organisation, storm in pending(known).items():
        if organisation in book.organisations:
            moved |= work.moved_since(organisation, storm.round)
    return Seen(number=work.number, as_of=as_of, verdicts=verdicts, moved=moved, avvik=work.avvik(), storms=known)


def _held(work: Work, book: Rulebook) -> list[Storm]:
    """The storms that wait for a person, of the organisations whose rules are in the book."""
    judged = {each.organisation.id for each in book.rules}
    return [storm for storm in pending(storms(work.decisions())).values() if storm.organisation in judged]


def _tallies(book: Rulebook, verdicts: Iterable[Verdict], held: Iterable[Storm]) -> tuple[Tally, ...]:
    """Of each organisation in the book how many rules there are, and how many gave a verdict without breaking."""
    waiting = {storm.organisation for storm in held}
    judged = {(each.organisation, each.rule) for each in verdicts if each.outcome is not Outcome.ERROR}
    there = Counter(each.organisation.id for each in book.rules)
    ran = Counter(organisation for organisation, _ in judged)
    return tuple(Tally(organisation=name, rules=there[name], judged=ran[name], held=name in waiting) for name in sorted(there))
