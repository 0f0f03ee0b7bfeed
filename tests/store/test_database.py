"""A database is brought up to date whole, is set up to lose nothing, and keeps all of a write or nothing."""

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations import RunPython

from engine.errors import StoreError
from engine.store import Store, open_store
from engine.store.file import APPLICATION_ID
from tests.conftest import Server
from tests.store.samples import NOON, comment, delivery, figure, opening


def refusal(store: Store) -> str:
    with pytest.raises(StoreError) as caught:
        store.observations()
    return caught.value.text()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def unmade(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store whose database has no tables yet."""
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path / 'en mappe' / 'ny' / 'måloppnåelse.sqlite3'}")
        yield store
        store.close()
        return
    server: Server = request.getfixturevalue("server")
    name = f"unmade_{os.getpid()}"
    server.run(f"CREATE DATABASE {name}")
    store = open_store(server.url(name))
    yield store
    store.close()
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


def test_tables_are_made_from_nothing(unmade: Store) -> None:
    assert not unmade.is_current()
    assert "there is no database" in refusal(unmade)
    unmade.migrate()
    assert unmade.is_current()
    assert unmade.observations() == ()


def test_tables_are_made_whole_or_not_at_all(unmade: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the last step fails, after everything else was done."""
    last = import_module("engine.store.migrations.0002_guards").Migration

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(last, "operations", [*last.operations, RunPython(fail)])
    with pytest.raises(ZeroDivisionError):
        unmade.migrate()
    monkeypatch.undo()
    assert "store_entry" not in unmade._database.connection.introspection.table_names()
    unmade.migrate()
    assert unmade.observations() == ()


def test_asking_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    assert refusal(open_store(f"sqlite:///{file}")).startswith(f"there is no database {file} yet")
    assert not file.exists()


def test_migrating_what_is_current_changes_nothing(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    store.migrate()
    assert len(store.observations()) == 1


def test_a_database_that_a_newer_release_wrote_is_refused(store: Store) -> None:
    with store._database.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_later', '2030-01-01 00:00:00+00:00')"
        )
    with pytest.raises(StoreError, match="written by a newer"):
        store.migrate()
    assert "written by a newer" in refusal(store)


def test_a_database_of_an_older_release_is_not_written_to_before_it_is_brought_up_to_date(store: Store) -> None:
    with store._database.connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name LIKE '0002%'")
    assert not store.is_current()
    assert "older release" in refusal(store)


def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.observations()
    with store._database.connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "secure_delete")
        }
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
        "secure_delete": 1,
    }
    store.close()


def test_a_file_that_was_wiped_and_made_anew_is_read_anew(sqlite_url: str) -> None:
    """The demo does so; a connection left open would write to the file that is gone."""
    first = open_store(sqlite_url)
    first.receive(delivery("a"), [figure("2023-03", "5.2")])
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    second = open_store(sqlite_url)
    second.migrate()
    second.receive(delivery("b"), [figure("2023-04", "5.2")])
    assert [str(each.figure.period) for store in (first, second) for each in store.observations()] == ["2023-04"] * 2
    first.close()


def test_a_file_that_is_gone_is_not_written_to_any_more(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.observations()
    Path(sqlite_url.removeprefix("sqlite:///")).unlink()
    with pytest.raises(StoreError, match="there is no database"):
        store.receive(delivery("a"), [figure("2023-03", "5.2")])


def test_another_store_may_be_opened_and_read_in_the_middle_of_a_round(store: Store, database_url: str) -> None:
    with store.round() as work:
        work.apply([opening()], NOON)
        open_store(database_url).observations()
    assert len(store.avvik()) == 1


def test_erased_words_are_in_no_file_of_the_database(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with store.round() as work:
        work.apply([opening()], NOON)
    store.append("A-000001", [comment("Kari Nordmann var syk", who="petra.persen")], NOON)
    file = Path(sqlite_url.removeprefix("sqlite:///"))

    def stored() -> bytes:
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))

    assert b"Kari Nordmann" in stored()
    store.erase("A-000001", [2], "ola", "personopplysning", NOON)
    assert b"Kari Nordmann" not in stored()
    assert b"petra.persen" not in stored()
    connections[store._database.alias].close()
