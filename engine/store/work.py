"""One round's work in the store: one transaction that nobody else's writing overlaps."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.decide import VerdictKey
from engine.avvik.entries import Addition, Opening
from engine.decisions.decision import Decision, DecisionDraft
from engine.decisions.exemption import exemptions
from engine.decisions.maintenance import windows
from engine.exemptions import Exemption
from engine.facts import Observation, Verdict
from engine.maintenance import Window
from engine.notify.matter import Heard
from engine.notify.notice import Notice
from engine.people import Person
from engine.store import audit, ledger, log, models, verdicts
from engine.store.ahead import Ahead
from engine.store.nouns import Change, Tally, Written
from engine.store.outbox import posting
from engine.store.people.rows import of_organisation, persons


class Work:
    """What a round may read and write between its beginning and its end. All of it is kept, or nothing."""

    def __init__(self, db: str, head: Head, ahead: Ahead | None = None) -> None:
        self._db = db
        self._head = head
        self._ahead = ahead or Ahead()
        self.number = 0
        """The round's number, once `judge` has recorded it."""

    def observations(self) -> tuple[Observation, ...]:
        """Every revision of every figure; the very tuple that was read ahead, where none has come since."""
        return self._ahead.observations(self._db)

    def judge(self, judged: Iterable[Verdict], *, as_of: date, at: datetime) -> tuple[Change, ...]:
        """Record the round and let its verdicts stand. Returns those that did not stand already, with what stood before."""
        reached = tuple(judged)
        record = models.Round.objects.using(self._db).create(at=at, as_of=as_of, judged=len(reached))
        self.number = record.number
        return verdicts.judge(self._db, record.number, reached)

    def moved_since(self, organisation: str, round_number: int) -> Mapping[VerdictKey, Verdict | None]:
        """By `Verdict.key`, what stood before that round where anything has come to stand since."""
        return verdicts.moved_since(self._db, organisation, round_number)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision of the ledger, in the order in which they were made."""
        return ledger.decisions(self._db)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Every exemption that was ever registered, as it is now."""
        return exemptions(self.decisions())

    def windows(self) -> tuple[Window, ...]:
        """Every maintenance window that was ever announced, as it is now."""
        return windows(self.decisions())

    def decide(self, drafts: Iterable[DecisionDraft], at: datetime) -> tuple[Decision, ...]:
        """Append decisions to the ledger."""
        return ledger.write(self._db, drafts, at)

    def tally(self, tallies: Iterable[Tally]) -> None:
        """Record what the round saw of each organisation; after `judge`, once."""
        rows = [models.RoundTally(round_id=self.number, **asdict(each)) for each in tallies]
        models.RoundTally.objects.using(self._db).bulk_create(rows)

    def avvik(self, organisation: str | None = None) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        return self._ahead.avvik(self._db, organisation)

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
