"""One round's work in the store: one transaction that nobody else's writing overlaps."""

from collections.abc import Iterable
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Addition, Opening
from engine.facts import Observation, Verdict
from engine.store import figures, log, models, verdicts
from engine.store.nouns import Change, Written


class Work:
    """What a round may read and write between its beginning and its end. All of it is kept, or nothing."""

    def __init__(self, db: str, head: Head) -> None:
        self._db = db
        self._head = head

    def observations(self) -> tuple[Observation, ...]:
        """Every revision of every figure."""
        return figures.observations(self._db)

    def judge(self, judged: Iterable[Verdict], *, as_of: date, at: datetime) -> tuple[Change, ...]:
        """Record the round and let its verdicts stand. Returns those that did not stand already, with what stood before."""
        reached = tuple(judged)
        record = models.Round.objects.using(self._db).create(at=at, as_of=as_of, judged=len(reached))
        return verdicts.judge(self._db, record.number, reached)

    def avvik(self) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        return log.avvik(self._db)

    def apply(self, decisions: Iterable[Opening | Addition], at: datetime) -> Written:
        """Write what was decided into the log. May be called once in a round."""
        return log.apply(self._db, self._head, decisions, at)
