"""Whoever is killed with -9 in the middle of a write has lost nothing that was acknowledged and left nothing half written."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.store import Store
from engine.store.models import Round, Standing
from tests.store.writer import FIGURES, STEPS, VERDICTS, take_step

ROOT = Path(__file__).parents[2]


def start(database_url: str, what: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.store.writer", database_url, what]
    return subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def kill_after(lines: int, writer: subprocess.Popen[str]) -> int:
    """Kill the writer once it has acknowledged so many writes; returns how many it had when it was dead."""
    assert writer.stdout is not None
    for _ in range(lines):
        assert writer.stdout.readline()
    writer.kill()
    rest, _ = writer.communicate()
    return lines + rest.count("\n")


def written(store: Store) -> tuple[int, ...]:
    """How many deliveries, rounds and comments are on record; every one of them has to be whole."""
    with store.round():
        alias = store._database.alias  # the round waits until the server has ended what the killed one had begun
    deliveries, avvik = store.deliveries(), store.avvik()
    rounds = Round.objects.using(alias).count()
    comments = sum(len(each.entries) - 1 for each in avvik)
    assert [each.figures for each in deliveries] == [FIGURES] * len(deliveries)
    assert len(store.observations()) == FIGURES * len(deliveries)
    assert len(avvik) == rounds
    assert Standing.objects.using(alias).count() == VERDICTS * rounds
    assert store.log_head().count == rounds + comments
    assert store.verify_log() == ()
    return len(deliveries), rounds, comments


@pytest.mark.parametrize("seed", range(3))
def test_what_was_acknowledged_survives_and_nothing_is_half_written(store: Store, database_url: str, seed: int) -> None:
    acknowledged = kill_after(random.Random(seed).randint(1, 20), start(database_url, "write"))
    done = sum(written(store))
    assert acknowledged <= done <= acknowledged + 1
    assert written(store) == tuple(len(range(done)[at::3]) for at in range(3))
    turn, at = divmod(done, 3)
    take_step(store, turn, STEPS[at])
    assert sum(written(store)) == done + 1


def test_a_round_that_was_killed_before_its_end_has_not_been(store: Store, database_url: str) -> None:
    kill_after(1, start(database_url, "middle"))
    assert (store.verdicts(), store.avvik(), store.log_head().count) == ((), (), 0)
    take_step(store, 0, "round")
    assert len(store.avvik()) == 1
