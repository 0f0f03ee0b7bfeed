"""The figures and verdicts that an edition rests on, frozen with it, and what has changed in them since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.facts import Outcome
from engine.report.document import Document, FigureLine, VerdictLine

_Key = tuple[str, str, str, str]
"""Metric or rule, unit, member, period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an edition says of one figure or one verdict."""

    title: str
    unit: str
    value: Decimal | None
    outcome: Outcome | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    figures: Mapping[_Key, Stated]
    verdicts: Mapping[_Key, Stated]

    @classmethod
    def of(cls, document: Document) -> "Basis":
        return cls.of_lines(document.figures, document.verdicts)

    @classmethod
    def of_lines(cls, figures: Iterable[FigureLine], verdicts: Iterable[VerdictLine]) -> "Basis":
        return cls(
            figures={(line.metric, line.unit, line.member, line.period): _of_figure(line) for line in figures},
            verdicts={(line.rule, line.unit, line.member, line.period): _of_verdict(line) for line in verdicts},
        )

    def facts(self) -> dict[str, Any]:
        """JSON, in the document's order."""
        return {"figures": _rows(self.figures), "verdicts": _rows(self.verdicts)}

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> "Basis":
        """The reverse of `facts`."""
        return cls(figures=dict(map(_read, facts["figures"])), verdicts=dict(map(_read, facts["verdicts"])))


@dataclass(frozen=True, slots=True)
class Difference:
    """What an earlier edition states otherwise. `before` None: it did not have it; `after` None: it is gone."""

    key: _Key
    before: Stated | None
    after: Stated | None


def differences(before: Mapping[_Key, Stated], after: Mapping[_Key, Stated]) -> Iterator[Difference]:
    """What an edition stated and the data now state otherwise, in the order of the data now.

    Periods of which the earlier edition tells nothing had not come then: what they bring is news and no difference.
    """
    told = {key[3] for key in before}
    for key, now in after.items():
        was = before.get(key)
        if was is None and key[3] not in told:
            continue
        if was is None or _said(was) != _said(now):
            yield Difference(key, was, now)
    for key, was in before.items():
        if key not in after:
            yield Difference(key, was, None)


def _said(stated: Stated) -> tuple[object, ...]:
    return stated.value, stated.outcome, stated.words


def _of_figure(line: FigureLine) -> Stated:
    return Stated(title=line.title, unit=line.unit_of_measure, value=line.value, words=line.words)


def _of_verdict(line: VerdictLine) -> Stated:
    return Stated(title=line.title, unit="", value=line.value, outcome=line.outcome)


def _rows(stated: Mapping[_Key, Stated]) -> Sequence[list[Any]]:
    return [
        [*key, each.title, each.unit, _text(each.value), each.outcome.value if each.outcome else None, each.words]
        for key, each in stated.items()
    ]


def _read(row: Sequence[Any]) -> tuple[_Key, Stated]:
    first, unit, member, period, title, measure, value, outcome, words = row
    stated = Stated(
        title=title,
        unit=measure,
        value=None if value is None else Decimal(value),
        outcome=Outcome(outcome) if outcome else None,
        words=words,
    )
    return (first, unit, member, period), stated


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
