"""Whoever hears of an avvik hears nothing of it under an exemption or during announced maintenance; the avvik is the same."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine import rounds
from engine.decisions.decision import DecisionDraft, DecisionKind
from engine.people import Duty
from engine.rulebook.loader import Rulebook
from engine.store import Store
from engine.store.people.events import Change
from engine.store.people.store import open_people
from engine.telling import Telling
from tests.decisions.organisations import deliver, write
from tests.store.samples import NOON, TODAY


@pytest.fixture
def book(store: Store, database_url: str, tmp_path: Path) -> Rulebook:
    """A rulebook, and somebody in the owner's duty who hears of its avvik."""
    people = open_people(database_url)
    people.add("kari@hemit.no", "Kari", Change("operator", NOON))
    people.give("kari@hemit.no", Duty(name="hr", organisation="hemit"), Change("operator", NOON))
    people._database.close()
    deliver(store, "2023-03", {"u01": "9.0"})
    return write(tmp_path / "rules")


def notices(store: Store, book: Rulebook, hours: int = 0) -> int:
    at = NOON + timedelta(hours=hours)
    return rounds.run(store, book, as_of=TODAY, at=at, tell=Telling(book=book)).told.notices


def test_without_either_the_owner_is_told_once(store: Store, book: Rulebook) -> None:
    assert [notices(store, book), notices(store, book)] == [1, 0]


def test_an_exemption_silences_and_its_end_lets_it_be_told(store: Store, book: Rulebook) -> None:
    facts = {"rule": "hemit-sick-leave", "unit": "u01", "since": str(TODAY), "until": str(TODAY + timedelta(days=60))}
    words = {"reason": "ombygging", "approver": "ola"}
    kind = DecisionKind.EXEMPTION
    draft = DecisionDraft(kind=kind, organisation="hemit", about="U-0001", who="per", facts=facts, words=words)
    store.decide(lambda _: draft, NOON)
    assert (notices(store, book), len(store.avvik()), notices(store, book, hours=24 * 62)) == (0, 1, 1)


def test_maintenance_silences_while_it_lasts(store: Store, book: Rulebook) -> None:
    """The service is the avvik's dimension; here the figure without one stands for it."""
    hours = {"start": NOON - timedelta(hours=1), "end": NOON + timedelta(hours=2)}
    facts = {"service": "", **{name: each.isoformat() for name, each in hours.items()}}
    kind = DecisionKind.MAINTENANCE
    draft = DecisionDraft(
        kind=kind, organisation="hemit", about="V-0001", who="per", facts=facts, words={"reason": "oppgradering"}
    )
    store.decide(lambda _: draft, NOON)
    assert (notices(store, book), len(store.avvik()), notices(store, book, hours=2)) == (0, 1, 1)


def test_a_held_round_tells_nobody_until_it_is_released(store: Store, book: Rulebook) -> None:
    from engine.decisions.storm import Verb
    from tests.decisions.organisations import everywhere
    from tests.test_storms import answer

    deliver(store, "2023-02", everywhere("4.0"), day=0)
    deliver(store, "2023-03", everywhere("4.0"), day=1)
    notices(store, book)
    deliver(store, "2023-03", everywhere("9.0"), day=2)
    assert notices(store, book) == 0
    ruling = answer(store, Verb.RELEASE)
    released = rounds.run(store, book, as_of=TODAY, at=NOON, ruling=ruling, tell=Telling(book=book))
    assert (len(released.opened), released.told.notices) == (12, 1)
