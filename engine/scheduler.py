"""What is due is claimed and given to a process of its own; who hangs is ended, who dies is taken over from.

The scheduler owns no truth: rows of the store say what is due and who does it, so that any number of schedulers share one
database, and what one of them leaves undone another one does.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from engine import service
from engine.calendar.schedule import Slot
from engine.errors import StoreError
from engine.jobs import KINDS
from engine.jobs.decide import Move, decide, is_new, wait_after
from engine.jobs.job import Job, jobs_of
from engine.logs import Event, Words, tell
from engine.station import Station
from engine.store import Claim, DueRow
from engine.store.clock import require_clock
from engine.ticker import Ticker
from engine.work import Crew, Worker

TICK_SECONDS = 5.0
MOST_AT_ONCE = 4
"""Processes. Each has the rules and figures of an organisation in memory."""
LATE = timedelta(hours=1)
"""After its time; then the log says that a run is late, and since when there was none."""
GRACE = timedelta(seconds=20)
"""So long a stop waits for jobs that are nearly done."""


class Scheduler:
    """One of any number. `clock` gives aware datetimes; silence is measured on a clock that cannot be set."""

    def __init__(
        self,
        place: Station,
        holder: str,
        clock: Callable[[], datetime],
        ticker: Ticker | None = None,
        serves: Callable[[Job], bool] = lambda _: True,
    ) -> None:
        self._place = place
        self._serves = serves
        self._holder = holder
        self._clock = clock
        self._lease = timedelta(seconds=place.settings.lease_seconds)
        self._ticker = ticker or Ticker(min(TICK_SECONDS, self._lease.total_seconds() / 3))
        self._crew = Crew(self._ticker.wake)
        self._gone = threading.Event()
        self._watched: dict[tuple[str, str], tuple[tuple[int, int, int], float]] = {}
        """By job: the row, epoch and pulse that were last seen to move, and when on our own clock."""
        self._told: str = ""

    def run(self) -> None:
        """Until it is stopped."""
        with self._beating():
            self._ticker.run(self._tick_and_tell)
            self._leave()

    def run_out(self) -> None:
        """Until nothing is left that is due, whoever does it. For who is no service, and says nothing to one."""
        with self._beating():
            self._ticker.run(self._tick_until_done)

    def wake(self) -> None:
        """Look now. From any thread."""
        self._ticker.wake()

    def stop(self) -> None:
        """From any thread, and from a signal's handler."""
        self._ticker.stop()

    def tick(self) -> None:
        """Look once at everything: end what hangs, put on record what ended, claim what is due."""
        for worker in self._crew.ended():
            self._record(worker)
        now = self._clock()
        require_clock(self._place.store, now)
        for job in self._jobs():
            if len(self._crew) >= MOST_AT_ONCE:
                return
            if not self._crew.has(job):
                self._look_at(job, now)

    def _tick_and_tell(self) -> None:
        try:
            self.tick()
            service.tell(service.READY)
            self._told = ""
        except (StoreError, OSError) as error:
            # The database is away or full, or a disk is. Nothing is lost by waiting: what is due stays due.
            self._tell(str(error))
        service.tell(service.ALIVE)

    def _tick_until_done(self) -> None:
        try:
            self.tick()
            if not self._crew and not any(map(self._waits, self._jobs())):
                self._ticker.stop()
        except (StoreError, OSError) as error:
            self._tell(str(error))

    def _waits(self, job: Job) -> bool:
        row = self._place.store.due.newest(job.id, job.organisation)
        return row is not None and row.done_at is None

    def _jobs(self) -> tuple[Job, ...]:
        return tuple(filter(self._serves, jobs_of(self._rules_of_today().rulebook, self._place.settings)))

    def _tell(self, trouble: str) -> None:
        """Once, not at every tick."""
        if trouble != self._told:
            tell(Event.WAITS, logging.ERROR, failure=Words(trouble))
            self._told = trouble

    def _rules_of_today(self) -> Station:
        """The rules as they are now: files that were changed are read again."""
        state = self._place.rules_state()
        if state != self._place.read_state:
            self._place = Station(self._place.settings, state)
            for problem in self._place.rulebook.errors:
                tell(Event.RULES_BROKEN, logging.ERROR, code=problem.code, where=Words(problem.place))
        return self._place

    def _look_at(self, job: Job, now: datetime) -> None:
        table, kind = self._place.store.due, KINDS[job.kind]
        slot = kind.newest(job, self._place, now)
        row = table.newest(job.id, job.organisation)
        if row is not None and row.holder:
            # One run of a job at a time; the next slot waits until its last holder is done, or gone.
            if self._decide(row, now) is Move.TAKE_OVER:
                self._claim(job, row, now)
            return
        if slot is not None:
            row = self._row(job, slot, row)
        elif kind.standing:
            return
        if row is not None and self._decide(row, now) is Move.CLAIM:
            self._claim(job, row, now)

    def _row(self, job: Job, slot: Slot, row: DueRow | None) -> DueRow:
        table = self._place.store.due
        if is_new(slot, row):
            return table.post(job.id, job.organisation, slot, row)
        assert row is not None
        return table.reopen(row) if KINDS[job.kind].standing and row.done_at else row

    def _decide(self, row: DueRow, now: datetime) -> Move:
        return decide(row, now, self._silence(row), self._lease)

    def _silence(self, row: DueRow) -> timedelta:
        """For how long the row has stood still, as far as we have watched it."""
        key, state, here = (row.organisation, row.job), (row.id, row.epoch, row.pulse), time.monotonic()
        seen, since = self._watched.get(key, (None, here))
        if seen != state:
            since = here
            self._watched[key] = state, here
        return timedelta(seconds=here - since)

    def _claim(self, job: Job, row: DueRow, now: datetime) -> None:
        claim = self._place.store.due.claim(row, self._holder, now)
        if claim is None:
            return
        about = {"job": job.id, "organisation": job.organisation or "all", "slot": Words(row.slot)}
        if row.holder:
            tell(Event.JOB_TAKEN_OVER, logging.WARNING, **about, holder=row.holder)
        if job.when is not None and job.when.schedule is not None and now - row.due_at > LATE:
            tell(Event.JOB_LATE, logging.WARNING, **about, since=Words(row.since))
        self._crew.start(job, claim, row.attempts + 1, self._place.settings)

    def _record(self, worker: Worker) -> None:
        """A process that ended without a word about itself was killed: from outside, by its limit, or for want of memory."""
        if worker.failure:
            retry_at = self._clock() + wait_after(worker.attempts)
            self._place.store.due.fail(worker.claim, worker.failure, retry_at)
            about = {"job": worker.job.id, "organisation": worker.job.organisation or "all"}
            tell(Event.JOB_FAILED, logging.ERROR, **about, failure=Words(worker.failure))

    @contextmanager
    def _beating(self) -> Iterator[None]:
        beats = threading.Thread(target=self._beat, name="beats", daemon=True)
        beats.start()
        try:
            yield
        finally:
            # A claim that goes on beating for a program that is gone would never be taken over.
            self._gone.set()
            beats.join()

    def _beat(self) -> None:
        """In a thread of its own, so that nothing that a tick waits for makes the jobs look dead."""
        while not self._gone.wait(self._lease.total_seconds() / 4):
            claims = self._crew.claims()
            try:
                lost = self._place.store.due.beat(claims) if claims else ()
            except StoreError as error:
                tell(Event.NO_PULSE, logging.WARNING, failure=Words(error))
                lost = ()
            self._crew.drop(lost)
        self._place.store.due.close()

    def _leave(self) -> None:
        """What is nearly done is done; the rest is given back, for whoever comes next."""
        service.tell(service.STOPPING)
        left: tuple[Claim, ...] = self._crew.leave(GRACE.total_seconds())
        try:
            for claim in left:
                self._place.store.due.release(claim)
        except StoreError as error:
            # Without it the next one waits until the lease is over.
            tell(Event.NOT_RELEASED, logging.WARNING, failure=Words(error))
