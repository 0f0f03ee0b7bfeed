"""What is due: one row for each job and slot, claimed with an epoch that every write of the job is held against.

A holder moves the row's pulse while it works. Whether it still lives is seen from the pulse alone, by whoever watches it with a
clock that cannot be set; no time of one machine is ever compared with that of another.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import connections
from django.db.models import F, Max, Q, QuerySet

from engine.calendar.schedule import Slot
from engine.store import models
from engine.store.database import Database
from engine.store.fence import session_name
from engine.store.nouns import Claim, DueRow

_LONGEST_MOMENT: Final = "5000"
"""Milliseconds between two statements of one of these transactions, each of which takes a few."""


class DueTable:
    """The due rows of a store. Every call is a transaction of its own, and none waits for a round that is being written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, job: str, organisation: str) -> DueRow | None:
        """The row of the job's last slot."""
        with self._database.reading() as db:
            found = _of(db, job, organisation).order_by("-slot").first()
            return _row(found) if found else None

    def rows(self) -> tuple[DueRow, ...]:
        """The last row of every job, ordered by organisation and job."""
        with self._database.reading() as db:
            last = models.Due.objects.using(db).values("job", "organisation").annotate(last=Max("slot"))
            jobs = [(each["organisation"], each["job"], each["last"]) for each in last]
            rows = [_of(db, job, owner).get(slot=slot) for owner, job, slot in sorted(jobs)]
            return tuple(map(_row, rows))

    def post(self, job: str, organisation: str, slot: Slot, after: DueRow | None = None) -> DueRow:
        """The row of this slot, made unless there is one. `after`: the last row before it, whose failures are not forgotten."""
        said: dict[str, object] = {"due_at": slot.due_at, "since": ""}
        if after is not None and after.done_at is None:
            said |= {"since": after.since, "attempts": after.attempts, "failure": after.failure}
        elif after is not None:
            said["since"] = after.slot
        with self._moment() as db:
            row, _ = _of(db, job, organisation).get_or_create(job=job, organisation=organisation, slot=slot.key, defaults=said)
            return _row(row)

    def reopen(self, row: DueRow) -> DueRow:
        """A job without slots has work again."""
        with self._moment() as db:
            models.Due.objects.using(db).filter(id=row.id, epoch=row.epoch).exclude(done_at=None).update(
                done_at=None, attempts=0, failure="", retry_at=None
            )
            return _row(models.Due.objects.using(db).get(id=row.id))

    def claim(self, row: DueRow, holder: str, at: datetime) -> Claim | None:
        """Take the row as it was seen; None when somebody has moved it since. An earlier holder's open writes are ended."""
        with self._moment() as db:
            seen = models.Due.objects.using(db).filter(id=row.id, epoch=row.epoch, pulse=row.pulse, done_at=None)
            # A holder that sleeps between its last look and its commit has the row locked: its session is ended, and the next
            # look takes the row. One that has only just moved keeps everything.
            taken = seen.select_for_update(skip_locked=True).values_list("id", flat=True).first()
            if taken is not None or seen.exists():
                self._end_session(db, row)
            if taken is None:
                return None
            seen.update(epoch=F("epoch") + 1, holder=holder, attempts=F("attempts") + 1, begun_at=at)
            return Claim(row.id, row.epoch + 1)

    def beat(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Show that the holder lives. Returns the claims that are not its own any more."""
        with self._moment() as db:
            silent = [each for each in claims if not _held(db, each).update(pulse=F("pulse") + 1)]
            # A job that is done or has failed is nobody else's for that.
            return tuple(each for each in silent if not models.Due.objects.using(db).filter(id=each.row, epoch=each.epoch))

    def finish(self, claim: Claim, at: datetime) -> bool:
        """The job is done, and with it every earlier slot of it. False when it was somebody else's by then."""
        with self._moment() as db:
            if not _held(db, claim).update(done_at=at, holder="", failure="", retry_at=None):
                return False
            row = models.Due.objects.using(db).get(id=claim.row)
            earlier = _of(db, row.job, row.organisation).filter(slot__lt=row.slot, done_at=None)
            earlier.update(done_at=at, holder="", epoch=F("epoch") + 1)
            return True

    def fail(self, claim: Claim, failure: str, retry_at: datetime) -> None:
        """The job failed: it is free again, from then on."""
        with self._moment() as db:
            _held(db, claim).update(holder="", failure=failure[:200], retry_at=retry_at)

    def release(self, claim: Claim) -> None:
        """Give the job back undone, so that whoever comes next need not wait."""
        with self._moment() as db:
            _held(db, claim).update(holder="")

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        self._database.close()

    def newest_entry(self) -> datetime | None:
        """When the last round or entry of the log was written: a clock that shows less is wrong."""
        with self._database.reading() as db:
            rounds = models.Round.objects.using(db).order_by("-number").values_list("at", flat=True)[:1]
            entries = models.Entry.objects.using(db).order_by("-seq").values_list("at", flat=True)[:1]
            return max((*rounds, *entries), default=None)

    @contextmanager
    def _moment(self) -> Iterator[str]:
        """A short transaction. Who falls asleep in it would keep rows locked that others must take over: PostgreSQL ends it."""
        with self._database.transaction() as db:
            if connections[db].vendor == "postgresql":
                with connections[db].cursor() as cursor:
                    cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [_LONGEST_MOMENT])
            yield db

    def _end_session(self, db: str, row: DueRow) -> None:
        """A paused holder's session keeps its locks in PostgreSQL for as long as it sleeps."""
        if row.holder and connections[db].vendor == "postgresql":
            with connections[db].cursor() as cursor:
                ours = "datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
                sessions = f"FROM pg_stat_activity WHERE application_name = %s AND {ours}"
                cursor.execute(f"SELECT pg_terminate_backend(pid) {sessions}", [session_name(Claim(row.id, row.epoch))])


def _of(db: str, job: str, organisation: str) -> "QuerySet[models.Due]":
    return models.Due.objects.using(db).filter(job=job, organisation=organisation)


def _held(db: str, claim: Claim) -> "QuerySet[models.Due]":
    return models.Due.objects.using(db).filter(~Q(holder=""), id=claim.row, epoch=claim.epoch, done_at=None)


def _row(row: models.Due) -> DueRow:
    return DueRow(
        id=row.id,
        job=row.job,
        organisation=row.organisation,
        slot=row.slot,
        due_at=row.due_at,
        since=row.since,
        epoch=row.epoch,
        pulse=row.pulse,
        holder=row.holder,
        attempts=row.attempts,
        failure=row.failure,
        retry_at=row.retry_at,
        begun_at=row.begun_at,
        done_at=row.done_at,
    )
