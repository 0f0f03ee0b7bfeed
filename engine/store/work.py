"""One round's work in the store: one transaction that nobody else's writing overlaps."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.decide import VerdictKey
from engine.avvik.entries import Addition, Opening
from engine.decisions.decision import Decision, DecisionDraft
from engine.facts import Observation, Verdict
from engine.store import figures, ledger, log, models, verdicts
from engine.store.nouns import Change, Tally, Written


class Work:
    """What a round may read and write between its beginning and its end. All of it is kept, or nothing."""

    def __init__(self, db: str, head: Head) -> None:
        self._db = db
        self._head = head
        self.number = 0
        """The round's number, once `judge` has recorded it."""

    def observations(self) -> tuple[Observation, ...]:
        """Every revision of every figure."""
        return figures.observations(self._db)

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

    def decide(self, drafts: Iterable[DecisionDraft], at: datetime) -> tuple[Decision, ...]:
        """Append decisions to the ledger."""
        return ledger.write(self._db, drafts, at)

    def tally(self, tallies: Iterable[Tally]) -> None:
        """Record what the round saw of each organisation; after `judge`, once."""
        rows = [models.RoundTally(round_id=self.number, **asdict(each)) for each in tallies]
        models.RoundTally.objects.using(self._db).bulk_create(rows)

    def avvik(self) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        return log.avvik(self._db)

    def apply(self, decisions: Iterable[Opening | Addition], at: datetime) -> Written:
        """Write what was decided into the log. May be called once in a round."""
        return log.apply(self._db, self._head, decisions, at)
