"""One claimed job in a process of its own: `python -m engine.jobs`, started by the scheduler, which writes the order to it.

It ends with the scheduler: when the pipe from there is closed, the process is gone at once, whatever it was doing.
"""

import json
import logging
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from engine.alarms import alarm, sign
from engine.errors import StoreError, UserError
from engine.jobs import KINDS
from engine.jobs.decide import wait_after
from engine.jobs.job import Job, jobs_of
from engine.language import mark
from engine.logs import Event, Words, set_up, tell
from engine.settings import Settings
from engine.station import Station
from engine.store import Claim, Overtaken

DONE, FAILED, OVERTAKEN, ORPHANED = 0, 1, 3, 4
"""What the process exits with."""


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # sent to all of a service at once; the scheduler decides what is still done
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    place = Station(Settings(**order["settings"]))
    set_up(place.settings.log_format, place.settings.log_level_of(stays=True))
    claim = Claim(**order["claim"])
    try:
        return _run(place, claim, order["job"], order["organisation"])
    except Overtaken:
        tell(Event.JOB_OVERTAKEN, logging.WARNING, job=order["job"], organisation=order["organisation"] or "all")
        return OVERTAKEN
    except Exception as error:  # noqa: BLE001 -- whatever a job fails of is on record with it, and it is tried again
        _fail(place, claim, order, error)
        return FAILED


def _run(place: Station, claim: Claim, name: str, organisation: str) -> int:
    fence = place.store.fenced(claim)
    place.persons_as_they_are.fenced(fence)
    job = _job(place, name, organisation)
    did = KINDS[job.kind].run(job, place, _now())
    if not place.store.due.finish(claim, _now()):
        raise Overtaken(mark("another process has taken over this job; nothing was written"))
    tell(Event.JOB_DONE, job=job.id, organisation=job.organisation or "all", **did)
    if KINDS[job.kind].guards:
        # After the job is done: a watch that is slow to answer keeps nothing open, and one that is away fails nothing.
        sign(place, _now())
    return DONE


def _job(place: Station, name: str, organisation: str) -> Job:
    found = {(job.id, job.organisation): job for job in jobs_of(place.rulebook, place.settings)}
    return found[name, organisation]


def _fail(place: Station, claim: Claim, order: dict[str, Any], error: Exception) -> None:
    told = failure_of(error)
    about = {"job": order["job"], "organisation": order["organisation"] or "all"}
    tell(Event.JOB_FAILED, logging.ERROR, **about, failure=Words(told))
    try:
        place.store.due.fail(claim, told, _now() + wait_after(order["attempts"]))
    finally:
        alarm(place.settings, error)


def failure_of(error: Exception) -> str:
    """What may be told of a failure anywhere: where it happened, never what was in the figures."""
    if isinstance(error, StoreError):
        return str(error)
    if isinstance(error, UserError):
        return " ".join(dict.fromkeys(f"{problem.code} {problem.place.file}" for problem in error.problems)) or error.message
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{os.path.basename(last.tb_frame.f_code.co_filename)}:{last.tb_lineno}" if last else ""  # noqa: PTH119 -- a name only
    return f"{type(error).__name__} {where}".strip()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(ORPHANED)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
