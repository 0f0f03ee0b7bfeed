"""Schedulers killed with -9 at any moment: nothing is lost, nothing is doubled, the log is whole, the next round completes."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from engine.store import open_store
from tests.conftest import COUNTED
from tests.faults.watch import Watch, delivery, folder_of_rules, is_judged, losses, notices, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(7200)]

LONGEST = 0.6
"""Seconds from the claim to the kill: a job's process begins, judges, commits and is gone within about that."""

COUNTS = [
    ("postgresql", 1, 100),
    ("postgresql", 2, 100),
    ("sqlite", 3, 60),
    pytest.param("postgresql", 4, 1000, marks=pytest.mark.campaign),
    pytest.param("postgresql", 5, 1000, marks=pytest.mark.campaign),
    pytest.param("sqlite", 6, 600, marks=pytest.mark.campaign),
]
"""The database, the seed, and how many kills."""


@pytest.fixture
def watch(database_url: str, tmp_path: Path) -> Iterator[Watch]:
    found = Watch(database_url, folder_of_rules(tmp_path), tmp_path / "cache")
    yield found
    found.stop()


@pytest.mark.parametrize(("database_url", "seed", "kills"), COUNTS, indirect=["database_url"])
def test_nothing_is_lost_or_doubled(
    watch: Watch, tmp_path: Path, seed: int, kills: int, record_property: Callable[[str, object], None]
) -> None:
    """Two schedulers; the one that works is killed at a random moment after each delivery, the other one takes over."""
    random, store, given = Random(seed), open_store(watch.url), []
    watch.start()
    watch.start()
    for number in range(kills):
        given.append(delivery(number, random))
        store.receive(*given[-1])
        if random.random() < 0.8:
            wait_for(lambda: watch.holder(store) or is_judged(store))
        time.sleep(random.uniform(0, LONGEST))
        worker = watch.holder(store)
        watch.counts["in the middle of a round"] += worker is not None
        watch.kill(worker or random.choice(watch.running))
        watch.start()
        wait_for(lambda: is_judged(store))
        watch.counts["recoveries"] += 1
    watch.stop()
    watch.counts["notices"] = notices(store)
    found = losses(store, given, watch.rules, f"sqlite:///{tmp_path / 'control.sqlite3'}")
    store.close()
    record_property(COUNTED, (f"{watch.url.split(':')[0]}, seed {seed}", {**watch.counts, **found}))
    assert found.total() == 0
    assert watch.counts["recoveries"] == kills
    assert watch.counts["notices"] > kills / 2, "hardly anything was told that could be lost"
