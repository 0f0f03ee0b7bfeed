"""A job: what is to run for whom, when, and which jobs follow from the rules and settings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from engine.calendar.schedule import OSLO, Slot, When, when
from engine.rulebook.timetable import Kind, RunItem, Timetable

if TYPE_CHECKING:
    from engine.rulebook.book import Rulebook
    from engine.settings import Settings
    from engine.station import Station

_UNSAID = {Kind.JUDGE: "when delivered", Kind.AML: "every night", Kind.REPORT: "when delivered"}
"""What runs where a calendar says nothing of it. Measures run where a calendar says so: they read files that others write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job of one organisation; `organisation` is empty for what serves all of them."""

    id: str
    organisation: str
    kind: str
    when: When | None = None
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindOf:
    """One kind: which slot is due, what is done then, and after how long a run counts as hanging."""

    newest: "Callable[[Job, Station, datetime], Slot | None]"
    """The last slot that has begun; None: nothing has."""
    run: "Callable[[Job, Station, datetime], Mapping[str, int]]"
    """Does the work at a time; returns what it did, in numbers for the log."""
    limit: timedelta
    standing: bool = False
    """True where nothing but waiting work makes it due: it has one slot, opened again whenever there is some."""
    guards: bool = False
    """True for what the outside watch waits for: a sign of life follows it."""


def jobs_of(book: "Rulebook", settings: "Settings") -> tuple[Job, ...]:
    """Every job there is, ordered by organisation."""
    found = [job for owner in book.organisations for job in _of_organisation(owner, book.timetables.get(owner, Timetable()))]
    if settings.inbox:
        found.append(Job(id="inbox", organisation="", kind="inbox"))
    if settings.channels:
        found.append(Job(id="deliver", organisation="", kind="deliver"))
    return tuple(found)


def _of_organisation(owner: str, timetable: Timetable) -> Iterator[Job]:
    said = {item.run for item in timetable.runs}
    yield from (_job(owner, item) for item in timetable.runs)
    for kind, words in _UNSAID.items():
        if kind not in said:
            yield Job(id=kind.value, organisation=owner, kind=kind.value, when=when(words))


def _job(owner: str, item: RunItem) -> Job:
    return Job(id=item.id, organisation=owner, kind=item.run.value, when=item.at, metrics=item.metrics)


def by_clock(job: Job, now: datetime) -> Slot | None:
    """The newest slot of a job that waits for nothing but its time."""
    return job.when.newest(now) if job.when else None


def by_deliveries(job: Job, place: "Station", now: datetime) -> Slot | None:
    """`when delivered`: a day in Oslo, because due dates pass at midnight, and the deliveries that had come by then."""
    if job.when is None or job.when.schedule is not None:
        return by_clock(job, now)
    today = now.astimezone(OSLO).date()
    begun = datetime.combine(today, time(), OSLO).astimezone(UTC)
    return Slot(f"{today.isoformat()} {place.store_as_it_is.delivered_count(job.organisation):09d}", begun)
