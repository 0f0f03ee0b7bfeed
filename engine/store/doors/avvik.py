"""The log of avvik, and the queue that is kept beside it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from engine.avvik import life
from engine.avvik.avvik import Avvik
from engine.avvik.chain import Head
from engine.avvik.entries import Draft, Entry, EntryKind, Subject
from engine.avvik.queues import Queue
from engine.errors import Problem
from engine.store import audit, editions, log
from engine.store.doors.door import Door
from engine.store.review import attachments, index, queue
from engine.store.review.cards import Card, number_of


class Log(Door):
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

    def entries_page(self, visible: Sequence[queue.Rows], wanted: log.Wanted, most: int) -> tuple[tuple[Subject, Entry], ...]:
        """The last entries about what somebody may see, with what each is about; the last first."""
        with self._database.reading() as db:
            return log.page(db, visible, wanted, most)

    def first_entry_since(self, at: datetime) -> int:
        """The number of the first entry of the log at that time or later; one more than the last where there is none."""
        with self._database.reading() as db:
            return log.first_since(db, at)

    def queue_page(self, rows: queue.Rows, wanted: queue.Wanted, first: int, most: int) -> queue.Page:
        """Some of the avvik that somebody may see and looks for, and how many there are."""
        self._catch_up()
        with self._database.reading() as db:
            return queue.page(db, rows, wanted, first, most)

    def queue_counts(self, rows: queue.Rows, wanted: queue.Wanted) -> Mapping[Queue, int]:
        with self._database.reading() as db:
            return queue.counts(db, rows, wanted)

    def avvik_after(self, rows: queue.Rows, wanted: queue.Wanted, key: int | None, most: int) -> tuple[tuple[int, Avvik], ...]:
        """The next `most` after the key, each with its own: by number, or by last entry where only what changed is wanted."""
        self._catch_up()
        with self._database.reading() as db:
            found = queue.following(db, rows, wanted, key, most)
            read = {number_of(each.id): each for each in log.some(db, [number for _, number in found])}
            return tuple((key, read[number]) for key, number in found)

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
