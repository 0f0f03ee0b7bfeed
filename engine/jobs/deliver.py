"""The outbox is emptied: due when a notice waits whose time has come. A mail server that hangs keeps this job only.

A channel without its secret, or one that trips over a message, is no failure of the job: it would keep the other channels
waiting as long as the job. What is for it waits in the outbox with the reason, and doctor says so.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.calendar.schedule import Slot
from engine.jobs.job import Job
from engine.logs import Event, tell_bug
from engine.post import deliver
from engine.station import Station

LIMIT = timedelta(minutes=30)
MOST = 50
"""Notices of one run, so that slow servers stay within the limit; what is left makes the job due again at once."""
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:  # noqa: ARG001 -- there is one outbox
    return Slot("", _WHENEVER) if place.outbox.has_due(now) else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:  # noqa: ARG001 -- each notice is sent at its own time
    """Raises RuleFileError where the file of channels cannot be read at all."""
    by_id = place.channels.by_id
    emptied = deliver(place.outbox, by_id, clock=lambda: datetime.now(UTC), jitter=random.random, most=MOST)
    for bug in emptied.bugs:
        tell_bug(Event.CHANNEL_TRIPPED, bug)
    return {outcome.value: count for outcome, count in emptied.tried.items()}
