"""Tokens in the store: kept as hashes, good for a while and until they are ended, never changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections

from engine.accounts import Act
from engine.errors import UsageError
from engine.people import Grant, Role, Scope
from engine.store.people.events import Change, Kind
from engine.store.people.store import People, open_people
from engine.store.people.tokens import Asked
from tests.ordered import ordered

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPERATOR = Change("operator", NOON)
READ = frozenset({Scope.READ})
ASKED = Asked(name="skript", scopes=READ)
HELD = Grant(role=Role.DATA_OWNER, organisation="acme")


@pytest.fixture
def people(database_url: str) -> Iterator[People]:
    opened = open_people(database_url)
    opened.add("kari@acme.no", "Kari", OPERATOR)
    yield opened
    opened._database.close()


def test_a_secret_is_good_until_it_expires(people: People) -> None:
    issued = people.issue("kari@acme.no", ASKED, OPERATOR)
    found = people.bearer(issued.secret, NOON)
    assert found == issued.token
    assert found is not None
    assert found.holder.email == "kari@acme.no"
    assert people.bearer(issued.secret, NOON + timedelta(days=90)) is None


def test_the_database_never_has_the_secret(people: People) -> None:
    issued = people.issue("kari@acme.no", ASKED, OPERATOR)
    with connections[people._database.alias].cursor() as cursor:
        cursor.execute("SELECT secret_hash FROM people_token")
        assert issued.secret.rpartition("_")[2] not in str(cursor.fetchall())


def test_an_ended_token_opens_nothing_and_ending_is_on_record(people: People) -> None:
    issued = people.issue("kari@acme.no", ASKED, OPERATOR)
    people.end_token(issued.token.id, OPERATOR)
    assert people.end_token(issued.token.id, OPERATOR).ended_at == NOON
    assert people.bearer(issued.secret, NOON) is None
    kinds = [each.kind for each in people.history("kari@acme.no")]
    assert kinds == [Kind.ADDED, Kind.TOKEN_ISSUED, Kind.TOKEN_REVOKED]


def test_the_tokens_of_a_closed_account_open_nothing(people: People) -> None:
    issued = people.issue("kari@acme.no", ASKED, OPERATOR)
    ordered(people, "kari@acme.no", Act.CLOSE, OPERATOR)
    assert people.bearer(issued.secret, NOON) is None
    with pytest.raises(UsageError, match="closed"):
        people.issue("kari@acme.no", ASKED, OPERATOR)


def test_a_system_has_one_role_and_a_name_that_is_no_address(people: People) -> None:
    asked = Asked(name="telefoni", scopes=frozenset({Scope.PUSH}), sources=frozenset({"calls"}), grant=HELD)
    token = people.issue(None, asked, OPERATOR).token
    assert (token.is_system, token.holder.name, token.holder.grants) == (True, "system telefoni", {HELD})
    assert people.tokens() == (token,)
    assert people.tokens("someone") == ()


@pytest.mark.parametrize(
    "asked",
    [
        Asked(name="", scopes=READ),
        Asked(name="kari@acme.no", scopes=READ),
        Asked(name="x" * 61, scopes=READ),
        Asked(name="a\x00", scopes=READ),
        Asked(name="a", scopes=frozenset()),
        Asked(name="a", scopes=READ, sources=frozenset({"calls"})),
        Asked(name="a", scopes=READ, lasts=timedelta(days=400)),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(people: People, asked: Asked) -> None:
    with pytest.raises(UsageError):
        people.issue("kari@acme.no", asked, OPERATOR)


@pytest.mark.parametrize("statement", ["DELETE FROM people_token", "UPDATE people_token SET expires_at = '2999-01-01'"])
def test_no_token_is_changed_or_deleted(people: People, statement: str) -> None:
    people.issue("kari@acme.no", ASKED, OPERATOR)
    with pytest.raises(IntegrityError, match="append-only"), connections[people._database.alias].cursor() as cursor:
        cursor.execute(statement)
