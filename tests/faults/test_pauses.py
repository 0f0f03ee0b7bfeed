"""A scheduler that sleeps (a frozen machine, a debugger) is taken over from, and writes nothing when it wakes up."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from engine.store import open_store
from engine.store.models import Round
from tests.conftest import COUNTED
from tests.faults.watch import ORGANISATION, Watch, delivery, folder_of_rules, is_judged, losses, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

LONGEST = 0.8


@pytest.fixture
def watch(database_url: str, tmp_path: Path) -> Iterator[Watch]:
    found = Watch(database_url, folder_of_rules(tmp_path), tmp_path / "cache")
    yield found
    found.stop()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whoever_was_overtaken_while_it_slept_writes_nothing(
    watch: Watch, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Paused at a random moment of its job, inside its transaction too: the other one does the work meanwhile."""
    random, store, given = Random(11), open_store(watch.url), []
    watch.start()
    watch.start()
    for number in range(20):
        given.append(delivery(number, random))
        store.receive(*given[-1])
        worker = wait_for(lambda: watch.holder(store))
        time.sleep(random.uniform(0, LONGEST))
        asleep = watch.jobs_of(worker)
        watch.pause(worker)
        watch.counts["pauses"] += 1
        took_over = not is_judged(store)
        wait_for(lambda: is_judged(store))
        rounds = Round.objects.using(store._database.alias).count()
        watch.resume(worker)
        wait_for(lambda: not set(asleep) & set(watch.jobs_of(worker)))  # noqa: B023 -- waited for within the turn
        assert Round.objects.using(store._database.alias).count() == rounds
        watch.counts["taken over"] += took_over
    watch.stop()
    found = losses(store, given, watch.rules, f"sqlite:///{tmp_path / 'control.sqlite3'}")
    store.close()
    record_property(COUNTED, ("pauses", {**watch.counts, **found}))
    assert found.total() == 0
    assert watch.counts["taken over"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_sqlite_too_nothing_is_lost_or_doubled_by_a_pause(watch: Watch, tmp_path: Path) -> None:
    """Whoever sleeps while it writes keeps the file to itself: the others wait, and the work is done once."""
    random, store, given = Random(12), open_store(watch.url), []
    watch.start()
    watch.start()
    for number in range(10):
        given.append(delivery(number, random))
        store.receive(*given[-1])
        worker = wait_for(lambda: watch.holder(store))
        time.sleep(random.uniform(0, LONGEST))
        watch.pause(worker)
        time.sleep(1.0)
        watch.resume(worker)
        wait_for(lambda: is_judged(store))
    watch.stop()
    assert losses(store, given, watch.rules, f"sqlite:///{tmp_path / 'control.sqlite3'}").total() == 0
    row = store.due.newest("judge", ORGANISATION)
    assert row is not None
    assert row.failure == ""
    store.close()
