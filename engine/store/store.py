"""The door to the store: everything that may be asked of it and written to it, in the nouns of the stream."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import transaction

from engine.arrivals import Arrival
from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Draft, Entry, EntryKind, Subject
from engine.avvik.queues import Queue
from engine.decisions.decision import (
    EXEMPTION_KINDS,
    STORM_KINDS,
    WINDOW_KINDS,
    Decision,
    DecisionDraft,
    DecisionKind,
)
from engine.decisions.exemption import exemptions
from engine.decisions.maintenance import windows
from engine.decisions.storm import Storm, storms
from engine.errors import Problem
from engine.exemptions import Exemption
from engine.facts import Delivery, Figure, Observation, Outcome, Verdict
from engine.maintenance import Window
from engine.people import Person
from engine.periods import Period
from engine.report.basis import Basis
from engine.report.drafted import Drafted
from engine.report.edition import Edition
from engine.report.words import Said
from engine.store import address, audit, deliveries, editions, figures, ledger, log, pushes, received, rounds, verdicts
from engine.store.ahead import Ahead
from engine.store.database import Database
from engine.store.due import DueTable
from engine.store.fence import Fence
from engine.store.nouns import Claim, Delivered, Kept, Line, Receipt, Refused, Stretch, Version
from engine.store.people.rows import of_organisation, persons
from engine.store.pushes import Answer, Keyed
from engine.store.received import Before
from engine.store.review import attachments, index, queue
from engine.store.review.cards import Card, number_of
from engine.store.verdicts import Sought
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

    @property
    def file(self) -> Path | None:
        """The file of the database, where it is SQLite."""
        return self._database.address.file

    def newest_entry(self) -> datetime | None:
        """When the newest round, entry or decision was written; None in an empty database. A clock that shows less is wrong."""
        with self._database.reading() as db:
            return rounds.newest_entry(db)

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

    def newest_deliveries(
        self, organisation: str, before: Before | None, most: int, *, is_refused: bool | None = None
    ) -> tuple[Delivered | Refused, ...]:
        """The next `most` before that time and id, the newest first: accepted, in quarantine, or both."""
        with self._database.reading() as db:
            found: list[Delivered | Refused] = []
            if is_refused is not True:
                found += received.newest_accepted(db, organisation, before, most)
            if is_refused is not False:
                found += received.newest_refused(db, organisation, before, most)
        return tuple(sorted(found, key=lambda each: (each.received_at, each.id), reverse=True)[:most])

    def arrivals(self, organisation: str | None = None, sources: Collection[str] | None = None) -> tuple[Arrival, ...]:
        """Every accepted delivery with every period of which it says something."""
        with self._database.reading() as db:
            return received.arrivals(db, organisation, sources)

    def accepted_page(self, organisation: str, first: int, most: int) -> Stretch[Delivered]:
        """`most` accepted deliveries with figures of the organisation from the `first` on, the newest first."""
        with self._database.reading() as db:
            return received.accepted(db, organisation, first, most)

    def quarantine_page(self, organisation: str, first: int, most: int, *, with_unnamed: bool) -> Stretch[Refused]:
        """Likewise of what was refused. `with_unnamed`: also the files of which nobody can say whose they are."""
        with self._database.reading() as db:
            return received.quarantined(db, organisation, first, most, with_unnamed=with_unnamed)

    def one_delivery(self, delivery: str) -> tuple[Delivered | Refused, frozenset[str]] | None:
        """The delivery of this id with whose figures it has; no owner where nobody can say. None for one that is none."""
        with self._database.reading() as db:
            found = received.one(db, delivery)
            return None if found is None else (found, received.owners(db, found))

    def content(self, content_hash: str) -> bytes:
        """The bytes of a delivery, accepted or refused. KeyError for a hash that is not on record."""
        with self._database.reading() as db:
            return deliveries.content(db, content_hash)

    def observations(self, organisation: str | None = None) -> tuple[Observation, ...]:
        """Every revision of every figure, in the order in which they were stored."""
        with self._database.reading() as db:
            return figures.observations(db, organisation)

    @cached_property
    def due(self) -> DueTable:
        """What is due, and who does it. Not fenced: the table is what the fence looks at."""
        return DueTable(Database(self._database.address))

    def fenced(self, claim: Claim) -> Fence:
        """From now on every write of this store is kept only while the claim holds, else Overtaken is raised.

        Returns the fence for other stores that the same job writes to.
        """
        self._database.fence = Fence(self._database.alias, claim)
        return self._database.fence

    def delivered_count(self, organisation: str) -> int:
        """How many deliveries have come for an organisation, or for several at once; it only ever grows."""
        with self._database.reading() as db:
            return deliveries.count(db, organisation)

    def rehearsing(self) -> "Store":
        """The same store, whose rounds keep nothing of what they do."""
        return _Rehearsing(self._database)

    def read_ahead(self) -> tuple[Ahead, tuple[Observation, ...]]:
        """What a round needs of the figures and avvik, read while others still write; and the figures themselves."""
        ahead = Ahead()
        with self._database.reading() as db:
            ahead.avvik(db)
            return ahead, ahead.observations(db)

    @contextmanager
    def round(self, ahead: Ahead | None = None) -> Iterator[Work]:
        """One transaction for a round. A second round waits until the first has ended, and then finds its work done.

        `ahead`: what was read before; without it everything is read while everybody else who writes waits.
        """
        with self._database.writing() as head:
            yield Work(self._database.alias, head, ahead)

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

    def verdicts_after(
        self, rows: queue.Rows, rules: Collection[str], sought: Sought, key: Sequence[str] | None, most: int
    ) -> tuple[Verdict, ...]:
        """The next `most` verdicts that stand, of these rules and rows, after a key of rule, unit, dimension and period."""
        with self._database.reading() as db:
            return verdicts.following(db, rows, rules, sought, key, most)

    def editions_after(
        self, subject: Subject, period: Period | None, key: int | None, most: int
    ) -> tuple[tuple[int, Verdict], ...]:
        """The next `most` verdicts that ever stood on a subject, each with its place in the order of standing."""
        with self._database.reading() as db:
            return verdicts.editions(db, subject, period, key, most)

    def verdict_lines(self, organisation: str, periods: Collection[Period], units: Collection[str] | None = None) -> list[Line]:
        """The same verdicts as no more than what a count or an order needs; in no order."""
        with self._database.reading() as db:
            return verdicts.lines(db, organisation, periods, units)

    def verdicts_on(
        self, organisation: str, subjects: Collection[tuple[str, str, str]], periods: Collection[Period]
    ) -> tuple[Verdict, ...]:
        """The verdicts that stand on these rules, units and dimensions in these periods; ordered likewise."""
        with self._database.reading() as db:
            return verdicts.on(db, organisation, subjects, periods)

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

    def observations_of(
        self, organisation: str, metrics: Collection[str], units: Collection[str] | None = None
    ) -> tuple[Observation, ...]:
        """Every revision of the figures of these metrics, of these units or of all, in the order in which they were stored."""
        with self._database.reading() as db:
            return figures.observations(db, organisation, metrics, units)

    def figures_after(
        self, organisation: str, source: str, sought: Mapping[str, object], key: Sequence[str] | None, most: int
    ) -> tuple[Observation, ...]:
        """The figures that hold of one source, the next `most` after a key of metric, unit, dimension and period."""
        with self._database.reading() as db:
            return figures.current_of_source(db, organisation, source, sought, key, most)

    def file_names(self, delivery_ids: Collection[str]) -> Mapping[str, str]:
        """What the files of these accepted deliveries were called."""
        with self._database.reading() as db:
            return deliveries.file_names(db, delivery_ids)

    def corrected_periods(self, subject: Subject) -> frozenset[Period]:
        """The periods in which a verdict on this subject replaced one with another value or outcome."""
        with self._database.reading() as db:
            return frozenset(after.period for _, after in verdicts.corrections(db, subject=subject))

    def verdicts_of(self, organisation: str, rule: str, units: Collection[str] | None = None) -> tuple[Verdict, ...]:
        """The verdicts that stand of one rule, of these units or of all; ordered likewise."""
        with self._database.reading() as db:
            return verdicts.of_rule(db, organisation, rule, units)

    def rule_versions(self, organisation: str, rule: str, units: Collection[str] | None = None) -> tuple[Version, ...]:
        """Every version of a rule that has judged something of these units or of all, the newest first."""
        with self._database.reading() as db:
            return verdicts.versions(db, organisation, rule, units)

    def delivered_periods(self, organisation: str) -> frozenset[tuple[str, Period]]:
        """Metric and period of everything of which there is a figure."""
        with self._database.reading() as db:
            return figures.periods(db, organisation)

    def news(self, delivery: Delivery, read: Sequence[Figure]) -> Receipt:
        """What `receive` would answer now; nothing is kept."""
        with self._database.reading() as db:
            return deliveries.news(db, delivery, read)

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

    def entries_page(self, visible: Sequence[queue.Rows], wanted: log.Wanted, most: int) -> tuple[tuple[Subject, Entry], ...]:
        """The last entries about what somebody may see, with what each is about; the last first."""
        with self._database.reading() as db:
            return log.page(db, visible, wanted, most)

    def one_avvik(self, avvik_id: str) -> Avvik:
        """The avvik of this id, such as A-000001. UsageError when there is none."""
        with self._database.reading() as db:
            return log.one_avvik(db, avvik_id)

    def append(self, avvik_id: str, drafts: Sequence[Draft], at: datetime, expected_last_seq: int | None = None) -> Avvik:
        """Add a person's entries, and return the avvik as it is then.

        `expected_last_seq`: the last entry that the person saw; Overtaken when somebody has written since. The words that an
        ERASED entry names are deleted.
        """
        with self._database.writing() as head:
            added = log.add(self._database.alias, head, avvik_id, drafts, at, expected_last_seq)
        if any(draft.kind is EntryKind.ERASED for draft in drafts):
            self._database.scrub()
        return added

    def attach(self, avvik_id: str, draft: Draft, data: bytes, at: datetime, expected_last_seq: int | None = None) -> Avvik:
        """Add the entry that tells of a file, and keep the file's bytes with it."""
        with self._database.writing() as head:
            added = log.add(self._database.alias, head, avvik_id, [draft], at, expected_last_seq)
            attachments.keep(self._database.alias, added.entries[-1].seq, data)
        return added

    def attachment(self, seq: int) -> bytes | None:
        """The bytes of the file that this entry tells of; None where there is none, or none any more."""
        with self._database.reading() as db:
            return attachments.content(db, seq)

    def queue_page(self, rows: queue.Rows, wanted: queue.Wanted, first: int, most: int) -> queue.Page:
        """Some of the avvik that somebody may see and looks for, and how many there are."""
        self._catch_up()
        with self._database.reading() as db:
            return queue.page(db, rows, wanted, first, most)

    def avvik_after(self, rows: queue.Rows, wanted: queue.Wanted, key: int | None, most: int) -> tuple[tuple[int, Avvik], ...]:
        """The next `most` after the key, each with its own: by number, or by last entry where only what changed is wanted."""
        self._catch_up()
        with self._database.reading() as db:
            found = queue.following(db, rows, wanted, key, most)
            read = {number_of(each.id): each for each in log.some(db, [number for _, number in found])}
            return tuple((key, read[number]) for key, number in found)

    def first_entry_since(self, at: datetime) -> int:
        """The number of the first entry of the log at that time or later; one more than the last where there is none."""
        with self._database.reading() as db:
            return log.first_since(db, at)

    def queue_counts(self, rows: queue.Rows, wanted: queue.Wanted) -> Mapping[Queue, int]:
        with self._database.reading() as db:
            return queue.counts(db, rows, wanted)

    def cards(self, rows: queue.Rows, ids: Collection[str]) -> tuple[Card, ...]:
        """Of these avvik those that somebody may see."""
        with self._database.reading() as db:
            return queue.some(db, rows, ids)

    def open_cards(self, rows: queue.Rows, rules: Collection[str], most: int) -> tuple[Card, ...]:
        """The open avvik about these rules that somebody may see, the most severe first."""
        self._catch_up()
        with self._database.reading() as db:
            return queue.open_of(db, rows, rules, most)

    def cards_of_rules(self, rows: queue.Rows, rules: Collection[str], most: int, *, is_open: bool) -> queue.Page:
        """Of what somebody may see, the newest avvik of these rules that are open, or that have ended."""
        with self._database.reading() as db:
            return queue.of_rules(db, rows, rules, 0, most, is_open=is_open)

    def akin(self, rows: queue.Rows, avvik: Avvik, most: int) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
        """The newest other avvik about the same subject, and those about the same rule elsewhere."""
        with self._database.reading() as db:
            return queue.akin(db, rows, avvik.subject, avvik.id, most)

    def rebuild_queue(self) -> None:
        """Make the queue's cards anew from the log."""
        with self._database.writing():
            index.rebuild(self._database.alias, log.avvik(self._database.alias))

    def _catch_up(self) -> None:
        """Cards are written with the log; they lag only where an older release wrote it, or where their tables are new."""
        with self._database.reading() as db:
            head = audit.head(db)
            is_behind = index.newest(db) < head.count
        if not is_behind:
            return
        with self._database.writing() as head:
            # Looked at again: whoever waited for the lock finds it done.
            if index.newest(self._database.alias) < head.count:
                index.rebuild(self._database.alias, log.avvik(self._database.alias))

    def erase(self, avvik_id: str, seqs: Sequence[int], who: str, reason: str, at: datetime) -> Avvik:
        """Delete for good who wrote these entries of an avvik, and the words, with an entry that tells of it."""
        return self.append(avvik_id, life.erase(self.one_avvik(avvik_id), who, seqs, reason), at)

    def forget_person(self, names: Collection[str], who: str, reason: str, at: datetime) -> int:
        """Delete for good a person's names from the log; the words stay. In how many avvik they were found. `names`: folded."""
        with self._database.writing() as head:
            db, lines = self._database.alias, list[tuple[int, Draft]]()
            for each in log.avvik(db):
                lines += [(number_of(each.id), draft) for draft in life.forget(each, who, names, reason)]
            log.write(db, head, lines, at)
        if lines:
            self._database.scrub()
        return len(lines)

    def forget_in_ledger(self, names: Collection[str], who: str, reason: str, at: datetime) -> int:
        """The same for the ledger of decisions; from how many decisions the names were taken."""
        with self._database.writing():
            count = ledger.forget(self._database.alias, names, who, reason, at)
        if count:
            self._database.scrub()
        return count

    def decide(self, make: Callable[[Sequence[Decision]], DecisionDraft], at: datetime) -> Decision:
        """Append the decision that `make` draws up from those that are there; nobody else decides in between."""
        with self._database.writing():
            (written,) = ledger.write(self._database.alias, [make(ledger.decisions(self._database.alias))], at)
            return written

    def decisions(self, kinds: Collection[DecisionKind] | None = None) -> tuple[Decision, ...]:
        """Every decision of the ledger, or those of these kinds, in the order in which they were made."""
        with self._database.reading() as db:
            return ledger.decisions(db, kinds)

    def decisions_page(self, organisations: Collection[str], before: int | None, most: int) -> tuple[Decision, ...]:
        """The last decisions of these organisations, or the last before the one of that number; the last first."""
        with self._database.reading() as db:
            return ledger.page(db, organisations, before, most)

    def exemptions(self) -> tuple[Exemption, ...]:
        """Every exemption that was ever registered, as it is now."""
        return exemptions(self.decisions(EXEMPTION_KINDS))

    def windows(self) -> tuple[Window, ...]:
        """Every maintenance window that was ever announced, as it is now."""
        return windows(self.decisions(WINDOW_KINDS))

    def storms(self) -> tuple[Storm, ...]:
        """Every round that was ever held, with what became of it."""
        return storms(self.decisions(STORM_KINDS))

    def last_round(self, organisation: str | None = None) -> Kept | None:
        """The newest round, or the newest that judged this organisation."""
        with self._database.reading() as db:
            return rounds.last(db, organisation)

    def people(self, organisation: str) -> tuple[Person, ...]:
        """Who has a role or a duty in the organisation now, by name; closed accounts too, as `active` tells."""
        with self._database.reading() as db:
            return persons(db, of_organisation(db, organisation))

    def say(self, said: Said) -> None:
        """Keep a text for reports. What was said before about the same thing and period stays on record."""
        with self._database.transaction() as db:
            editions.say(db, said)

    def say_over(self, said: Said, seen: str) -> None:
        """As `say`, in the place of a text that somebody looked at: MoveRefused where somebody else was faster."""
        with self._database.writing():
            editions.say_over(self._database.alias, said, seen)

    def words(self, organisation: str) -> tuple[Said, ...]:
        """Every text for the organisation's reports, in the order in which they were written."""
        with self._database.reading() as db:
            return editions.words(db, organisation)

    def finalise(self, edition: Edition, files: Mapping[str, bytes], basis: Mapping[str, Any]) -> Edition:
        """Keep a final report for good: its bytes by format, and what they rest on. MoveRefused when somebody was faster."""
        with self._database.writing():
            return editions.finalise(self._database.alias, edition, files, basis)

    def keep_draft(self, drafted: Drafted) -> bool:
        """Keep that a draft was made; False where the newest of that period said the same."""
        with self._database.writing():
            return editions.keep_draft(self._database.alias, drafted)

    def drafts(self, organisation: str | None = None) -> tuple[Drafted, ...]:
        """The drafts that were made by themselves, the oldest first."""
        with self._database.reading() as db:
            return editions.drafts(db, organisation)

    def editions(self, organisation: str | None = None) -> tuple[Edition, ...]:
        """The final reports, the oldest first."""
        with self._database.reading() as db:
            return editions.editions(db, organisation)

    def edition_basis(self, edition: Edition) -> tuple[Basis, str]:
        """The figures and verdicts that a final report rests on, and the name of what it says."""
        with self._database.reading() as db:
            return editions.basis(db, edition.seq)

    def edition_content(self, edition: Edition, format_: str) -> bytes:
        """The exact bytes of a final report in a format. KeyError when it was not made in it."""
        with self._database.reading() as db:
            return editions.content(db, edition.seq, format_)

    def log_head(self) -> Head:
        """How long the log is and how it ends; printed, it is the anchor for `verify_log`."""
        with self._database.reading() as db:
            return audit.head(db)

    def verify_log(self, anchor: str | None = None) -> tuple[Problem, ...]:
        """What is wrong with the log, entry by entry, and with the final reports; empty when all is whole.

        `anchor`: a head printed earlier.
        """
        wanted = None if anchor is None else Head.parse(anchor)
        with self._database.reading() as db:
            return (*audit.findings(db, wanted), *editions.findings(db))

    def ledger_head(self) -> Head:
        """How long the ledger of decisions is and how it ends; printed, it is the anchor for `verify_ledger`."""
        with self._database.reading() as db:
            return ledger.head(db)

    def verify_ledger(self, anchor: str | None = None) -> tuple[Problem, ...]:
        """What is wrong with the ledger of decisions; empty when it is whole. `anchor`: a head printed earlier."""
        wanted = None if anchor is None else Head.parse(anchor)
        with self._database.reading() as db:
            return ledger.findings(db, wanted)


class _Rehearsing(Store):
    """Whoever asks what a round would write gets a round that is taken back at its end."""

    @contextmanager
    def round(self, ahead: Ahead | None = None) -> Iterator[Work]:
        with self._database.writing() as head:
            yield Work(self._database.alias, head, ahead)
            transaction.set_rollback(True, using=self._database.alias)
