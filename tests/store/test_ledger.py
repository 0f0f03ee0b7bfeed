"""A decision that somebody rewrites, takes out or adds behind the guards is found."""

import pytest

from engine.avvik.chain import Head
from engine.store import Store
from tests.store.samples import NOON, exemption

Found = list[str]


@pytest.fixture
def decided(store: Store) -> Store:
    for number in range(1, 4):
        store.decide(lambda _, number=number: exemption(f"U-000{number}"), NOON)  # type: ignore[misc]
    return store


def attack(store: Store, sql: str) -> None:
    connection = store._database.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in ("store_decision", "store_decisionwords", "store_decisionhead"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in sql.split(";"):
            cursor.execute(statement)


def test_a_ledger_that_nobody_touched_is_whole(decided: Store) -> None:
    assert decided.verify_ledger() == ()
    assert decided.verify_ledger(str(decided.ledger_head())) == ()
    assert decided.ledger_head().count == 3


@pytest.mark.parametrize(
    ("sql", "codes"),
    [
        ("""UPDATE store_decision SET facts = '{"rule":"x"}' WHERE seq = 2""", ["L020"]),
        ("""UPDATE store_decisionwords SET words = '{"reason":"x"}' WHERE decision_id = 2""", ["L020"]),
        ("""UPDATE store_decisionwords SET who = '"per"' WHERE decision_id = 3""", ["L020"]),
        ("UPDATE store_decision SET about = 'U-0009' WHERE seq = 1", ["L020"]),
        ("UPDATE store_decision SET kind = 'nonsense' WHERE seq = 1", ["L020"]),
        ("DELETE FROM store_decisionwords WHERE decision_id = 2; DELETE FROM store_decision WHERE seq = 2", ["L022"]),
        ("DELETE FROM store_decisionwords WHERE decision_id = 3; DELETE FROM store_decision WHERE seq = 3", ["L022"]),
        ("DELETE FROM store_decisionwords; DELETE FROM store_decision; DELETE FROM store_decisionhead", []),
    ],
)
def test_what_was_done_behind_the_guards_is_found(decided: Store, sql: str, codes: Found) -> None:
    """All but the last, a ledger that is taken away whole: only an anchor that was kept elsewhere shows it."""
    anchor = str(decided.ledger_head())
    attack(decided, sql)
    assert [problem.code for problem in decided.verify_ledger()] == codes
    assert decided.verify_ledger(anchor) != ()


def test_an_anchor_of_another_ledger_is_found(decided: Store) -> None:
    assert [problem.code for problem in decided.verify_ledger(str(Head(2, "a" * 64)))] == ["L023"]
