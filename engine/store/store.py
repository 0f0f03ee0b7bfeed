"""The door to the store: everything that may be asked of it and written to it, in the nouns of the stream."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Draft, EntryKind, Subject
from engine.errors import Problem
from engine.facts import Delivery, Figure, Observation, Outcome, Verdict
from engine.people import Person
from engine.periods import Period
from engine.store import address, audit, deliveries, figures, log, pushes, verdicts
from engine.store.database import Database
from engine.store.nouns import Delivered, Receipt, Refused
from engine.store.people.rows import of_organisation, persons
from engine.store.pushes import Answer, Keyed
from engine.store.work import Work


def open_store(url: str) -> "Store":
    """The store at this address. Raises StoreError for what is no address; nothing is connected to or made yet."""
    return Store(Database(address.parse(url)))


class Store:
    """Whoever asks a database that is missing, of another release, foreign, busy or out of reach gets a StoreError.

    It may be used from any thread, and any number of processes may use the same database. What one call writes is one
    transaction: kept whole or not at all. Times are aware datetimes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def migrate(self) -> None:
        """Make the database, or bring it up to date."""
        self._database.migrate()

    def is_current(self) -> bool:
        """False when `migrate` has something to do."""
        return self._database.is_current()

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        self._database.close()

    def receive(self, delivery: Delivery, read: Sequence[Figure]) -> Receipt:
        """Keep an accepted delivery with its figures. The same delivery again changes nothing."""
        with self._database.writing():
            return deliveries.receive(self._database.alias, delivery, read)

    def quarantine(self, delivery: Delivery, problems: Sequence[Problem]) -> None:
        """Keep a refused delivery with what is wrong with it. Refused again for the same reasons it is not kept twice."""
        with self._database.writing():
            deliveries.quarantine(self._database.alias, delivery, problems)

    def answered(self, keyed: Keyed) -> Answer | None:
        """What was answered to a batch under this key before; KeyTaken when that was another batch."""
        with self._database.reading() as db:
            return pushes.answered(db, keyed)

    def push(self, keyed: Keyed, delivery: Delivery, read: Sequence[Figure], said: Callable[[Receipt], Answer]) -> Answer:
        """Keep a delivery that came under a key, with the answer, whole or not at all. A repeat gets the first answer."""
        with self._database.writing():
            db = self._database.alias
            return pushes.once(db, keyed, lambda: said(deliveries.receive(db, delivery, read)), delivery.received_at)

    def push_refused(self, keyed: Keyed, delivery: Delivery, problems: Sequence[Problem], said: Answer) -> Answer:
        """Keep a batch that was refused, in quarantine, with the answer."""

        def refuse() -> Answer:
            deliveries.quarantine(self._database.alias, delivery, problems)
            return said

        with self._database.writing():
            return pushes.once(self._database.alias, keyed, refuse, delivery.received_at)

    def deliveries(self, organisation: str | None = None) -> tuple[Delivered, ...]:
        """The accepted deliveries in the order of their receipt."""
        with self._database.reading() as db:
            return deliveries.delivered(db, organisation)

    def refused(self, organisation: str | None = None) -> tuple[Refused, ...]:
        """The deliveries in quarantine: refused, and not accepted since."""
        with self._database.reading() as db:
            return deliveries.refused(db, organisation)

    def content(self, content_hash: str) -> bytes:
        """The bytes of a delivery, accepted or refused. KeyError for a hash that is not on record."""
        with self._database.reading() as db:
            return deliveries.content(db, content_hash)

    def observations(self, organisation: str | None = None) -> tuple[Observation, ...]:
        """Every revision of every figure, in the order in which they were stored."""
        with self._database.reading() as db:
            return figures.observations(db, organisation)

    @contextmanager
    def round(self) -> Iterator[Work]:
        """One transaction for a round. A second round waits until the first has ended, and then finds its work done."""
        with self._database.writing() as head:
            yield Work(self._database.alias, head)

    def verdicts(self, organisation: str | None = None) -> tuple[Verdict, ...]:
        """The verdicts that stand, ordered by organisation, rule, unit, dimension and period."""
        with self._database.reading() as db:
            return verdicts.current(db, organisation)

    def verdicts_in(
        self, organisation: str, periods: Collection[Period], units: Collection[str] | None = None
    ) -> tuple[Verdict, ...]:
        """The verdicts that stand in these periods, of these units or of all; ordered likewise."""
        with self._database.reading() as db:
            return verdicts.within(db, organisation, periods, units)

    def judged_periods(
        self, organisation: str, units: Collection[str] | None = None, outcomes: Collection[Outcome] | None = None
    ) -> tuple[Period, ...]:
        """Every period with a verdict, of these units and outcomes or of all; the latest last, by last day and then first."""
        with self._database.reading() as db:
            return verdicts.periods(db, organisation, units, outcomes)

    def corrected(self, organisation: str, periods: Collection[Period]) -> frozenset[tuple[str, str, str, str, str]]:
        """The keys of the verdicts in these periods whose value or outcome replaced an earlier one."""
        with self._database.reading() as db:
            return frozenset(after.key for _, after in verdicts.corrections(db, organisation, periods))

    def timeline(self, subject: Subject) -> tuple[Verdict, ...]:
        """The verdicts that stand on one rule, unit and dimension, ordered by period."""
        with self._database.reading() as db:
            return verdicts.current(db, subject=subject)

    def history(self, subject: Subject | None = None) -> tuple[Verdict, ...]:
        """Every verdict that ever stood, in the order in which they came to stand."""
        with self._database.reading() as db:
            return verdicts.history(db, subject)

    def corrections(self, organisation: str | None = None) -> tuple[tuple[Verdict, Verdict], ...]:
        """The verdicts before and after each change of a value or an outcome, in the order of the changes."""
        with self._database.reading() as db:
            return verdicts.corrections(db, organisation)

    def avvik(self, organisation: str | None = None) -> tuple[Avvik, ...]:
        """Every avvik, the oldest first."""
        with self._database.reading() as db:
            return log.avvik(db, organisation)

    def one_avvik(self, avvik_id: str) -> Avvik:
        """The avvik of this id, such as A-000001. UsageError when there is none."""
        with self._database.reading() as db:
            return log.one_avvik(db, avvik_id)

    def append(self, avvik_id: str, drafts: Sequence[Draft], at: datetime, expected_last_seq: int | None = None) -> Avvik:
        """Add a person's entries, and return the avvik as it is then.

        `expected_last_seq`: the last entry that the person saw; MoveRefused when somebody has written since. The words that an
        ERASED entry names are deleted.
        """
        with self._database.writing() as head:
            added = log.add(self._database.alias, head, avvik_id, drafts, at, expected_last_seq)
        if any(draft.kind is EntryKind.ERASED for draft in drafts):
            self._database.scrub()
        return added

    def erase(self, avvik_id: str, seqs: Sequence[int], who: str, reason: str, at: datetime) -> Avvik:
        """Delete for good who wrote these entries of an avvik, and the words, with an entry that tells of it."""
        return self.append(avvik_id, life.erase(self.one_avvik(avvik_id), who, seqs, reason), at)

    def people(self, organisation: str) -> tuple[Person, ...]:
        """Who has a role or a duty in the organisation now, by name; closed accounts too, as `active` tells."""
        with self._database.reading() as db:
            return persons(db, of_organisation(db, organisation))

    def log_head(self) -> Head:
        """How long the log is and how it ends; printed, it is the anchor for `verify_log`."""
        with self._database.reading() as db:
            return audit.head(db)

    def verify_log(self, anchor: str | None = None) -> tuple[Problem, ...]:
        """What is wrong with the log, entry by entry; empty when it is whole. `anchor`: a head printed earlier."""
        wanted = None if anchor is None else Head.parse(anchor)
        with self._database.reading() as db:
            return audit.findings(db, wanted)
