"""One round's work in the store: one transaction that nobody else's writing overlaps."""

from collections.abc import Iterable
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Addition, Opening
from engine.facts import Observation, Verdict
from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.people import Person
from engine.store import audit, figures, log, models, verdicts
from engine.store.nouns import Change, Written
from engine.store.outbox import posting
from engine.store.people.rows import of_organisation, persons


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

    def avvik(self, organisation: str | None = None) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        return log.avvik(self._db, organisation)

    def apply(self, decisions: Iterable[Opening | Addition], at: datetime) -> Written:
        """Write what was decided into the log. May be called once in a round."""
        return log.apply(self._db, self._head, decisions, at)

    def verdicts(self, organisation: str) -> tuple[Verdict, ...]:
        """The verdicts that stand, with those of this round."""
        return verdicts.current(self._db, organisation)

    def people(self, organisation: str) -> tuple[Person, ...]:
        """Who has a role or a duty in the organisation."""
        return persons(self._db, of_organisation(self._db, organisation))

    def heard(self, organisation: str) -> tuple[Heard, ...]:
        """What each of them was told before, in order."""
        return posting.heard(self._db, organisation)

    def post(self, notices: Iterable[Notice]) -> int:
        """Put notices into the outbox: with what caused them, or not at all. Returns how many were not there already."""
        return posting.post(self._db, notices)

    def log_head(self) -> Head:
        """The log's head, with what this round has written."""
        return audit.head(self._db)
