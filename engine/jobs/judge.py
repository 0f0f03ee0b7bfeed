"""run: judge — everything that is due is judged: when something was delivered, on each new day, or at the times stated."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine import rounds
from engine.alarms import log_round
from engine.calendar.schedule import OSLO
from engine.jobs.job import Job, by_deliveries
from engine.station import Station

LIMIT = timedelta(minutes=15)


newest = by_deliveries


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
