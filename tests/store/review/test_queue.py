"""What the queue shows: the rows that somebody may see, and of those what they look for."""

from datetime import timedelta

import pytest

from engine.avvik import life
from engine.avvik.entries import Subject
from engine.avvik.queues import Queue
from engine.avvik.states import State
from engine.rulebook.schema import Severity
from engine.store import Store
from engine.store.review.queue import Order, Rows, Wanted, Word
from tests.store.samples import NOON, TODAY, opening

KARI = "kari@hemit.no"
EVERYTHING = Rows(organisation="hemit", units=None, open_rules=frozenset(), sensitive_units=None)


def wanted(**said: object) -> Wanted:
    return Wanted(**{"today": TODAY, "me": {KARI}, **said})  # type: ignore[arg-type]


def ids(store: Store, rows: Rows = EVERYTHING, **said: object) -> list[str]:
    return [card.id[-1] for card in store.queue_page(rows, wanted(**said), 0, 50).cards]


@pytest.fixture
def full(store: Store) -> Store:
    """1 untouched in drift, 2 Kari's, 3 with an action of Kari's that is overdue, 4 rejected, 5 of another organisation."""
    about = [("a", "drift"), ("a", "service"), ("b", "drift"), ("b", "service")]
    subjects = [Subject(organisation="hemit", rule=rule, unit=unit, dimension="") for rule, unit in about]
    subjects.append(Subject(organisation="other", rule="a", unit="drift", dimension=""))
    with store.round() as work:
        work.apply([opening(each) for each in subjects], NOON)
    one = store.one_avvik
    store.append("A-000002", life.assign(one("A-000002"), "ola@hemit.no", KARI.upper().replace("HEMIT.NO", "Hemit.no")), NOON)
    store.append("A-000003", life.set_cause(one("A-000003"), "ola@hemit.no", "other", "Blåbærsyltetøy i serverrommet"), NOON)
    due = TODAY - timedelta(days=1)
    store.append("A-000003", life.act(one("A-000003"), "ola@hemit.no", "Vaske", responsible=KARI, due=due), NOON)
    store.append("A-000004", life.reject(one("A-000004"), KARI, "nei"), NOON)
    return store


def test_each_queue_has_what_it_says_and_is_counted(full: Store) -> None:
    assert ids(full) == ["3", "2", "1"]
    assert ids(full, queue=Queue.NEW) == ["1"]
    assert ids(full, queue=Queue.MINE) == ["3", "2"]
    assert ids(full, queue=Queue.OVERDUE) == ["3"]
    assert ids(full, queue=Queue.EFFECT) == []
    counts = full.queue_counts(EVERYTHING, wanted())
    assert {queue.value: count for queue, count in counts.items() if count} == {"new": 1, "overdue": 1, "mine": 2}


def test_what_is_due_today_is_not_overdue(full: Store) -> None:
    assert ids(full, queue=Queue.OVERDUE, today=TODAY - timedelta(days=1)) == []


def test_filters_search_and_orders(full: Store) -> None:
    assert ids(full, units=["drift"]) == ["3", "1"]
    assert ids(full, rule="a") == ["2", "1"]
    assert ids(full, state=State.AVVIST) == ["4"]
    assert ids(full, severity=Severity.LOW) == []
    assert ids(full, owner=KARI) == ["3", "2"]
    assert ids(full, order=Order.OLDEST) == ["1", "2", "3"]
    assert ids(full, order=Order.CHANGED) == ["3", "2", "1"]
    assert ids(full, order=Order.DUE) == ["3"]
    assert ids(full, words=[Word("blåbær")]) == ["3"]
    assert ids(full, words=[Word("blåbær"), Word("100%_")]) == []
    assert ids(full, words=[Word("fravær", rules=frozenset("a"))]) == ["2", "1"]
    assert ids(full, words=[Word("fravær", rules=frozenset("a"), units=frozenset({"drift"}))]) == ["3", "2", "1"]


def test_nobody_gets_a_row_a_count_or_a_hit_that_is_not_theirs(full: Store) -> None:
    """Units, sensitive rules and other organisations are left out everywhere: in lists, counts, search and what is akin."""
    drift = Rows(organisation="hemit", units=frozenset({"drift"}), open_rules=frozenset("ab"), sensitive_units=frozenset())
    assert ids(full, drift) == ["3", "1"]
    assert ids(full, drift, words=[Word("a-000002")]) == []
    assert full.queue_counts(drift, wanted())[Queue.MINE] == 1
    assert full.akin(drift, full.one_avvik("A-000001"), 5) == ((), ())
    only_open = Rows(organisation="hemit", units=None, open_rules=frozenset("b"), sensitive_units=frozenset({"service"}))
    assert ids(full, only_open) == ["3", "2"]
    assert [card.id for card in full.cards(only_open, ["A-000001", "A-000002", "A-000005", "nonsense"])] == ["A-000002"]
    nothing = Rows(organisation="hemit", units=frozenset(), open_rules=frozenset(), sensitive_units=frozenset())
    assert ids(full, nothing) == []


def test_pages_do_not_overlap(full: Store) -> None:
    pages = [full.queue_page(EVERYTHING, wanted(), first, 2) for first in (0, 2, 4)]
    assert [len(page.cards) for page in pages] == [2, 1, 0]
    assert {page.total for page in pages} == {3}
