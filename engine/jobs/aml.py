"""run: aml — the evidence of working time is judged, and the counts become figures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.alarms import log_casework
from engine.calendar.schedule import Slot
from engine.jobs.job import Job, by_clock
from engine.station import Station

if TYPE_CHECKING:
    from engine.casework import Casework
    from engine.reception import Reception

LIMIT = timedelta(hours=1)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:
    """Nothing where there is no evidence."""
    return by_clock(job, now) if place.persons_as_they_are.was_begun() else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:
    if job.organisation not in place.persons.organisations():
        return {}
    done, _ = judge_evidence(job.organisation, place, at)
    return {"found": done.found, "changed": done.changed, "withdrawn": done.withdrawn, "opened": done.opened}


def judge_evidence(organisation: str, place: Station, at: datetime) -> "tuple[Casework, Reception | None]":
    """Judge one organisation's evidence, hand the counts over as figures where they changed, and tell HR the same day."""
    from engine.casework import deliver, judge, tell

    done = judge(place.persons, organisation, place.profiles, at)
    log_casework(done)
    if organisation not in place.rulebook.organisations:
        return done, None
    reception = deliver(place.store, place.rulebook, done.measured, organisation, place.settings.smallest_group, at)
    tell(place.store, place.persons, place.telling, organisation, at)
    return done, reception
