"""Who gets past the guards and rewrites the log is found out, and the entry is named."""

import re
from collections.abc import Callable, Sequence

import pytest

from engine.avvik.chain import link_of, seal_of
from engine.errors import StoreError, UsageError
from engine.store import Store
from tests.store.samples import NOON, comment, opening

Attack = Callable[[str], None]
TABLES = ("store_entry", "store_entrywords", "store_erasure", "store_avvik", "store_loghead")


@pytest.fixture
def logged(store: Store) -> Store:
    """A store with an opening, four comments, one of them erased, and the entry that tells of it: six entries."""
    with store.round() as work:
        work.apply([opening()], NOON)
    store.append("A-000001", [comment(f"nummer {number}") for number in range(2, 6)], NOON)
    store.erase("A-000001", [5], "petra", "personopplysning", NOON)
    return store


@pytest.fixture
def attack(logged: Store) -> Attack:
    """Runs SQL as somebody who may do anything: the guards are down, foreign keys are not looked at."""
    connection = logged._database.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            for statement in sql.split(";"):
                cursor.execute(statement)

    return run


def found(store: Store, anchor: str | None = None) -> Sequence[str]:
    return [problem.line() for problem in store.verify_log(anchor)]


def test_a_log_that_nobody_touched_is_whole(logged: Store) -> None:
    assert found(logged) == []
    assert found(logged, str(logged.log_head())) == []


def test_an_empty_log_is_whole(store: Store) -> None:
    assert found(store, str(store.log_head())) == []


CHANGES = {
    "a word": """UPDATE store_entrywords SET words = '{"text":"nummer tre"}' WHERE entry_id = 3""",
    "the author": """UPDATE store_entrywords SET who = '"ola"' WHERE entry_id = 3""",
    "the time": "UPDATE store_entry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 3",
    "the kind": "UPDATE store_entry SET kind = 'closed' WHERE seq = 3",
    "the facts": """UPDATE store_entry SET facts = '{"state":"lukket"}' WHERE seq = 3""",
    "its avvik": "UPDATE store_entry SET avvik_id = 2 WHERE seq = 3",
    "its link": "UPDATE store_entry SET link = previous WHERE seq = 3",
    "its seal": "UPDATE store_entry SET seal = link WHERE seq = 3",
    "a kind that does not exist": "UPDATE store_entry SET kind = 'forged' WHERE seq = 3",
    "facts that are no JSON": "UPDATE store_entry SET facts = 'forged' WHERE seq = 3",
    "facts of another shape": "UPDATE store_entry SET facts = '[]' WHERE seq = 3",
    "words that are no JSON": "UPDATE store_entrywords SET words = 'forged' WHERE entry_id = 3",
    "words that went without an erasure": "DELETE FROM store_entrywords WHERE entry_id = 3",
    "a number": "UPDATE store_entry SET seq = 33 WHERE seq = 3",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_entry_is_found_and_named(logged: Store, attack: Attack, change: str) -> None:
    attack(change)
    assert any(re.search(r"entry 3\b", line) for line in found(logged))


def test_a_missing_entry_is_found_and_named(logged: Store, attack: Attack) -> None:
    attack("DELETE FROM store_entrywords WHERE entry_id = 3; DELETE FROM store_entry WHERE seq = 3")
    assert found(logged) == ["log:4 [L005] entry 3 is missing before entry 4"]


def test_reordered_entries_are_found_and_named(logged: Store, attack: Attack) -> None:
    swap = "UPDATE {0} SET {1} = 99 WHERE {1} = 3; UPDATE {0} SET {1} = 3 WHERE {1} = 4; UPDATE {0} SET {1} = 4 WHERE {1} = 99"
    attack(swap.format("store_entry", "seq") + ";" + swap.format("store_entrywords", "entry_id"))
    lines = found(logged)
    assert any("entry 3 of A-000001 stood at place 4: the log was reordered" in line for line in lines)
    assert any("entry 4 of A-000001 stood at place 3: the log was reordered" in line for line in lines)


def test_a_cut_tail_is_found(logged: Store, attack: Attack) -> None:
    attack("DELETE FROM store_entrywords WHERE entry_id = 6; DELETE FROM store_entry WHERE seq = 6")
    assert any("the log ends with entry 5, but it had 6" in line for line in found(logged))


def test_a_tail_that_was_cut_with_the_head_is_found_by_an_anchor(logged: Store, attack: Attack) -> None:
    anchor = str(logged.log_head())
    attack("DELETE FROM store_erasure; DELETE FROM store_entrywords WHERE entry_id > 4; DELETE FROM store_entry WHERE seq > 4")
    attack("UPDATE store_loghead SET count = 4, link = (SELECT link FROM store_entry WHERE seq = 4)")
    assert found(logged) == []
    assert found(logged, anchor) == ["log [L008] entry 6, which the anchor names, is not in the log"]


def test_an_entry_computed_anew_by_somebody_who_knows_how_is_found(logged: Store, attack: Attack) -> None:
    """Its own seal and link are right again; the entry after it was written after another one."""
    third = logged.avvik()[0].entries[2]
    forged = type(third)(seq=3, avvik=third.avvik, at=third.at, kind=third.kind, who="ola", words={"text": "forged"})
    seal = seal_of(b"salt", forged.who, forged.words)
    with logged._database.connection.cursor() as cursor:
        cursor.execute("SELECT link FROM store_entry WHERE seq = 2")
        (previous,) = cursor.fetchone()
        cursor.execute(
            "UPDATE store_entrywords SET who = %s, words = %s, salt = %s WHERE entry_id = 3",
            ['"ola"', '{"text":"forged"}', b"salt"],
        )
    attack(f"UPDATE store_entry SET seal = '{seal}', link = '{link_of(previous, forged, seal)}' WHERE seq = 3")
    assert found(logged) == [
        "log:4 [L007] entry 3 was changed and its link computed anew: entry 4 was written after another one"
    ]


def test_an_avvik_that_was_turned_into_another_is_found(logged: Store, attack: Attack) -> None:
    attack("UPDATE store_avvik SET unit = 'drift'")
    assert any("A-000001 is said to be about something else" in line for line in found(logged))


def test_an_avvik_that_was_taken_out_of_the_list_is_found(logged: Store, attack: Attack) -> None:
    attack("DELETE FROM store_avvik")
    assert found(logged) == ["log:1 [L010] A-000001, opened in entry 1, was taken out of the list of avvik"]


def test_a_head_that_is_gone_is_found(logged: Store, attack: Attack) -> None:
    attack("DELETE FROM store_loghead")
    assert any("only 0 were written" in line for line in found(logged))
    with pytest.raises(StoreError, match="has lost its head"):
        logged.append("A-000001", [comment("x")], NOON)


def test_what_is_no_anchor_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="is not an anchor"):
        store.verify_log("3")
