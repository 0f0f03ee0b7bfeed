"""The outbox is emptied: due when a notice waits whose time has come. A mail server that hangs keeps this job only."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.calendar.schedule import Slot
from engine.errors import RuleFileError
from engine.jobs.job import Job
from engine.post import deliver
from engine.rulebook.findings import is_warning
from engine.station import Station

LIMIT = timedelta(minutes=30)
MOST = 50
"""Notices of one run, so that slow servers stay within the limit; what is left makes the job due again at once."""
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:  # noqa: ARG001 -- there is one outbox
    return Slot("", _WHENEVER) if place.outbox.has_due(now) else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:  # noqa: ARG001 -- each notice is sent at its own time
    channels = place.channels
    emptied = deliver(place.outbox, channels.by_id, clock=lambda: datetime.now(UTC), jitter=random.random, most=MOST)
    if emptied.bugs:
        raise emptied.bugs[0]
    broken = [problem for problem in channels.problems if not is_warning(problem)]
    if broken:
        raise RuleFileError("", broken)
    return {outcome.value: count for outcome, count in emptied.tried.items()}
