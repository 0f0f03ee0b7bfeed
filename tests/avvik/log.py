"""A log in memory: what the store does with the decisions and the moves, so that a life can be walked without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.avvik.avvik import Avvik
from engine.avvik.decide import VerdictKey, decide
from engine.avvik.entries import Draft, Entry, Opening, Subject
from engine.catalogue import Metric, Organisation, Unit
from engine.errors import Place
from engine.facts import Cause, Comparator, Outcome, Verdict
from engine.periods import Grain, Period
from engine.rulebook.book import InForce
from engine.rulebook.schema import Missing, Rule, Severity

SUBJECT = Subject(organisation="helse-nord-ikt", rule="hnikt-first-line", unit="helse-nord-ikt", dimension="")
FIRST = Period.parse("2023-01")
TARGET = Decimal(70)

OUTCOMES = {
    ".": Outcome.MET,
    "w": Outcome.WARNING,
    "?": Outcome.NO_DATA,
    "n": Outcome.NOT_APPLICABLE,
    "x": Outcome.EXEMPT,
    "!": Outcome.ERROR,
}
"""A digit is missed by so much; `-` is a period without a verdict."""


def verdict(period: Period, sign: str, version: str = "v1", subject: Subject = SUBJECT) -> Verdict:
    value = TARGET - int(sign) if sign.isdigit() else {".": Decimal(75), "w": Decimal(71)}.get(sign)
    return Verdict(
        rule=subject.rule,
        organisation=subject.organisation,
        unit=subject.unit,
        dimension=subject.dimension,
        period=period,
        outcome=Outcome.MISSED if sign.isdigit() else OUTCOMES[sign],
        cause=Cause.REPORTED_NULL if sign == "?" else None,
        value=value,
        target=None if value is None else TARGET,
        comparator=None if value is None else Comparator.AT_LEAST,
        margin=None if value is None else value - TARGET,
        rule_version=version,
        data_revision=f"r{sign}",
    )


def timeline(signs: str, version: str = "v1", first: Period = FIRST) -> tuple[Verdict, ...]:
    """One verdict a period from January 2023: `3.?` was missed by 3, then met, then there was no figure."""
    return tuple(verdict(first.shift(i), sign, version) for i, sign in enumerate(signs) if sign != "-")


def in_force(grain: Grain = Grain.MONTH, subject: Subject = SUBJECT, **keys: Any) -> InForce:
    """A rule with these keys beside what every rule has."""
    rule = Rule.model_validate(
        {
            "id": subject.rule,
            "title": "Løsningsgrad i førstelinje",
            "metric": "first_line_resolution",
            "check": "target",
            "unit": subject.unit,
            "missing": Missing(after_due="no_data"),
            "severity": Severity.MEDIUM,
            "owner": "kvalitet",
            **keys,
        }
    )
    metric = Metric(
        id="first_line_resolution",
        title="Løsningsgrad",
        unit_of_measure="%",
        decimals=0,
        better="higher",
        grain=grain,
        due_days=20,
    )
    root = Unit(id=subject.organisation, title="Helse Nord IKT")
    organisation = Organisation(id=subject.organisation, metrics={metric.id: metric}, units={root.id: root})
    return InForce(rule=rule, organisation=organisation, version="v1", place=Place("rules/drift.yaml", 1))


@dataclass
class Log:
    """Numbers avvik and entries as the store does, one minute after another."""

    avvik: dict[str, Avvik] = field(default_factory=dict)
    seq: int = 0
    at: datetime = datetime(2023, 5, 1, 8, tzinfo=UTC)
    standing: dict[VerdictKey, Verdict] = field(default_factory=dict)

    def round(self, inforce: InForce, verdicts: Iterable[Verdict], subject: Subject = SUBJECT) -> int:
        """Judge, decide, append; the number of entries that this round had to add."""
        now = {each.key: each for each in verdicts}
        before = {key: self.standing[key] for key, each in now.items() if self.standing.get(key, each) != each}
        self.standing.update(now)
        decisions = decide(
            {(subject.organisation, subject.rule): inforce}, {subject: tuple(now.values())}, before, self.avvik.values()
        )
        for decision in decisions:
            id_ = self._open(decision) if isinstance(decision, Opening) else decision.avvik
            self.append(id_, decision.drafts)
        return sum(len(decision.drafts) for decision in decisions)

    def append(self, avvik: str, drafts: Iterable[Draft]) -> Avvik:
        for draft in drafts:
            self.seq += 1
            self.at += timedelta(minutes=1)
            entry = Entry(
                seq=self.seq, avvik=avvik, at=self.at, kind=draft.kind, who=draft.who, facts=draft.facts, words=draft.words
            )
            held = self.avvik[avvik]
            self.avvik[avvik] = Avvik(id=avvik, subject=held.subject, entries=(*held.entries, entry))
        return self.avvik[avvik]

    def _open(self, opening: Opening) -> str:
        id_ = f"A-{len(self.avvik) + 1:06d}"
        self.avvik[id_] = Avvik(id=id_, subject=opening.subject, entries=())
        return id_

    @property
    def breaches(self) -> frozenset[tuple[tuple[str, ...], str]]:
        """What the log says is missed, whichever way it came to say so."""
        return frozenset((tuple(map(str, each.periods)), each.condition.value) for each in self.avvik.values() if each.periods)


def opened(signs: str = "3", **keys: Any) -> tuple[Log, Avvik]:
    """A log whose first round found these figures, with the first avvik that it opened."""
    log = Log()
    log.round(in_force(**keys), timeline(signs))
    return log, log.avvik["A-000001"]


def told(avvik: Avvik) -> list[str]:
    """The machine's entries in short: kind, reason, period."""
    entries = [entry for entry in avvik.entries if entry.by_machine]
    return [" ".join(filter(None, (e.kind.value, e.facts["reason"], _period(e.facts)))) for e in entries]


def _period(facts: Mapping[str, object]) -> str:
    return str(facts.get("period") or facts.get("into") or "")
