"""Pages of the queue and how many wait in each: every question begins with the rows that somebody may see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import itemgetter, or_
from typing import Any

from django.db.models import Q

from engine.avvik.entries import Subject
from engine.avvik.queues import Queue
from engine.avvik.states import Condition, State
from engine.rulebook.schema import Severity
from engine.store.after import after
from engine.store.review import models
from engine.store.review.cards import FLAGS, Card, card_of, number_of, rank_of

COUNTED = 10_000
"""Nobody works through more; counting on would make the page slower the worse things are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which avvik of one organisation somebody may see."""

    organisation: str
    units: frozenset[str] | None
    """None = every unit."""
    open_rules: frozenset[str]
    """Rules whose figures are for everybody who sees avvik at all."""
    sensitive_units: frozenset[str] | None
    """Where the person may see those of every other rule too; None = in every unit."""


class Order(StrEnum):
    SEVERITY = "severity"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    DUE = "due"


_ORDERS: Mapping[Order, tuple[str, ...]] = {
    Order.SEVERITY: ("-severity", "-number"),
    Order.NEWEST: ("-number",),
    Order.OLDEST: ("number",),
    Order.CHANGED: ("-last_seq",),
    Order.DUE: ("due", "number"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search, and what it means in titles: the rules and units that have it in theirs."""

    text: str
    rules: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. Empty = all; without a state, what is still open."""

    today: date
    me: Collection[str] = ()
    """The folded names and duties of the one who asks."""
    queue: Queue | None = None
    units: Collection[str] = ()
    rule: str = ""
    severity: Severity | None = None
    state: State | None = None
    with_ended: bool = False
    """Without a state, those that have ended too."""
    condition: Condition | None = None
    owner: str = ""
    """A folded name."""
    words: Sequence[Word] = ()
    changed_after: int | None = None
    """Those alone whose last entry has a higher number."""
    order: Order = Order.SEVERITY


@dataclass(frozen=True, slots=True)
class Page:
    cards: tuple[Card, ...]
    total: int
    """At most COUNTED."""


def page(db: str, rows: Rows, wanted: Wanted, first: int, most: int) -> Page:
    """`most` cards from the `first` on, counted from 0. At most three queries."""
    found = _wanted(_visible(db, rows), wanted)
    ordered = found.order_by(*_ORDERS[wanted.order])
    if wanted.order is Order.DUE:
        ordered = ordered.filter(due__isnull=False)
    numbers, total = _numbers(ordered, wanted, first, most)
    # The numbers are ordered by indexes alone; only these rows are read.
    cards = {row.number: card_of(row) for row in _cards(db).filter(number__in=numbers).defer("found_by")}
    return Page(tuple(cards[number] for number in numbers if number in cards), total)


def _numbers(ordered: Any, wanted: Wanted, first: int, most: int) -> tuple[Sequence[int], int]:
    """Those of the page, and how many there are."""
    numbers = ordered.values_list("number", flat=True)[first : first + most]
    if not wanted.words:
        return list(numbers), ordered.order_by()[:COUNTED].count()
    every = _looked_through(ordered, _ORDERS[wanted.order])
    # Where so many have the words, the first of them in order are found at once.
    return (every[first : first + most] if len(every) < COUNTED else list(numbers)), len(every)


def _looked_through(found: Any, order: Sequence[str]) -> list[int]:
    """The numbers of all in which the words are, but no more than COUNTED; ordered when they are fewer.

    Looking through what was written is what a search costs: once, in the order in which it lies on the disk.
    """
    columns = [name.removeprefix("-") for name in order]
    rows = list(found.order_by().values_list("number", *columns)[:COUNTED])
    for at, name in reversed([*enumerate(order, start=1)]):
        rows.sort(key=itemgetter(at), reverse=name.startswith("-"))
    return [row[0] for row in rows]


def following(db: str, rows: Rows, wanted: Wanted, key: int | None, most: int) -> tuple[tuple[int, int], ...]:
    """Key and number of the next `most` after the key: by number, or by the last entry where only what changed is wanted.

    What is written meanwhile moves none of them to where the reader has been already.
    """
    column = "number" if wanted.changed_after is None else "last_seq"
    found = after(_wanted(_visible(db, rows), wanted), [column], None if key is None else [key], most)
    return tuple(found.values_list(column, "number"))


def counts(db: str, rows: Rows, wanted: Wanted) -> Mapping[Queue, int]:
    """How many wait in each queue, at most COUNTED. One query each, and none reads more rows than it counts."""
    visible = _visible(db, rows)
    return {queue: _in_queue(visible, queue, wanted)[:COUNTED].count() for queue in Queue}


def some(db: str, rows: Rows, numbers: Collection[str]) -> tuple[Card, ...]:
    """Those of these ids that may be seen."""
    return tuple(map(card_of, _visible(db, rows).filter(number__in=[number_of(each) for each in numbers])))


def open_of(db: str, rows: Rows, rules: Collection[str], most: int) -> tuple[Card, ...]:
    """Those about these rules that are still open, the most severe first."""
    found = _visible(db, rows).filter(rule__in=sorted(rules), is_open=True).order_by(*_ORDERS[Order.SEVERITY])
    return tuple(map(card_of, found.defer("found_by")[:most]))


def of_rules(db: str, rows: Rows, rules: Collection[str], first: int, most: int, *, is_open: bool) -> Page:
    """The newest first of the avvik of these rules, open or ended."""
    found = _visible(db, rows).filter(rule__in=sorted(rules), is_open=is_open)
    shown = found.order_by("-number").defer("found_by")[first : first + most]
    return Page(tuple(map(card_of, shown)), found[:COUNTED].count())


def akin(db: str, rows: Rows, subject: Subject, besides: str, most: int) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """The newest earlier ones about the same; and the newest about the same rule elsewhere. Without the one itself."""
    same_rule = _visible(db, rows).filter(rule=subject.rule).exclude(number=number_of(besides)).order_by("-number")
    same = Q(unit=subject.unit, dimension=subject.dimension)
    earlier, elsewhere = same_rule.filter(same)[:most], same_rule.exclude(same)[:most]
    return tuple(map(card_of, earlier.defer("found_by"))), tuple(map(card_of, elsewhere.defer("found_by")))


def _cards(db: str) -> Any:
    return models.Card.objects.using(db)


def _visible(db: str, rows: Rows) -> Any:
    found = _cards(db).filter(organisation=rows.organisation)
    if rows.units is not None:
        found = found.filter(unit__in=sorted(rows.units))
    if rows.sensitive_units is not None:
        found = found.filter(Q(rule__in=sorted(rows.open_rules)) | Q(unit__in=sorted(rows.sensitive_units)))
    return found


def _in_queue(found: Any, queue: Queue, wanted: Wanted) -> Any:
    match queue:
        case Queue.OVERDUE:
            return found.filter(due__lt=wanted.today, due__isnull=False)
        case Queue.MINE:
            return found.filter(number__in=_held_by(found.db, wanted.me))
        case _:
            return found.filter(**{FLAGS[queue]: True})


def _held_by(db: str, names: Collection[str]) -> Any:
    return models.Hand.objects.using(db).filter(name__in=sorted(names)).values("card")


def _wanted(found: Any, wanted: Wanted) -> Any:
    if wanted.queue is not None:
        found = _in_queue(found, wanted.queue, wanted)
    if wanted.state is not None:
        found = found.filter(state=wanted.state.value)
    elif wanted.queue is None and not wanted.with_ended:
        found = found.filter(is_open=True)
    if wanted.condition is not None:
        found = found.filter(condition=wanted.condition.value)
    if wanted.changed_after is not None:
        found = found.filter(last_seq__gt=wanted.changed_after)
    if wanted.units:
        found = found.filter(unit__in=sorted(wanted.units))
    if wanted.rule:
        found = found.filter(rule=wanted.rule)
    if wanted.severity is not None:
        found = found.filter(severity=rank_of(wanted.severity))
    if wanted.owner:
        found = found.filter(number__in=_held_by(found.db, [wanted.owner]))
    for word in wanted.words:
        found = found.filter(_means(word))
    return found


def _means(word: Word) -> Q:
    ways = [Q(found_by__contains=word.text)]
    if word.rules:
        ways.append(Q(rule__in=sorted(word.rules)))
    if word.units:
        ways.append(Q(unit__in=sorted(word.units)))
    return reduce(or_, ways)
