"""What time makes due: an avvik nobody looks at, an action past its date, an exemption that ends, figures late or unfinished.

Each is told to the owner once and, when that leads to nothing, once to the owner's leader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from engine.avvik.avvik import Avvik
from engine.avvik.entries import Subject
from engine.avvik.states import Condition, State
from engine.exemptions import Exemption
from engine.facts import Cause, Mark, Verdict
from engine.notify.matter import Kind, Level, Matter
from engine.notify.why import OSLO
from engine.reasons import Reason
from engine.rulebook.book import InForce


def due(
    avvik: Sequence[Avvik],
    verdicts: Iterable[Verdict],
    exemptions: Iterable[Exemption],
    rules: Mapping[str, InForce],
    today: date,
) -> Iterator[Matter]:
    """Everything that may be due on this day, with what time has to pass; the routes say how long that is.

    `verdicts`: those that stand, of rules in force. What an exemption keeps silent is left out.
    """
    known = tuple(exemptions)
    for each in avvik:
        if each.subject.rule in rules and each.state.is_open and not _silent(each.subject, known, today):
            yield from _untouched(each)
            yield from _actions(each, today)
    yield from _ending(known, avvik, rules, today)
    loud = [v for v in verdicts if v.rule in rules and not _silent(_subject(v), known, today)]
    yield from _provisional(loud, rules)
    yield from _late(loud, rules)


def _untouched(avvik: Avvik) -> Iterator[Matter]:
    if avvik.state is State.NY and not avvik.seen:
        opened = avvik.opened_at.astimezone(OSLO).date()
        yield from _steps(Kind.UNTOUCHED, avvik.id, avvik.subject, avvik=avvik, since=opened, waits=1, reason=Reason.REMINDER)


def _actions(avvik: Avvik, today: date) -> Iterator[Matter]:
    for action in avvik.current_actions:
        if action.done is None and action.due < today:
            yield from _steps(
                Kind.ACTION,
                f"{avvik.id}/{action.id}",
                avvik.subject,
                avvik=avvik,
                since=action.due,
                reason=Reason.OVERDUE,
                responsible=action.responsible,
                facts={"action": action.id, "due": action.due.isoformat()},
            )


def _ending(
    exemptions: Iterable[Exemption], avvik: Sequence[Avvik], rules: Mapping[str, InForce], today: date
) -> Iterator[Matter]:
    for each in exemptions:
        found = rules.get(each.rule)
        if found is None or found.organisation.id != each.organisation or each.ended_on is not None or today > each.until:
            continue
        subject = Subject(organisation=each.organisation, rule=each.rule, unit=each.unit or each.organisation, dimension="")
        behind = [a for a in avvik if _is_kept_silent(a, each)]
        facts = {"exemption": each.id, "until": each.until.isoformat(), "avvik": ", ".join(a.id for a in behind)}
        yield Matter(
            kind=Kind.EXEMPTION,
            name=each.id,
            subject=subject,
            severity=found.rule.severity,
            since=each.until,
            waits=-1,
            reason=Reason.REMINDER,
            responsible=each.registered_by,
            facts=facts,
        )


def _provisional(verdicts: Iterable[Verdict], rules: Mapping[str, InForce]) -> Iterator[Matter]:
    for each in verdicts:
        if each.provisional:
            yield from _of_verdict(Kind.PROVISIONAL, each, rules, waits=1, reason=Reason.REMINDER)


def _late(verdicts: Iterable[Verdict], rules: Mapping[str, InForce]) -> Iterator[Matter]:
    """One for each gap that reaches the newest period: who knows that January never came need not hear of February too."""
    timelines: dict[Subject, list[Verdict]] = {}
    for each in verdicts:
        if Mark.NEVER_DELIVERED not in each.marks and each.cause is not Cause.NOT_DUE:
            timelines.setdefault(_subject(each), []).append(each)
    for timeline in timelines.values():
        gap: list[Verdict] = []
        for each in sorted(timeline, key=lambda verdict: verdict.period.ordinal):
            gap = [*gap, each] if each.cause is Cause.LATE else []
        if gap:
            facts = {"first": str(gap[0].period), "last": str(gap[-1].period)}
            yield from _of_verdict(Kind.LATE, gap[0], rules, reason=Reason.NO_DATA, facts=facts)


def _of_verdict(
    kind: Kind,
    verdict: Verdict,
    rules: Mapping[str, InForce],
    *,
    reason: Reason,
    waits: int = 0,
    facts: Mapping[str, str] | None = None,
) -> Iterator[Matter]:
    found = rules[verdict.rule]
    expected = verdict.period.end + timedelta(days=found.organisation.metrics[found.rule.metric].due_days)
    yield from _steps(
        kind,
        "/".join((verdict.rule, verdict.unit, verdict.dimension, str(verdict.period))),
        _subject(verdict),
        since=expected,
        waits=waits,
        reason=reason,
        rule=found,
        verdict=verdict,
        facts=facts or {},
    )


def _steps(
    kind: Kind,
    name: str,
    subject: Subject,
    *,
    since: date,
    reason: Reason,
    waits: int = 0,
    avvik: Avvik | None = None,
    rule: InForce | None = None,
    verdict: Verdict | None = None,
    responsible: str = "",
    facts: Mapping[str, str] | None = None,
) -> Iterator[Matter]:
    """The owner's, and the leader's one reminder later."""
    severity = avvik.severity if avvik else rule.rule.severity if rule else None
    if severity is None:
        raise ValueError(f"{kind}:{name} belongs to neither an avvik nor a rule")
    for level, more, told in ((Level.OWNER, 0, reason), (Level.LEADER, 1, Reason.OVERDUE)):
        yield Matter(
            kind=kind,
            name=name,
            subject=subject,
            severity=severity,
            since=since,
            level=level,
            waits=waits + more,
            reason=told,
            avvik=avvik,
            verdict=verdict,
            responsible=responsible,
            facts=facts or {},
        )


def _is_kept_silent(avvik: Avvik, exemption: Exemption) -> bool:
    about = avvik.subject
    is_its = (about.organisation, about.rule) == (exemption.organisation, exemption.rule)
    return is_its and exemption.unit in ("", about.unit) and avvik.state.is_open and avvik.condition is Condition.AKTIV


def _silent(subject: Subject, exemptions: Sequence[Exemption], today: date) -> bool:
    return any(each.covers(subject.organisation, subject.rule, subject.unit, today) for each in exemptions)


def _subject(verdict: Verdict) -> Subject:
    return Subject(organisation=verdict.organisation, rule=verdict.rule, unit=verdict.unit, dimension=verdict.dimension)
