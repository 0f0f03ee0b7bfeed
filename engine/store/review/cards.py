"""An avvik as the queue shows it: what is kept of it, and what is read back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.avvik.avvik import Avvik
from engine.avvik.queues import Queue, due, hands, queues
from engine.avvik.states import Condition, State
from engine.periods import Period
from engine.rulebook.schema import Severity
from engine.store.entry_rows import avvik_id
from engine.store.review import models

_RANKS: Final = {severity: rank for rank, severity in enumerate(Severity, start=1)}
_SEVERITIES: Final = {rank: severity for severity, rank in _RANKS.items()}
FLAGS: Final = {queue: f"is_{queue.value}" for queue in (Queue.NEW, Queue.WORSE, Queue.UNSEEN, Queue.EFFECT)}
"""The queues that follow from the entries alone, with their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One line of the queue."""

    id: str
    organisation: str
    rule: str
    unit: str
    dimension: str
    state: State
    condition: Condition
    severity: Severity
    owner: str
    opened_at: datetime
    last_at: datetime
    last_seq: int
    first_period: Period | None
    last_period: Period | None
    missed: int
    due: date | None
    queues: frozenset[Queue]


def number_of(name: str) -> int:
    """0, which no avvik has, for what is not an id."""
    found = re.fullmatch(r"A-([0-9]{6,9})", name.strip().upper(), re.ASCII)
    return int(found[1]) if found else 0


def rank_of(severity: Severity) -> int:
    return _RANKS[severity]


def row_of(avvik: Avvik) -> models.Card:
    last, found = avvik.entries[-1], queues(avvik)
    return models.Card(
        number=number_of(avvik.id),
        organisation=avvik.subject.organisation,
        rule=avvik.subject.rule,
        unit=avvik.subject.unit,
        dimension=avvik.subject.dimension,
        state=avvik.state.value,
        condition=avvik.condition.value,
        severity=_RANKS[avvik.severity],
        owner=avvik.owner,
        opened_at=avvik.opened_at,
        last_at=last.at,
        last_seq=last.seq,
        first_period=avvik.first_period,
        last_period=avvik.last_period,
        missed=len(avvik.periods),
        due=due(avvik),
        is_open=avvik.state.is_open,
        found_by="\n".join(_searched(avvik)).casefold(),
        **{column: queue in found for queue, column in FLAGS.items()},
    )


def hand_rows(avvik: Avvik) -> list[models.Hand]:
    return [models.Hand(card_id=number_of(avvik.id), name=name) for name in sorted(hands(avvik))]


def card_of(row: models.Card) -> Card:
    return Card(
        id=avvik_id(row.number),
        organisation=row.organisation,
        rule=row.rule,
        unit=row.unit,
        dimension=row.dimension,
        state=State(row.state),
        condition=Condition(row.condition),
        severity=_SEVERITIES[row.severity],
        owner=row.owner,
        opened_at=row.opened_at,
        last_at=row.last_at,
        last_seq=row.last_seq,
        first_period=row.first_period,
        last_period=row.last_period,
        missed=row.missed,
        due=row.due,
        queues=frozenset(queue for queue, column in FLAGS.items() if getattr(row, column)),
    )


def _searched(avvik: Avvik) -> Iterator[str]:
    subject = avvik.subject
    yield from (avvik.id, subject.rule, subject.unit, subject.dimension, avvik.owner)
    for entry in avvik.entries:
        said: dict[str, Any] = dict(entry.words)
        said.pop("sha256", None)
        yield from map(str, said.values())
