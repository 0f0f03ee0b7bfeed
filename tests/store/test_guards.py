"""The database itself refuses to change or delete what is on record, whoever asks: here it is asked by raw SQL."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from engine.avvik.entries import Draft, EntryKind
from engine.avvik.said import folded
from engine.errors import Place, Problem
from engine.periods import Period
from engine.report.drafted import Drafted
from engine.store import Store, Tally
from engine.store.pushes import Answer, Keyed
from tests.report.samples import said
from tests.store.samples import NOON, TODAY, comment, delivery, edition, exemption, figure, opening, verdict

GROWING = (
    "store_content",
    "store_delivery",
    "store_refusal",
    "store_problem",
    "store_push",
    "store_observation",
    "store_round",
    "store_verdict",
    "store_standing",
    "store_avvik",
    "store_entry",
    "store_entrywords",
    "store_erasure",
    "store_loghead",
    "store_roundtally",
    "store_decision",
    "store_decisionwords",
    "store_decisionerasure",
    "store_decisionhead",
    "store_reportwords",
    "store_reportdraft",
    "store_edition",
    "store_editionfile",
    "store_editionhead",
    "store_attachment",
)
"""Every table of what is on record."""
DERIVED = ("store_card", "store_hand")
"""What may be thrown away and made anew from the log."""


Execute = Callable[[str], None]


@pytest.fixture
def execute(store: Store) -> Execute:
    """Runs SQL in a database that has a row in every table."""
    fill(store)
    alias = store._database.alias

    def run(sql: str) -> None:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(sql)

    return run


def fill(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    store.quarantine(delivery("b"), [Problem(Place("b"), "D001", "wrong")])
    keyed = Keyed(caller="token:a", key="k", body_hash="0")
    store.push(keyed, delivery("c"), [figure("2023-04", "5.2")], lambda _: Answer(status=201, body={}))
    with store.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
        work.tally([Tally(organisation="hemit", rules=1, judged=1)])
        work.decide([exemption()], NOON)
    store.append("A-000001", [comment("spør Kari")], NOON)
    store.append("A-000001", [comment("blir stående")], NOON)
    store.say(said("hemit", "pcs", "2014", "Flere bærbare."))
    store.keep_draft(
        Drafted(organisation="hemit", report="r", period=Period.parse("2014"), at=NOON, as_of=TODAY, flags=0, content="0")
    )
    store.finalise(edition(), {"html": b"<html>"}, {"figures": [], "verdicts": [], "content": ""})
    store.attach("A-000001", Draft(kind=EntryKind.ATTACHED, who="kari@hemit.no", words={"name": "a.txt"}), b"a", NOON)
    store.erase("A-000001", [2], "ola@hemit.no", "navn i teksten", NOON)
    assert store.forget_in_ledger({folded(exemption().who)}, "ola@hemit.no", "har sluttet", NOON) == 1


OUTBOX = {"store_notice", "store_letter", "store_told", "store_outgoing", "store_attempt"}
"""Guarded in ways of their own: tests/store/outbox/test_guards.py."""


def test_every_table_is_guarded() -> None:
    """All but the due rows, which are the work itself and no record of it."""
    tables = {model._meta.db_table for model in apps.get_app_config("store").get_models()}
    assert tables - OUTBOX - {"store_due"} == {*GROWING, *DERIVED}


def test_no_row_can_be_deleted(execute: Execute) -> None:
    for table in GROWING:
        with pytest.raises(IntegrityError, match=f"{table} is append-only"):
            execute(f"DELETE FROM {table}")


def test_no_row_can_be_changed(execute: Execute) -> None:
    keys = {model._meta.db_table: model._meta.pk.column for model in apps.get_app_config("store").get_models()}
    for table in GROWING:
        with pytest.raises(IntegrityError, match=f"{table} is append-only"):
            execute(f"UPDATE {table} SET {keys[table]} = {keys[table]}")


def test_no_table_can_be_emptied_and_no_row_replaced(execute: Execute, database_url: str) -> None:
    by_stealth = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}" if database_url.startswith("sqlite") else "TRUNCATE {0} CASCADE"
    for table in GROWING:
        with pytest.raises(IntegrityError, match="is append-only"):
            execute(by_stealth.format(table))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_session_that_plays_replica_is_refused_too(execute: Execute) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute("SET LOCAL session_replication_role = replica; DELETE FROM store_entry")


@pytest.mark.parametrize("table", ["store_observation", "store_verdict"])
def test_what_is_no_exact_decimal_is_refused(execute: Execute, table: str) -> None:
    columns = [field.column for field in apps.get_model(table.replace("_", ".")).objects.model._meta.fields][1:]
    for number in ("5,2", "NaN", "5.2 %", "", " 5"):
        other = {"value": f"'{number}'", "period": "'other'"}
        with pytest.raises(IntegrityError, match="exact"):
            execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "
                f"SELECT {', '.join(other.get(column, column) for column in columns)} FROM {table}"
            )


def test_the_head_of_the_log_only_moves_forward(execute: Execute) -> None:
    execute("UPDATE store_loghead SET count = count + 1")
    with pytest.raises(IntegrityError, match="append-only"):
        execute("UPDATE store_loghead SET count = count - 1")


def test_words_go_only_where_an_erasure_allows_it(execute: Execute) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM store_entrywords WHERE entry_id = 3")
    execute("INSERT INTO store_erasure (entry_id, by_id) VALUES (3, 5)")
    execute("DELETE FROM store_entrywords WHERE entry_id = 3")


def test_guards_may_be_put_up_again(store: Store) -> None:
    """A later migration does so, after SQLite has dropped a table's triggers with the old table."""
    guards = import_module("engine.store.migrations.0002_guards").Migration.operations[1:]
    connection = store._database.connection
    for _ in range(2):
        with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
            for guard in guards:
                guard.code(apps, editor)
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_loghead")
