"""run: judge — everything that is due is judged: when something was delivered, on each new day, or at the times stated."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from engine import rounds
from engine.alarms import log_round
from engine.calendar.schedule import OSLO, Slot
from engine.jobs.job import Job, by_clock
from engine.station import Station

LIMIT = timedelta(minutes=15)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:
    """`when delivered`: a day in Oslo, because due dates pass at midnight, and the deliveries that had come by then."""
    if job.when is None or job.when.schedule is not None:
        return by_clock(job, now)
    today = now.astimezone(OSLO).date()
    begun = datetime.combine(today, time(), OSLO).astimezone(UTC)
    return Slot(f"{today.isoformat()} {place.store_as_it_is.delivered_count(job.organisation):09d}", begun)


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:
    """As of the day it runs on: after weeks without, each period that came due is judged in one round, the oldest first."""
    as_of = at.astimezone(OSLO).date()
    book, tell = place.rulebook.of(job.organisation), place.telling.of(job.organisation)
    done = rounds.run(place.store, book, as_of=as_of, at=at, tell=tell)
    log_round(done)
    return {
        "judged": done.judged,
        "new": sum(done.new.values()),
        "opened": len(done.opened),
        "changed": len(done.changed),
        "late": len(done.missing),
        "notices": done.told.notices,
    }
