"""A round may be run again, at once with another, after figures in any order, and may fail: the record is the same."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import rounds
from engine.avvik.states import Condition, State
from engine.facts import Cause, Delivery, Figure, Outcome
from engine.rulebook.loader import Rulebook
from engine.store import Store, open_store
from tests.store.samples import NOON, TODAY, comment, delivery, figure, rulebook

ROOT = Path(__file__).parents[1]


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return rulebook(tmp_path / "rules")


def run(store: Store, book: Rulebook, as_of: date = TODAY) -> rounds.Round:
    return rounds.run(store, book, as_of=as_of, at=NOON)


def deliver(store: Store, content: str, days: int = 0, **values: str) -> None:
    """Figures by month, such as `m2023_03="5.2"`."""
    read = [figure(month[1:].replace("_", "-"), value) for month, value in values.items()]
    store.receive(delivery(content, NOON + timedelta(days=days)), read)


def record(store: Store) -> dict[str, Any]:
    """What stands: the verdicts, and the avvik that still have a missed period, however they came about."""
    live = [each for each in store.avvik() if each.periods]
    return {"verdicts": store.verdicts(), "avvik": [(each.subject, each.periods, each.condition) for each in live]}


def test_a_missed_target_opens_one_avvik_that_grows(store: Store, book: Rulebook) -> None:
    deliver(store, "a", m2023_01="4.9", m2023_02="5.2")
    first = run(store, book)
    assert (first.opened, first.changed, first.new) == (
        ("A-000001",),
        (),
        {Outcome.MET: 1, Outcome.MISSED: 1, Outcome.NO_DATA: 1},
    )
    assert [(str(verdict.period), verdict.cause) for verdict in first.missing] == [("2023-03", Cause.LATE)]
    deliver(store, "b", m2023_03="5.3")
    second = run(store, book)
    assert (second.judged, second.new, second.opened, second.changed) == (3, {Outcome.MISSED: 1}, (), ("A-000001",))
    (avvik,) = store.avvik()
    assert ([str(period) for period in avvik.periods], avvik.state) == (["2023-02", "2023-03"], State.NY)


def test_a_round_twice_is_a_round_once(store: Store, book: Rulebook) -> None:
    deliver(store, "a", m2023_02="5.2", m2023_03="4.1")
    run(store, book)
    before, head = record(store), store.log_head()
    again = run(store, book)
    assert (again.new, again.opened, again.changed) == ({}, (), ())
    assert (record(store), store.log_head(), store.verify_log()) == (before, head, ())


def test_a_correction_keeps_both_verdicts_and_waits_for_a_person(store: Store, book: Rulebook) -> None:
    deliver(store, "a", m2023_03="5.2")
    run(store, book)
    deliver(store, "b", days=1, m2023_03="4.9")
    assert run(store, book).changed == ("A-000001",)
    ((before, after),) = store.corrections()
    assert (str(before.value), before.outcome, str(after.value), after.outcome) == ("5.2", "missed", "4.9", "met")
    (avvik,) = store.avvik()
    assert (avvik.condition, avvik.state, avvik.periods) == (Condition.KORRIGERT, State.NY, ())
    deliver(store, "c", days=2, m2023_03="5.2")
    run(store, book)
    assert len(store.corrections()) == 2
    assert [str(period) for each in store.avvik() for period in each.periods] == ["2023-03"]


def test_a_rule_that_is_changed_and_taken_back_leaves_the_verdict_it_began_with(
    store: Store, book: Rulebook, tmp_path: Path
) -> None:
    stricter = rulebook(tmp_path / "stricter", below="4.0")
    deliver(store, "a", m2023_03="4.9")
    for each, outcome in ((book, Outcome.MET), (stricter, Outcome.MISSED), (book, Outcome.MET)):
        run(store, each)
        assert store.verdicts()[0].outcome == outcome
    assert len(store.history()) == 3


def test_a_round_that_fails_has_changed_nothing(store: Store, book: Rulebook) -> None:
    deliver(store, "a", m2023_03="5.2")
    store_before = record(store)

    def broken(*_: object) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rounds.run(store, book, as_of=TODAY, at=NOON, evaluate=broken)
    assert record(store) == store_before
    assert run(store, book).opened == ("A-000001",)


def test_what_a_person_wrote_is_left_alone(store: Store, book: Rulebook) -> None:
    deliver(store, "a", m2023_02="5.2")
    run(store, book)
    store.append("A-000001", [comment("ringer avdelingen")], NOON)
    deliver(store, "b", m2023_03="5.3")
    run(store, book)
    assert [entry.words for entry in store.avvik()[0].entries if entry.words] == [{"text": "ringer avdelingen"}]


def test_rounds_in_several_threads_write_each_verdict_and_avvik_once(
    store: Store, open_for_test: Callable[[], Store], book: Rulebook
) -> None:
    deliver(store, "a", m2023_01="5.1", m2023_02="5.2", m2023_03="5.3")

    def work(_: int) -> rounds.Round:
        mine = open_for_test()
        result = run(mine, book)
        mine.close()
        return result

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(work, range(4)))
    assert sorted(sum(result.new.values()) for result in results) == [0, 0, 0, 3]
    assert sorted(result.opened for result in results) == [(), (), (), ("A-000001",)]
    assert (len(store.history()), len(store.avvik()), store.verify_log()) == (3, 1, ())


ROUND = """
import sys
from pathlib import Path
from engine import rounds
from engine.checks import KINDS
from engine.rulebook.loader import load
from engine.store import open_store
from tests.store.samples import NOON, TODAY
book = load(Path(sys.argv[2]), {name: kind.rule for name, kind in KINDS.items()})
store = open_store(sys.argv[1])
store.observations()
print("ready", flush=True)
sys.stdin.readline()
print(sum(rounds.run(store, book, as_of=TODAY, at=NOON).new.values()))
"""


def test_rounds_in_two_processes_write_each_verdict_and_avvik_once(
    store: Store, database_url: str, book: Rulebook, tmp_path: Path
) -> None:
    deliver(store, "a", **{f"m{year}_{month:02d}": "5.2" for year in range(2010, 2023) for month in range(1, 13)})
    program = [sys.executable, "-c", ROUND, database_url, str(tmp_path / "rules")]
    both = [subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    months = 13 * 12 + 3
    assert sorted(int(each.communicate()[0]) for each in both) == [0, months]
    assert [each.returncode for each in both] == [0, 0]
    assert (len(store.history()), len(store.avvik()), store.verify_log()) == (months, 1, ())


Sent = tuple[Delivery, Sequence[Figure]]


@st.composite
def some_deliveries(draw: st.DrawFn) -> list[Sent]:
    """Up to six deliveries of up to four months, with corrections, repetitions and nulls among them."""
    months = st.sampled_from(["2022-12", "2023-01", "2023-02", "2023-03"])
    values = st.sampled_from(["4.9", "5.0", "5.2", None])
    tables = draw(st.lists(st.dictionaries(months, values, min_size=1), min_size=2, max_size=6))
    days = draw(st.lists(st.integers(0, 3), min_size=len(tables), max_size=len(tables)))
    return [
        (delivery(str(number), NOON + timedelta(days=day)), [figure(month, value) for month, value in table.items()])
        for number, (table, day) in enumerate(zip(tables, days, strict=True))
    ]


@settings(max_examples=15)
@given(data=st.data(), sent=some_deliveries())
def test_any_order_of_the_same_deliveries_ends_in_the_same_verdicts_and_avvik(
    data: st.DataObject, sent: list[Sent], blank_sqlite: Path, ordered_book: Rulebook
) -> None:
    """With rounds in between or only at the end, and each delivery sent once or twice."""
    one = after(blank_sqlite, ordered_book, sent, rounds_after=set())
    shuffled = data.draw(st.permutations(sent + data.draw(st.lists(st.sampled_from(sent), max_size=2))))
    stops = data.draw(st.sets(st.integers(0, len(shuffled) - 1)))
    assert after(blank_sqlite, ordered_book, shuffled, rounds_after=stops) == one


@pytest.fixture(scope="session")
def ordered_book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return rulebook(tmp_path_factory.mktemp("ordered") / "rules")


def after(blank: Path, book: Rulebook, sent: Sequence[Sent], rounds_after: set[int]) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{copy(blank, Path(folder) / 'x.sqlite3')}")
        for number, (each, read) in enumerate(sent):
            store.receive(each, read)
            if number in rounds_after:
                run(store, book)
        run(store, book)
        found = record(store)
        assert store.verify_log() == ()
        store.close()
    return found
