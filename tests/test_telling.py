"""Notices are written with what they tell of, in the same transaction: on SQLite and PostgreSQL, by two rounds at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from engine import rounds
from engine.people import Duty
from engine.rulebook.loader import Rulebook
from engine.store import Store
from engine.store.outbox.nouns import State
from engine.store.outbox.store import Outbox, open_outbox
from engine.store.people.events import Change
from engine.store.people.store import open_people
from engine.store.work import Work
from engine.telling import Telling, Told
from tests.store.samples import NOON, TODAY, delivery, figure, rulebook


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return rulebook(tmp_path / "rules")


@pytest.fixture
def outbox(store: Store, database_url: str) -> Iterator[Outbox]:
    people = open_people(database_url)
    change = Change(by="ola", at=NOON)
    people.add("kari@hemit.no", "Kari", change)
    people.give("kari@hemit.no", Duty(name="hr", organisation="hemit"), change)
    found = open_outbox(database_url)
    yield found
    found.close()


def deliver(store: Store, content: str, days: int = 0, **values: str) -> None:
    read = [figure(month[1:].replace("_", "-"), value) for month, value in values.items()]
    store.receive(delivery(content, NOON + timedelta(days=days)), read)


def run(store: Store, book: Rulebook, days: int = 0) -> rounds.Round:
    return rounds.run(store, book, as_of=TODAY, at=NOON + timedelta(days=days), tell=Telling(book=book))


def test_a_round_tells_what_it_found_and_a_second_one_nothing(store: Store, book: Rulebook, outbox: Outbox) -> None:
    deliver(store, "a", m2023_02="5.2", m2023_03="4.0")
    deliver(store, "b", days=1, m2023_03="5.9")
    assert run(store, book).told.notices == 1
    assert run(store, book).told.notices == 0
    [queued] = outbox.queue(State.WAITING)
    letter = outbox.letter(queued.number)
    assert letter.address == "kari@hemit.no"
    head = store.log_head()
    assert f"{head.count}:{head.link}" in letter.text, "the log's head as it is with this round's entries"


def test_a_round_that_fails_after_telling_has_told_nothing(store: Store, book: Rulebook, outbox: Outbox) -> None:
    """Neither avvik nor notice, or both."""
    deliver(store, "a", m2023_03="5.9")
    telling = Telling(book=book)

    def tell(work: Work, at: object) -> Told:
        telling(work, NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        rounds.run(store, book, as_of=TODAY, at=NOON, tell=tell)
    assert (outbox.counts()[State.WAITING], store.avvik()) == (0, ())
    assert run(store, book).told.notices == 1


def test_rounds_at_once_tell_once(store: Store, book: Rulebook, outbox: Outbox, open_for_test: Callable[[], Store]) -> None:
    deliver(store, "a", m2023_03="5.9")

    def one(_: int) -> int:
        opened = open_for_test()
        told = run(opened, book).told.notices
        opened.close()
        return told

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    assert outbox.counts()[State.WAITING] == 1


def test_a_year_of_rounds_tells_each_thing_once(store: Store, book: Rulebook, outbox: Outbox) -> None:
    """Late, corrected, doubled deliveries: what she got, in order."""
    story = [
        (0, {"m2023_01": "5.2"}),
        (1, {}),
        (30, {"m2023_02": "5.1"}),
        (31, {"m2023_02": "5.1"}),
        (60, {"m2023_03": "4.0"}),
        (61, {"m2023_03": "5.6"}),
    ]
    for day, values in story:
        if values:
            deliver(store, f"d{day}", days=day, **values)
        run(store, book, days=day)
    told = [(each.at.date() - NOON.date()).days for each in outbox.queue(State.WAITING)]
    reasons = [each.reasons for each in outbox.queue(State.WAITING)]
    assert list(zip(told, reasons, strict=True)) == [
        (0, ("first", "no_data")),
        (30, ("reminder",)),
        (60, ("cleared",)),
        (61, ("corrected",)),
    ]
