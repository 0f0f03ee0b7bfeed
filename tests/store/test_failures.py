"""What a database does to a user is told in a line, has written nothing, and is over when its cause is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError

from engine.errors import StoreError
from engine.store import Store, open_store
from tests.conftest import Server
from tests.store.samples import delivery, figure

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
MANY = [figure(f"{year}-{month:02d}", "5.2") for year in range(1901, 2100) for month in range(1, 13)]


def refusal(store: Store) -> str:
    with pytest.raises(StoreError) as caught:
        store.receive(delivery("a"), MANY)
    assert "\n" not in caught.value.text()
    return caught.value.text()


def can_be_written_again(store: Store) -> bool:
    assert store.observations() == ()
    return store.receive(delivery("a"), MANY).new == len(MANY)


def test_a_busy_database_is_told_after_waiting(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.address.BUSY_SECONDS", 0.01)
    store = open_store(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "is busy" in refusal(store)
    assert can_be_written_again(store)
    store.close()


def test_a_full_disk_loses_nothing_and_heals_without_a_restart(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.observations()
    with store._database.connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 60")
        assert "is full; nothing was written" in refusal(store)
        assert store.observations() == ()
        cursor.execute("PRAGMA max_page_count = 100000")
    assert can_be_written_again(store)
    store.close()


def test_a_database_that_may_only_be_read_is_still_read(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.observations()
    with store._database.connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        assert store.observations() == ()
    assert "may not be written to" in refusal(store)
    store.close()


def test_a_damaged_database_is_named_as_such(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    store = open_store(sqlite_url)
    assert "is damaged" in refusal(store)
    store.close()


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    store = open_store(f"postgresql://postgres:hemmelig@/x?host={tmp_path}")
    assert "the database x" in refusal(store)
    assert "cannot be reached" in refusal(store)
    assert "hemmelig" not in refusal(store)


@pytest.mark.postgres
def test_a_database_that_is_not_on_the_server_is_told(server: Server) -> None:
    assert 'database "no_such" does not exist' in refusal(open_store(server.url("no_such")))


@pytest.mark.postgres
@on_postgresql
def test_a_database_that_may_only_be_read_is_still_read_on_postgresql(database_url: str) -> None:
    store = open_store(f"{database_url}&options=-cdefault_transaction_read_only%3Don")
    assert store.observations() == ()
    assert "may not be written to" in refusal(store)
    store.close()


def cut(database_url: str) -> None:
    """What every other connection to the database sees when the server is restarted."""
    with psycopg.connect(database_url, autocommit=True) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.mark.postgres
@on_postgresql
def test_a_lost_connection_loses_the_transaction_alone(store: Store, database_url: str) -> None:
    with pytest.raises(StoreError), store.round() as work:
        cut(database_url)
        work.observations()
    assert can_be_written_again(store)


@pytest.mark.postgres
@on_postgresql
def test_a_connection_that_was_lost_while_nobody_used_it_is_renewed(store: Store, database_url: str) -> None:
    """A program that runs for years outlives its server's restarts."""
    assert store.observations() == ()
    cut(database_url)
    assert can_be_written_again(store)


def test_a_mistake_of_ours_stays_a_bug(store: Store) -> None:
    connection = store._database.connection
    with pytest.raises(DatabaseError), store._database.reading(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
