"""run: report — the draft of a report is made when the last figures of its period have come, and again when one is corrected.

The figures have come when everything that came for the period before is there. Until then nothing is made.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.calendar.schedule import OSLO, Slot
from engine.jobs.job import Job, by_deliveries
from engine.periods import Period
from engine.station import Station

if TYPE_CHECKING:
    from engine.publishing import Order
    from engine.report.schema import Report

LIMIT = timedelta(minutes=15)


def newest(job: Job, place: Station, now: datetime) -> Slot | None:
    """Nothing where the organisation has no report."""
    return by_deliveries(job, place, now) if place.reports.by_organisation.get(job.organisation) else None


def run(job: Job, place: Station, at: datetime) -> Mapping[str, int]:
    """Each report's newest period that has ended, until it is final. A draft that says the same as the last one is no news."""
    from engine.publishing import keep_draft

    made = [keep_draft(place.store, place.rulebook, order, at) for order in _due(job, place, at)]
    return {"complete": len(made), "drafted": sum(made)}


def _due(job: Job, place: Station, at: datetime) -> "Iterator[Order]":
    from engine.publishing import came, lacking

    organisation = place.rulebook.organisations[job.organisation]
    delivered = came(place.store, organisation.id)
    final = {(each.report, each.period) for each in place.store.editions(organisation.id)}
    for report in place.reports.by_organisation[organisation.id]:
        period = Period.containing(at.astimezone(OSLO).date(), report.grain).shift(-1)
        is_begun = any((name, period) in delivered for name in report.metrics)
        if is_begun and (report.id, period) not in final and not lacking(organisation, report, period, delivered):
            yield _order(job, place, report, period)


def _order(job: Job, place: Station, report: "Report", period: Period) -> "Order":
    from engine.portfolios import portfolio_of
    from engine.publishing import Order

    return Order(
        organisation=job.organisation,
        report=report,
        period=period,
        language=place.settings.language,
        portfolio=portfolio_of(place.rulebook, place.settings, job.organisation, report),
        smallest_group=place.settings.smallest_group,
    )
