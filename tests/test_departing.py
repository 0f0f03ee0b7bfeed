"""An account erased, on both databases: the name is nowhere that it can lawfully leave, and log and ledger still verify."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connections

from engine.accounts import Act, Order
from engine.avvik import life
from engine.avvik.said import folded
from engine.departing import erase, names_of
from engine.errors import AccountRefused
from engine.people import Grant, Person, Role
from engine.store import Store
from engine.store.outbox.store import Outbox, open_outbox
from engine.store.people.events import Change
from engine.store.people.orders import Asked
from engine.store.people.store import People, open_people
from tests.ordered import ordered
from tests.store.samples import NOON, exemption, opening

OPERATOR = Change("operator", datetime(2026, 3, 1, tzinfo=UTC))
KARI = "kari@hemit.no"


@pytest.fixture
def people(store: Store, database_url: str) -> Iterator[People]:
    opened = open_people(database_url)
    opened.add(KARI, "Kari Nordmann", OPERATOR)
    opened.give(KARI, Grant(role=Role.QUALITY, organisation="hemit"), OPERATOR)
    yield opened
    opened._database.close()


@pytest.fixture
def outbox(database_url: str) -> Iterator[Outbox]:
    opened = open_outbox(database_url)
    yield opened
    opened._database.close()


def work(store: Store) -> None:
    """Kari comments, is given the avvik and registers an exemption."""
    with store.round() as round_:
        round_.apply([opening()], NOON)
        round_.decide([replace(exemption(), who=KARI)], NOON)
    store.append("A-000001", life.comment(store.one_avvik("A-000001"), KARI, "Vi ser på det"), NOON)
    store.append("A-000001", life.assign(store.one_avvik("A-000001"), "ola@hemit.no", "Kari Nordmann"), NOON)


def everything(store: Store) -> str:
    alias = store._database.alias
    found = []
    for app in ("store", "people"):
        for model in apps.get_app_config(app).get_models():
            found += [str([*model._default_manager.using(alias).values()])]
    connections[alias].close()
    return "".join(found).casefold()


def test_the_name_is_nowhere_and_what_was_done_is_everywhere(store: Store, people: People, outbox: Outbox) -> None:
    work(store)
    account = people.person(KARI).id
    assert "kari" in everything(store)
    ordered(people, KARI, Act.CLOSE, OPERATOR)
    found = erase(people, store, outbox, account, OPERATOR, Asked(), "ada@hemit.no", "har sluttet")
    assert (found.avvik, found.decisions) == (1, 1)
    assert "kari" not in everything(store)
    assert store.verify_log() == ()
    told = store.one_avvik("A-000001")
    assert [entry.words.get("text") for entry in told.entries if entry.words.get("text")] == ["Vi ser på det"]
    assert told.owner == told.owner_role
    assert [each.reason for each in store.exemptions()] == [exemption().words["reason"]]
    assert store.exemptions()[0].registered_by == ""


def test_who_may_not_be_erased_loses_nothing(store: Store, people: People, outbox: Outbox) -> None:
    """An open account is refused before anything is gone from the log."""
    work(store)
    with pytest.raises(AccountRefused):
        erase(people, store, outbox, people.person(KARI).id, OPERATOR, Asked(), "ada@hemit.no", "har sluttet")
    assert store.one_avvik("A-000001").entries[1].who == KARI


def test_it_may_be_interrupted_and_begun_again(store: Store, people: People, outbox: Outbox) -> None:
    work(store)
    account = people.person(KARI).id
    ordered(people, KARI, Act.CLOSE, OPERATOR)
    store.forget_person({folded(KARI)}, "ada@hemit.no", "har sluttet", OPERATOR.at)
    erase(people, store, outbox, account, OPERATOR, Asked(), "ada@hemit.no", "har sluttet")
    assert "kari" not in everything(store)
    with pytest.raises(AccountRefused):
        people.carry_out(account, Order(act=Act.REOPEN), OPERATOR, Asked())


def test_a_namesake_keeps_the_own_name() -> None:
    kari = Person(id="1", name="Kari Nordmann", email=KARI)
    other = Person(id="2", name="kari nordmann", email="kn@hemit.no")
    assert names_of(kari, [kari, other]) == {KARI, "1"}
    assert names_of(kari, [kari]) == {KARI, "1", "kari nordmann"}
