"""Accounts, roles and duties: given and ended with who did it; a code is good once; an address is the same in any case."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from engine.accounts import Act
from engine.errors import UsageError
from engine.language import Language
from engine.people import Duty, Grant, Role, Scope
from engine.store import open_store
from engine.store.people.events import Change, Kind
from engine.store.people.store import People, open_people
from engine.store.people.tokens import Asked
from tests.ordered import ordered

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPERATOR = Change("operator", NOON)
QUALITY = Grant(role=Role.QUALITY, organisation="acme")
LEADER = Grant(role=Role.LEADER, organisation="acme", unit="drift")
HR = Duty(name="hr", organisation="acme")


@pytest.fixture
def people(database_url: str) -> Iterator[People]:
    opened = open_people(database_url)
    yield opened
    opened._database.close()


@pytest.fixture
def kari(people: People) -> str:
    return people.add("kari@acme.no", "Kari Nordmann", OPERATOR).email


def later(**time: int) -> datetime:
    return NOON + timedelta(**time)


def test_an_account_is_found_in_any_case_and_its_id_says_nothing(people: People) -> None:
    made = people.add(" Kari@ACME.no ", "Kari Nordmann", OPERATOR, Language.EN)
    assert made.email == "kari@acme.no"
    assert people.person("KARI@acme.no") == made == people.by_id(made.id)
    assert made.language is Language.EN
    assert len(made.id) == 16
    assert "kari" not in made.id


def test_two_accounts_never_share_an_address(people: People, kari: str) -> None:
    with pytest.raises(UsageError, match="already"):
        people.add(kari.upper(), "En annen", OPERATOR)


@pytest.mark.parametrize(
    "email", ["", "kari", "@acme.no", "kari@", "a@b@c", "kari nordmann@acme.no", "k\n@acme.no", "k" * 300 + "@a"]
)
def test_what_is_no_address_is_refused(people: People, email: str) -> None:
    with pytest.raises(UsageError, match="no e-mail address"):
        people.add(email, "Kari", OPERATOR)


def test_an_unknown_account_is_told_with_the_one_that_was_meant(people: People, kari: str) -> None:
    with pytest.raises(UsageError, match=r"did you mean 'kari@acme\.no'"):
        people.give("kari@acme.n", QUALITY, OPERATOR)


def test_roles_and_duties_are_given_once_and_ended_and_may_come_back(people: People, kari: str) -> None:
    for _ in range(2):
        people.give(kari, QUALITY, OPERATOR)
    assert people.give(kari, HR, OPERATOR).duties == {HR}
    assert ordered(people, kari, Act.END, Change("ola", later(days=1)), QUALITY).grants == frozenset()
    with pytest.raises(UsageError, match="was not given quality there"):
        ordered(people, kari, Act.END, OPERATOR, QUALITY)
    assert people.give(kari, QUALITY, Change("ola", later(days=2))).grants == {QUALITY}
    told = [(each.kind, each.by) for each in people.history(kari)]
    assert told == [
        (Kind.ADDED, "operator"),
        (Kind.GRANTED, "operator"),
        (Kind.BOUND, "operator"),
        (Kind.REVOKED, "ola"),
        (Kind.GRANTED, "ola"),
    ]


def test_the_people_of_an_organisation_are_those_with_a_role_or_a_duty_in_it(
    people: People, kari: str, database_url: str
) -> None:
    people.add("ola@acme.no", "Ola", OPERATOR)
    people.add("per@hemit.no", "Per", OPERATOR)
    people.give(kari, LEADER, OPERATOR)
    people.give("ola@acme.no", HR, OPERATOR)
    people.give("per@hemit.no", Grant(role=Role.ADMIN, organisation="hemit"), OPERATOR)
    store = open_store(database_url)
    assert [person.name for person in store.people("acme")] == ["Kari Nordmann", "Ola"]
    ordered(people, "ola@acme.no", Act.END, OPERATOR, HR)
    assert [person.name for person in store.people("acme")] == ["Kari Nordmann"]
    assert len(people.everybody()) == 3


def test_a_leader_is_another_account(people: People, kari: str) -> None:
    ola = people.add("ola@acme.no", "Ola", OPERATOR)
    assert people.edit(kari, OPERATOR, leader="OLA@acme.no", name="Kari N.").leader == ola.id
    assert people.edit(kari, OPERATOR, leader="").leader == ""
    with pytest.raises(UsageError, match="own leader"):
        people.edit(kari, OPERATOR, leader=kari)


def test_a_code_is_good_once_and_sets_the_password(people: People, kari: str) -> None:
    code = people.invite(kari, OPERATOR)
    invited = people.invited(code, NOON)
    assert invited is not None
    assert invited.email == kari
    assert people.accept(code, "et langt og godt passord", later(hours=1)) is not None
    assert people.accept(code, "et annet langt passord", later(hours=1)) is None
    assert people.invited(code, NOON) is None


def test_a_code_that_is_old_replaced_wrong_or_of_a_closed_account_is_void(people: People, kari: str) -> None:
    first = people.invite(kari, OPERATOR)
    assert people.invited(first, later(days=4)) is None
    second = people.invite(kari, OPERATOR)
    assert people.invited(first, NOON) is None
    for wrong in ("", "x", second[:-1], second + "\0", "\ud800"):
        assert people.invited(wrong, NOON) is None
    ordered(people, kari, Act.CLOSE, Change("ola", later(hours=1)))
    ordered(people, kari, Act.REOPEN, Change("ola", later(hours=2)))
    assert people.invited(second, later(hours=3)) is None
    assert people.accept(people.invite(kari, Change("ola", later(hours=3))), "x" * 20, later(hours=4)) is not None


def test_nobody_invites_to_a_closed_account(people: People, kari: str) -> None:
    assert not ordered(people, kari, Act.CLOSE, OPERATOR).active
    with pytest.raises(UsageError, match="is closed"):
        people.invite(kari, OPERATOR)


def test_two_who_use_a_code_at_once_do_not_both_succeed(people: People, kari: str) -> None:
    code = people.invite(kari, OPERATOR)

    def use(number: int) -> bool:
        try:
            return people.accept(code, f"passord nummer {number} er langt", NOON) is not None
        finally:
            people._database.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_a_code_is_nowhere_in_the_database(people: People, kari: str) -> None:
    code = people.invite(kari, OPERATOR)
    alias = people._database.alias
    for model in apps.get_app_config("people").get_models():
        assert code not in str([*model._default_manager.using(alias).values()])


def test_everything_but_the_accounts_own_row_is_guarded(people: People, kari: str) -> None:
    for what in (QUALITY, HR):
        people.give(kari, what, OPERATOR)
        ordered(people, kari, Act.END, OPERATOR, what)
    people.accept(people.invite(kari, OPERATOR), "x" * 20, NOON)
    people.end_token(people.issue(kari, Asked(name="skript", scopes=frozenset({Scope.READ})), OPERATOR).token.id, OPERATOR)
    alias = people._database.alias
    tables = {model._meta.db_table: model._meta.pk.column for model in apps.get_app_config("people").get_models()}
    del tables["people_account"]
    del tables["people_visit"]  # a session ends by its row going
    assert len(tables) == 9
    for table, key in tables.items():
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(using=alias):
                connections[alias].cursor().execute(statement)
