"""The queue as one person sees it: what is asked for, a page of lines with their titles, and how many wait in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.avvik.avvik import Avvik
from engine.avvik.queues import Queue
from engine.avvik.said import folded
from engine.avvik.states import Condition, State
from engine.catalogue import Member, Unit
from engine.rights import below
from engine.rulebook.book import InForce
from engine.rulebook.schema import Severity
from engine.store.review.cards import Card
from engine.store.review.queue import Order, Wanted, Word
from engine.workplace.place import Workplace
from engine.workplace.review.rows import names_of, rows

PAGE = 50
MOST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at; all of it stands in the address."""

    organisation: str
    queue: Queue | None = None
    unit: str = ""
    """This unit and those below it."""
    rule: str = ""
    severity: Severity | None = None
    state: State | None = None
    owner: str = ""
    text: str = ""
    order: Order = Order.SEVERITY
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a script looks for, among the ended ones too."""

    organisation: str
    queue: Queue | None = None
    state: State | None = None
    condition: Condition | None = None
    severity: Severity | None = None
    rule: str = ""
    unit: str = ""
    """This unit alone."""
    owner: str = ""
    text: str = ""
    changed_since: datetime | None = None
    changed_after: int | None = None
    """The number of an entry."""


@dataclass(frozen=True, slots=True)
class Line:
    card: Card
    rule: InForce | None
    """None when the rule is no longer in force."""
    unit: Unit | None
    """None for the whole organisation, and for a unit that is no longer there."""
    member: Member | None
    """The member of the metric's dimension that it is about, where it is about one."""
    is_overdue: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Told:
    lines: tuple[Line, ...]
    total: int
    counts: Mapping[Queue, int]
    """Of everything the person may see in the organisation, before anything else is chosen."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def queue(place: Workplace, asked: Asked, today: date) -> Told:
    """A bounded number of queries, and none grows with what is on record."""
    visible, wanted = rows(place, asked.organisation), _wanted(place, asked, today)
    found = place.store.queue_page(visible, wanted, (asked.page - 1) * PAGE, PAGE)
    return Told(
        lines=tuple(line(place, card, today) for card in found.cards),
        total=found.total,
        counts=place.store.queue_counts(visible, wanted),
    )


def avvik_after(place: Workplace, sought: Sought, key: int | None, most: int, today: date) -> tuple[tuple[int, Avvik], ...]:
    """The next `most` after the key, each with its own: the oldest first, or by last change where that is asked for."""
    since = [] if sought.changed_after is None else [sought.changed_after]
    if sought.changed_since is not None:
        since.append(place.store.first_entry_since(sought.changed_since) - 1)
    wanted = Wanted(
        today=today,
        me=names_of(place.person, sought.organisation),
        queue=sought.queue,
        units=[sought.unit] if sought.unit else (),
        rule=sought.rule,
        severity=sought.severity,
        state=sought.state,
        with_ended=True,
        condition=sought.condition,
        owner=folded(sought.owner),
        words=_words(place, sought.organisation, sought.text),
        changed_after=max(since, default=None),
    )
    return place.store.avvik_after(rows(place, sought.organisation), wanted, key, most)


def line(place: Workplace, card: Card, today: date) -> Line:
    organisation = place.book.organisations[card.organisation]
    rule = place.book.by_id.get(card.rule)
    metric = None if rule is None else organisation.metrics[rule.rule.metric]
    return Line(
        card=card,
        rule=rule,
        member=None if metric is None else metric.by_member.get(card.dimension),
        unit=None if card.unit == card.organisation else organisation.units.get(card.unit),
        is_overdue=card.due is not None and card.due < today,
        is_mine=folded(card.owner) in names_of(place.person, card.organisation),
    )


def _wanted(place: Workplace, asked: Asked, today: date) -> Wanted:
    tree = place.trees[asked.organisation]
    return Wanted(
        today=today,
        me=names_of(place.person, asked.organisation),
        queue=asked.queue,
        units=below(asked.unit, tree) if asked.unit else (),
        rule=asked.rule,
        severity=asked.severity,
        state=asked.state,
        owner=folded(asked.owner),
        words=_words(place, asked.organisation, asked.text),
        order=asked.order,
    )


def _words(place: Workplace, organisation: str, text: str) -> tuple[Word, ...]:
    return tuple(_word(place, organisation, each) for each in text.casefold().split()[:MOST_WORDS])


def _word(place: Workplace, organisation: str, text: str) -> Word:
    """Titles lie in the rules, not in the database: a word of a title stands for the rules and units that have it."""
    found = place.book.organisations[organisation]
    return Word(
        text=text,
        rules=frozenset(
            each.rule.id
            for each in place.book.of(organisation).rules
            if text in f"{each.rule.title}\n{each.rule.title_en}".casefold()
        ),
        units=frozenset(unit.id for unit in found.units.values() if text in f"{unit.title}\n{unit.title_en}".casefold()),
    )
