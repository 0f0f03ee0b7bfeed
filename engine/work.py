"""The processes that run jobs: started with an order, watched, and ended when they hang."""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from engine.jobs import KINDS
from engine.jobs.job import Job
from engine.settings import Settings
from engine.store import Claim

_ENDED_BY_ITSELF = (0, 1, 3)
"""Exit codes of engine/jobs/__main__.py after which everything is on record."""


@dataclass(eq=False)
class Worker:
    """One job in its process."""

    job: Job
    claim: Claim
    attempts: int
    process: "subprocess.Popen[str]"
    began: float
    """On the monotonic clock."""
    failure: str = ""
    """Why it ended without a word about itself; empty when it did not."""


class Crew:
    """The workers of one scheduler. Its methods may be called from any thread."""

    def __init__(self, woken: Callable[[], None]) -> None:
        self._woken = woken
        self._lock = threading.Lock()
        self._workers: list[Worker] = []

    def __len__(self) -> int:
        with self._lock:
            return len(self._workers)

    def has(self, job: Job) -> bool:
        with self._lock:
            return any((each.job.id, each.job.organisation) == (job.id, job.organisation) for each in self._workers)

    def claims(self) -> tuple[Claim, ...]:
        with self._lock:
            return tuple(each.claim for each in self._workers)

    def start(self, job: Job, claim: Claim, attempts: int, settings: Settings) -> None:
        """Begin a job. The order goes through a pipe: an address with a password has no place in a list of processes."""
        program = [sys.executable, "-m", "engine.jobs"]
        process = subprocess.Popen(program, stdin=subprocess.PIPE, text=True)  # noqa: S603 -- our own module
        worker = Worker(job, claim, attempts, process, time.monotonic())
        with self._lock:
            self._workers.append(worker)
        order = {
            "settings": settings.model_dump(mode="json"),
            "job": job.id,
            "organisation": job.organisation,
            "claim": asdict(claim),
            "attempts": attempts,
        }
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            worker.failure = "ended before it began"
        threading.Thread(target=self._wait, args=(process,), daemon=True).start()

    def ended(self) -> tuple[Worker, ...]:
        """The workers that have ended since, or that have hung for longer than their job may take and are ended now."""
        with self._lock:
            for each in self._workers:
                if each.process.poll() is None and time.monotonic() - each.began > KINDS[each.job.kind].limit.total_seconds():
                    each.failure = "took longer than it may"
                    each.process.kill()
                    each.process.wait()
            gone = tuple(each for each in self._workers if each.process.poll() is not None)
            self._workers = [each for each in self._workers if each not in gone]
        for each in gone:
            _close(each)
            if not each.failure and each.process.returncode not in _ENDED_BY_ITSELF:
                each.failure = f"ended by {each.process.returncode}"
        return gone

    def drop(self, claims: Iterable[Claim]) -> None:
        """End the workers whose jobs are somebody else's by now."""
        lost = set(claims)
        with self._lock:
            for each in self._workers:
                if each.claim in lost:
                    each.failure = "taken over by another scheduler"
                    each.process.kill()

    def leave(self, seconds: float) -> tuple[Claim, ...]:
        """Wait so long for the workers to end, and end the rest. Returns the claims of those that were not done."""
        last = time.monotonic() + seconds
        left = []
        with self._lock:
            workers = tuple(self._workers)  # they stay on the list: while they are waited for, they give signs of life
        for each in workers:
            try:
                each.process.wait(max(0.0, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                each.process.kill()
                each.process.wait()
            if each.process.returncode not in _ENDED_BY_ITSELF:
                left.append(each.claim)
            _close(each)
        with self._lock:
            self._workers.clear()
        return tuple(left)

    def _wait(self, process: "subprocess.Popen[str]") -> None:
        process.wait()
        self._woken()


def _close(worker: Worker) -> None:
    if worker.process.stdin is not None:
        # What was ended before it had read its order leaves the order behind, and closing would write it once more.
        with contextlib.suppress(BrokenPipeError):
            worker.process.stdin.close()
