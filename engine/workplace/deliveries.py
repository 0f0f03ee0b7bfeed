"""What the sources owe and what came, in the organisations whose files the person may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine import expected
from engine.arrivals import Arrival
from engine.catalogue import Metric
from engine.expected import Delivery
from engine.periods import Grain, Period
from engine.rights import Action, Thing
from engine.store import Delivered, Refused, Stretch
from engine.store.received import Before
from engine.store.review.cards import Card
from engine.workplace.place import Workplace
from engine.workplace.review.rows import rows

PAGE = 50
_MOST_AVVIK = 200


@dataclass(frozen=True, slots=True)
class Owed:
    """What a source has not brought, in one state: from the first such period to the last."""

    first: Delivery
    last: Delivery
    avvik: Card | None
    """The open one of its rule, where the person may see it."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Of one organisation, as `malvakt due` tells it too."""

    is_kept: bool
    """False where the organisation has no calendar: then no source is late."""
    owed: tuple[Owed, ...]
    months: tuple[tuple[Period, tuple[Delivery, ...]], ...]
    """What is due in the chosen year by the month of its due date, come or not."""
    avvik: Mapping[str, Card]
    """Rule → its open avvik."""

    @property
    def came(self) -> tuple[Arrival, ...]:
        """What has come of all that is due in the year."""
        return tuple(each.came for _, due in self.months for each in due if each.came is not None)


@dataclass(frozen=True, slots=True)
class Uncalled:
    """A metric that no calendar expects, with its first period after the newest figure."""

    metric: Metric
    newest: Period
    missing: Period
    last_day: date
    is_late: bool


def calendar(place: Workplace, organisation: str, today: date, year: int) -> Calendar:
    """One query for what came, and one for the avvik."""
    items = place.book.timetables[organisation].deliveries if organisation in place.book.timetables else ()
    arrivals = place.store.arrivals(organisation, {item.source for item in items}) if items else ()
    missing = expected.deliveries(place.book, arrivals, today, organisation)
    avvik = _open_avvik(place, organisation, {item.id for item in items})
    due = expected.calendar(place.book, arrivals, today, organisation, year)
    return Calendar(
        is_kept=bool(items),
        owed=tuple(Owed(first, last, avvik.get(first.rule)) for first, last in expected.runs(missing)),
        months=_by_month(due),
        avvik=avvik,
    )


def uncalled(place: Workplace, organisation: str, today: date) -> list[Uncalled]:
    """The metrics that rules read and no calendar expects, the latest first.

    Of what never came nothing is said: nobody knows where its series begins.
    """
    owner = place.book.organisations[organisation]
    read = {name for each in place.book.of(organisation).rules for name in each.rule.metrics}
    newest: dict[str, Period] = {}
    for name, period in place.store.delivered_periods(organisation):
        if name in read and period.grain is owner.metrics[name].grain:
            newest[name] = max(newest.get(name, period), period, key=lambda each: each.ordinal)
    found = [_uncalled(metric, newest[name], today) for name, metric in owner.metrics.items() if name in newest]
    return sorted(filter(None, found), key=lambda each: (not each.is_late, each.last_day, each.metric.id))


def received(place: Workplace, organisation: str, page: int) -> Stretch[Delivered]:
    """One page of what was accepted, the newest first; empty for who may see none."""
    if not place.may(Action.SEE, Thing.DELIVERY, organisation):
        return Stretch((), 0)
    return place.store.accepted_page(organisation, (page - 1) * PAGE, PAGE)


def quarantine(place: Workplace, organisation: str, page: int) -> Stretch[Refused]:
    """Likewise of what was refused. A file that names no organisation is for who may see those of all of them."""
    if not place.may(Action.SEE, Thing.DELIVERY, organisation):
        return Stretch((), 0)
    return place.store.quarantine_page(organisation, (page - 1) * PAGE, PAGE, with_unnamed=_sees_unnamed(place))


def newest(
    place: Workplace, organisation: str, before: Before | None, most: int, *, is_refused: bool | None
) -> tuple[Delivered | Refused, ...]:
    """The rows of both lists in one, the newest first: the next `most` before that time and id. `is_refused` None: of both."""
    if not place.may(Action.SEE, Thing.DELIVERY, organisation):
        return ()
    with_unnamed = _sees_unnamed(place)
    return place.store.newest_deliveries(organisation, before, most, is_refused=is_refused, with_unnamed=with_unnamed)


def one(place: Workplace, name: str, action: Action) -> Delivered | Refused | None:
    """The delivery of this id, accepted or refused; None for one that is none, or with which the person may not do that.

    Whoever opens it sees figures of every organisation that is in it.
    """
    found = place.store.one_delivery(name)
    if found is None:
        return None
    delivery, owners = found
    return delivery if _may_all(place, action, owners or place.book.organisations) else None


def sources(place: Workplace, organisation: str) -> tuple[str, ...]:
    """What a figure of the organisation may come by: its declared sources, and `tidy`."""
    return ("tidy", *sorted({profile.id for owner, profile in place.book.profiles if owner == organisation} - {"tidy"}))


def _sees_unnamed(place: Workplace) -> bool:
    return _may_all(place, Action.SEE, place.book.organisations)


def _may_all(place: Workplace, action: Action, organisations: Collection[str]) -> bool:
    return all(place.may(action, Thing.DELIVERY, each) for each in organisations)


def _open_avvik(place: Workplace, organisation: str, rules: set[str]) -> dict[str, Card]:
    if not rules or not place.reach(Action.SEE, Thing.AVVIK).covers(organisation, organisation):
        return {}
    found = place.store.cards_of_rules(rows(place, organisation), rules, _MOST_AVVIK, is_open=True)
    return {card.rule: card for card in reversed(found.cards)}


def _by_month(due: Sequence[Delivery]) -> tuple[tuple[Period, tuple[Delivery, ...]], ...]:
    months: dict[Period, list[Delivery]] = {}
    for each in due:
        months.setdefault(Period.containing(each.due, Grain.MONTH), []).append(each)
    return tuple((month, tuple(lines)) for month, lines in months.items())


def _uncalled(metric: Metric, newest: Period, today: date) -> Uncalled | None:
    missing = newest.shift(1)
    if metric.is_expected_in(missing):
        return None
    last_day = metric.last_day(missing)
    return Uncalled(metric, newest, missing, last_day, today > last_day)
