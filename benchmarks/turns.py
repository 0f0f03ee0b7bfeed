"""Several ways of doing one thing, timed in turns: what else the machine does meets them all alike."""

import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spent:
    """Medians over the rounds, in seconds: by the clock, and of all processors together, child processes included."""

    wall: float
    cpu: float


def in_turns(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Spent]:
    """Each call once a round, so many rounds, after one that is not counted."""
    walls: dict[str, list[float]] = {name: [] for name in calls}
    cpus: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            begun, used = time.perf_counter(), _cpu()
            call()
            if number:
                walls[name].append(time.perf_counter() - begun)
                cpus[name].append(_cpu() - used)
    return {name: Spent(median(walls[name]), median(cpus[name])) for name in calls}


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
