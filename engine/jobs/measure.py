"""run: measure — raw records become figures; that of the running period is incomplete, and is judged when it is complete."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.calendar.schedule import OSLO, Slot
from engine.catalogue import Metric, Organisation
from engine.jobs.job import Job, by_clock
from engine.periods import Period
from engine.station import Station

if TYPE_CHECKING:
    from engine.intake.records.table import RecordTable

LIMIT = timedelta(minutes=30)
_MOST_MISSED = 24
"""Periods. Whoever was away for longer measures by hand: `malvakt measure --from … --to … --keep`."""


def newest(job: Job, place: Station, now: datetime) -> Slot | None:
    """Nothing where the organisation has no measures."""
    owner = place.rulebook.organisations[job.organisation]
    return by_clock(job, now) if _measured(job, owner) else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:
    """Each metric from its last complete figure to the running period."""
    owner = place.rulebook.organisations[job.organisation]
    metrics = _measured(job, owner)
    return {"metrics": len(metrics), "changed": sum(_measure(metric, owner, place, at) for metric in metrics)}


def _measured(job: Job, owner: Organisation) -> list[Metric]:
    wanted = job.metrics or owner.metrics
    return [owner.metrics[name] for name in wanted if name in owner.metrics and owner.metrics[name].measure]


def _measure(metric: Metric, owner: Organisation, place: Station, at: datetime) -> bool:
    """Whether the figures differ from those that were kept before."""
    from engine.measures import Engine, delivered, figures, measure

    running = Period.containing(at.astimezone(OSLO).date(), metric.grain)
    first = _first(metric, owner, place, running)
    where = Engine(place.settings.engine)
    rows = measure(metric, owner, _tables(metric, owner, place), first, running, engine=where, known_until=at)
    if not rows:
        return False
    delivery, _ = delivered(rows, metric, owner, at)
    return not place.store.receive(delivery, figures(rows, owner)).known_before


def _first(metric: Metric, owner: Organisation, place: Station, running: Period) -> Period:
    """The period before, for what came late into it, and every one since the last figure that was kept."""
    kept = [
        each.figure.period
        for each in place.store.observations(owner.id)
        if each.figure.series.metric == metric.id and each.figure.period.grain is metric.grain
    ]
    newest = max(kept, default=running)
    return max(min(newest, running.shift(-1)), running.shift(-_MOST_MISSED))


def _tables(metric: Metric, owner: Organisation, place: Station) -> "dict[str, RecordTable]":
    from engine.intake.records.shelf import gather
    from engine.measures import declared
    from engine.settings import secrets

    sources, settings = place.rulebook.records.get(owner.id, {}), place.settings
    names: Iterable[str] = (name for name in declared(metric).tables if name in sources)
    cache = settings.cache / "records"
    return {name: gather(sources[name], folder=settings.records, cache=cache, secrets=secrets()) for name in names}
