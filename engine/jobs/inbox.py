"""The watched folder: files that are complete are taken in, which wakes a round."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine import inbox
from engine.calendar.schedule import Slot
from engine.inbox import Became
from engine.jobs.job import Job
from engine.station import Station

LIMIT = timedelta(minutes=15)
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:  # noqa: ARG001 -- there is one inbox
    return Slot("", _WHENEVER) if inbox.ready(place.settings.inbox_folder, now) else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:  # noqa: ARG001 -- there is one inbox
    folder = place.settings.inbox_folder
    if folder is None:
        return {}
    became: Counter[Became] = Counter()
    failed: OSError | None = None
    for file in inbox.ready(folder, at):
        try:
            became[inbox.take(file, folder, place.store, place.rulebook, at)] += 1
        except OSError as error:
            # A file that cannot be moved is tried again, and keeps no other one waiting.
            failed = error
    if failed is not None:
        raise failed
    return {outcome.value: count for outcome, count in became.items()}
