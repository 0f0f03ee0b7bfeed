"""Real schedulers as real processes on one database, killed and paused from outside, and what has to be true afterwards."""

import json
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
from engine.people import Duty
from engine.periods import Grain, Period
from engine.rulebook.loader import Rulebook, load
from engine.store import Store, open_store
from engine.store.outbox.models import Letter, Outgoing, Told
from engine.store.people.events import Change
from engine.store.people.store import open_people
from engine.telling import Telling

ROOT = Path(__file__).parents[2]
ORGANISATION = "eksempel"
UNITS = 12
MONTHS = 40
"""Deliveries are about so many months in turn, so that a round stays small however often somebody is killed."""
LEASE = 0.6
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
    # Figures at random are what the storm guard is there to hold; here every round is to write.
    (home / "guard.yaml").write_text("storm: {max_new: 1000, share: 1.0, least: 1000}\n")
    (home / "calendar.yaml").write_text("runs:\n  - {id: judge, run: judge, when: when delivered}\n")
    return folder / "rules"


def somebody(url: str) -> None:
    """Whom the rule's avvik are told to."""
    change = Change(by="ola", at=datetime.now(UTC))
    people = open_people(url)
    people.add("kari@eksempel.no", "Kari", change)
    people.give("kari@eksempel.no", Duty(name="o", organisation=ORGANISATION), change)


def delivery(number: int, random: Random) -> tuple[Delivery, list[Figure]]:
    """The month of that number in every unit: some met, some missed."""
    this_month = Period.containing(datetime.now(UTC).date(), Grain.MONTH)
    period = this_month.shift(number % MONTHS - MONTHS)
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
    settings: dict[str, str] = field(default_factory=dict)
    """What else the environment says."""

    def __post_init__(self) -> None:
        somebody(self.url)

    @property
    def log(self) -> Path:
        """What the schedulers say."""
        return self.cache.with_name("schedulers.log")

    def events(self) -> list[dict[str, Any]]:
        """What stands in their log, where it is written as JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]

    def start(self) -> "subprocess.Popen[bytes]":
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MALVAKT_")},
            "MALVAKT_DATABASE_URL": self.url,
            "MALVAKT_RULES": str(self.rules),
            "MALVAKT_CACHE": str(self.cache),
            "MALVAKT_LEASE_SECONDS": str(LEASE),
            "MALVAKT_LISTEN": "127.0.0.1:0",
            **self.settings,
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


def record(store: Store) -> dict[str, Counter[str]]:
    """What stands, and what was written to come there, each as a text that is the same wherever it was written."""
    entries = ((each.subject, entry.kind, sorted(entry.facts.items())) for each in store.avvik() for entry in each.entries)
    return {
        "deliveries": Counter(each.id for each in store.deliveries()),
        "avvik": Counter(str((each.subject, each.periods, each.condition)) for each in store.avvik()),
        "verdicts": Counter(str((each.key, each.outcome, each.value, each.data_revision)) for each in store.verdicts()),
        "every verdict that ever stood": Counter(str((each.key, each.data_revision)) for each in store.history()),
        "entries": Counter(map(str, entries)),
        **_notices(store),
    }


def notices(store: Store) -> int:
    """How many are in the outbox."""
    return Outgoing.objects.using(store._database.alias).count()


def _notices(store: Store) -> dict[str, Counter[str]]:
    """What was told, and that each notice of it has its letter and its place in the outbox."""
    db = store._database.alias
    told = Told.objects.using(db).values_list("notice__channel", "about", "reason", "upto")
    addresses = Letter.objects.using(db).values_list("address", "subject")
    return {
        "told": Counter(map(str, told)),
        "letters": Counter(map(str, addresses)),
        "outbox": Counter(Outgoing.objects.using(db).values_list("channel", flat=True)),
    }


def losses(
    store: Store, given: list[tuple[Delivery, list[Figure]]], rules: Path, control: str, *, each_judged: bool = True
) -> Counter[str]:
    """What is missing or there twice, held against a database in which nothing was ever killed; and is the log whole?

    `each_judged`: every delivery had its round before the next one came, so that the ways there are the same, too.
    """
    other, read = open_store(control), book(rules)
    other.migrate()
    somebody(control)
    for each, figures in given:
        other.receive(each, figures)
        rounds.run(other, read, as_of=datetime.now(UTC).date(), at=datetime.now(UTC), tell=Telling(book=read))
    wanted, found = record(other), record(store)
    other.close()
    compared = list(wanted) if each_judged else ["deliveries", "avvik", "verdicts"]
    assert not each_judged or wanted["told"]
    return Counter(
        lost=sum((wanted[name] - found[name]).total() for name in compared),
        doubled=sum((found[name] - wanted[name]).total() for name in compared),
        wrong_in_the_log=len(store.verify_log()),
    )
