"""Real schedulers as real processes on one database, killed and paused from outside, and what has to be true afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from engine import rounds
from engine.checks import KINDS
from engine.facts import Declaration, Delivery, Figure, Series
from engine.periods import Grain, Period
from engine.rulebook.loader import Rulebook, load
from engine.store import Store, open_store

ROOT = Path(__file__).parents[2]
ORGANISATION = "eksempel"
UNITS = 12
FIRST = Period.parse("2000-01")
LEASE = 1.0
_PATIENCE = 60.0
"""Seconds until a takeover counts as not happening; on a busy machine the processes alone take a few to begin."""

_METRICS = "- {id: m, title: M, unit_of_measure: count, decimals: 0, better: lower, grain: month, due_days: 400}\n"
_RULE = """
- id: r
  title: R
  metric: m
  units: all
  check: target
  targets: [{at_most: 5, decided_by: o}]
  missing: {after_due: no_data}
  recurrence: 0
  severity: low
  owner: o
"""


def folder_of_rules(folder: Path) -> Path:
    home = folder / "rules" / ORGANISATION
    home.mkdir(parents=True)
    units = "".join(f"- {{id: u{number}, title: U, parent: {ORGANISATION}}}\n" for number in range(UNITS))
    (home / "units.yaml").write_text(f"- {{id: {ORGANISATION}, title: E}}\n{units}")
    (home / "metrics.yaml").write_text(_METRICS)
    (home / "r.yaml").write_text(_RULE)
    (home / "calendar.yaml").write_text("runs:\n  - {id: judge, run: judge, when: when delivered}\n")
    return folder / "rules"


def delivery(number: int, random: Random) -> tuple[Delivery, list[Figure]]:
    """The month of that number in every unit: some met, some missed."""
    period = Period(Grain.MONTH, FIRST.ordinal + number)
    figures = [
        Figure(series=Series(ORGANISATION, "m", f"u{unit}"), period=period, value=Decimal(random.randint(0, 9)))
        for unit in range(UNITS)
    ]
    declaration = Declaration(source="s", organisation=ORGANISATION, period=period)
    content = f"{number} {[str(each.value) for each in figures]}".encode()
    return Delivery(declaration=declaration, file_name="x.csv", content=content, received_at=datetime.now(UTC)), figures


@dataclass
class Watch:
    """The schedulers of one database."""

    url: str
    rules: Path
    cache: Path
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    before: Callable[[], None] | None = None
    """Done in each new process before it begins: its limits."""

    @property
    def log(self) -> Path:
        """What the schedulers say."""
        return self.cache.with_name("schedulers.log")

    def start(self) -> "subprocess.Popen[bytes]":
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MALVAKT_")},
            "MALVAKT_DATABASE_URL": self.url,
            "MALVAKT_RULES": str(self.rules),
            "MALVAKT_CACHE": str(self.cache),
            "MALVAKT_LEASE_SECONDS": str(LEASE),
        }
        program = [sys.executable, "-c", "from engine.cli import main; main()", "scheduler"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                program, cwd=ROOT, env=environment, stderr=log, start_new_session=True, preexec_fn=self.before
            )
        self.running.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """The scheduler and the job that it runs, with -9."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)
        self.counts["kills"] += 1

    def pause(self, process: "subprocess.Popen[bytes]") -> None:
        os.killpg(process.pid, signal.SIGSTOP)

    def resume(self, process: "subprocess.Popen[bytes]") -> None:
        os.killpg(process.pid, signal.SIGCONT)

    def holder(self, store: Store) -> "subprocess.Popen[bytes] | None":
        """Whose job is running."""
        row = store.due.newest("judge", ORGANISATION)
        held = row.holder.split(":")[1] if row and row.holder else ""
        return next((each for each in self.running if str(each.pid) == held), None)

    def jobs_of(self, process: "subprocess.Popen[bytes]") -> list[int]:
        """The processes that it has started."""
        try:
            return [int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def stop(self) -> None:
        for each in [*self.running]:
            os.killpg(each.pid, signal.SIGKILL)
            each.wait()
        self.running.clear()


def wait_for(condition: Callable[[], Any], patience: float = _PATIENCE) -> Any:
    """What the condition says once it says something."""
    last = time.monotonic() + patience
    while time.monotonic() < last:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it has not come to it")


def is_judged(store: Store) -> bool:
    """Whether everything that has been delivered so far was judged by a round that was finished."""
    row = store.due.newest("judge", ORGANISATION)
    return row is not None and row.done_at is not None and int(row.slot.split()[1]) >= store.delivered_count(ORGANISATION)


def book(rules: Path) -> Rulebook:
    return load(rules, {name: kind.rule for name, kind in KINDS.items()})


def record(store: Store) -> dict[str, Any]:
    """What stands, however it came about."""
    return {
        "verdicts": [(each.key, each.outcome, each.value) for each in store.verdicts()],
        "avvik": sorted(
            (each.subject, [str(period) for period in each.periods], each.condition.value) for each in store.avvik()
        ),
    }


def losses(store: Store, given: list[tuple[Delivery, list[Figure]]], rules: Path, control: str) -> Counter[str]:
    """What is missing or there twice, held against a database in which nothing was ever killed; and is the log whole?"""
    other = open_store(control)
    other.migrate()
    for each, figures in given:
        other.receive(each, figures)
        rounds.run(other, book(rules), as_of=datetime.now(UTC).date(), at=datetime.now(UTC))
    wanted, found = record(other), record(store)
    other.close()
    told = Counter(
        (entry.avvik, entry.facts.get("period"))
        for each in store.avvik()
        for entry in each.entries
        if entry.facts.get("period")
    )
    return Counter(
        lost=sum(each not in found[name] for name in wanted for each in wanted[name]),
        doubled=sum(each not in wanted[name] for name in found for each in found[name])
        + sum(len(found[name]) != len(wanted[name]) for name in found)
        + sum(count - 1 for count in told.values()),
        wrong_in_the_log=len(store.verify_log()),
        deliveries_lost=len(given) - len(store.deliveries()),
    )
