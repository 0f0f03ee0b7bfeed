"""What was told to whom stays as it is; a letter is deleted when its time is over, and never changed."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connections, transaction

from engine.store import Store
from engine.store.outbox import models
from tests.store.outbox.samples import notice, post

Execute = Callable[[str], None]


@pytest.fixture
def execute(store: Store) -> Execute:
    post(store, notice(1))
    alias = store._database.alias
    models.Attempt.objects.using(alias).create(notice_id=1, at="2023-03-25T08:00:00Z", outcome="sent", said="")

    def run(statement: str) -> None:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)

    return run


@pytest.mark.parametrize("table", ["store_notice", "store_told", "store_attempt"])
def test_the_record_stays(execute: Execute, table: str) -> None:
    key = "number" if table == "store_notice" else "id"
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}"):
        with pytest.raises(IntegrityError, match="append-only"):
            execute(statement)


def test_what_waits_is_never_deleted(execute: Execute) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM store_outgoing")


def test_a_letter_is_what_was_rendered_until_it_is_deleted(execute: Execute) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute("UPDATE store_letter SET subject = 'x'")
    execute("DELETE FROM store_letter")
