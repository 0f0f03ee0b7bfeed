"""What was delivered, what is due and what is late, in the organisations whose files the person may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.catalogue import Metric
from engine.periods import Period
from engine.rights import Action, Thing
from engine.store import Delivered, Refused
from engine.workplace.place import Workplace


class Standing(StrEnum):
    LATE = "late"
    DUE = "due"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Expected:
    """A metric's figures for one period: when they are due, and whether they came."""

    metric: Metric
    period: Period
    due: date
    standing: Standing
    later: int = 0
    """How many periods after this one are over due as well."""


def expected(metrics: Iterable[Metric], delivered: frozenset[tuple[str, Period]], today: date) -> Iterator[Expected]:
    """For each metric its newest figure, and the first period without one since.

    A metric of which nothing ever came is not awaited: nothing says where its series begins.
    """
    for metric in metrics:
        own = [period for name, period in delivered if name == metric.id and period.grain is metric.grain]
        if not own:
            continue
        newest, missing = max(own), max(own).shift(1)
        last = Period.containing(today - timedelta(days=metric.due_days + 1), metric.grain).shift(-1)
        late = max(0, last.ordinal - newest.ordinal)
        yield Expected(metric, newest, _due(metric, newest), Standing.RECEIVED)
        standing = Standing.LATE if _due(metric, missing) < today else Standing.DUE
        yield Expected(metric, missing, _due(metric, missing), standing, later=max(0, late - 1))


def _due(metric: Metric, period: Period) -> date:
    return period.end + timedelta(days=metric.due_days)


def calendar(place: Workplace, organisation: str, today: date) -> list[Expected]:
    """What is late first, the longest wait on top; then what is due, then what came."""
    metrics = place.book.organisations[organisation].metrics
    read = {name for each in place.book.of(organisation).rules for name in each.rule.metrics}
    awaited = [metric for name, metric in metrics.items() if name in read]
    found = expected(awaited, place.store.delivered_periods(organisation), today)
    order = [*Standing]
    return sorted(found, key=lambda each: (order.index(each.standing), each.due, each.metric.id))


def one(place: Workplace, name: str, action: Action) -> Delivered | Refused | None:
    """The delivery of this id, accepted or refused; None for one that is none, or with which the person may not do that."""
    for organisation in place.reach(action, Thing.DELIVERY).units:
        both: list[Delivered | Refused] = [*place.store.deliveries(organisation), *place.store.refused(organisation)]
        found = next((each for each in both if each.id == name), None)
        if found is not None:
            return found
    return None
