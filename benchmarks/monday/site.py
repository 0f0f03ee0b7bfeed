"""What people work on: a large organisation's database, its accounts, and the real server in front of it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from engine.checks import KINDS
from engine.people import Duty, Grant, Role, Scope
from engine.periods import Period
from engine.rulebook.loader import load
from engine.store import open_store
from engine.store.people.events import Change
from engine.store.people.store import People, open_people
from engine.store.people.tokens import Asked
from fixtures.many_avvik import fill
from fixtures.many_targets import Large

MALVAKT = Path(sys.executable).with_name("malvakt")
PASSWORD = "hesten min liker havregrøt"  # noqa: S105 -- of invented people in a database that goes away
NEWEST, AS_OF = Period.parse("2026-09"), "2026-10-25"
_ROLES = (
    *(Role.QUALITY, Role.LEADER, Role.LEADER, Role.LEADER, Role.READER),
    *(Role.HR, Role.DATA_OWNER, Role.BOARD, Role.AUDITOR, Role.TILLITSVALGT),
)
_PATIENCE_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with an account: how they sign in, and the token of their scripts."""

    email: str
    name: str
    link: str
    """Where the password is chosen, once."""
    token: str


@dataclass(frozen=True)
class Site:
    folder: Path
    url: str
    large: Large
    months: int = 36

    @property
    def environment(self) -> Mapping[str, str]:
        said = {
            "MALVAKT_DATABASE_URL": self.url,
            "MALVAKT_RULES": str(self.folder / "rules"),
            "MALVAKT_CACHE": str(self.folder / "cache"),
            "MALVAKT_SECRET_KEY_FILE": str(self.folder / "secret-key"),
            "MALVAKT_SECOND_FACTOR": "optional",
            "MALVAKT_LANGUAGE": "en",
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("MALVAKT_")} | said

    def make(self, people: int, avvik: int) -> Sequence[Worker]:
        """Rules, figures, verdicts, so many avvik in every state and so many accounts of every role."""
        self.large.write_rules(self.folder / "rules")
        store, accounts = open_store(self.url), open_people(self.url)
        store.migrate()
        book = load(self.folder / "rules", {name: kind.rule for name, kind in KINDS.items()})
        fill(store, book, self.large.organisation, avvik)
        workers = [self._worker(accounts, number) for number in range(people)]
        store.close()
        self.deliver(Random(1), self.months)
        return workers

    def deliver(self, random: Random, months: int) -> None:
        """New figures for the newest months come in, and a round judges them."""
        file = self.folder / "figures.csv"
        file.write_text(self.large.figures(random, NEWEST, months))
        self.run("ingest", str(file), "--source", "tidy")
        self.run("run", "--as-of", AS_OF)

    def run(self, *words: str) -> None:
        """A command as the operator gives it. RuntimeError with what it said when it fails."""
        done = subprocess.run(
            [MALVAKT, *words], env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"malvakt {words[0]}: {done.returncode}\n{done.stderr}")

    @contextmanager
    def served(self) -> Iterator[int]:
        """The pages as `malvakt web` serves them; gives the port."""
        port = _free_port()
        with (self.folder / "web.log").open("wb") as log:
            server = subprocess.Popen(
                [MALVAKT, "web", "--port", str(port)], env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )
            try:
                _wait_for(port, server)
                yield port
            finally:
                server.terminate()
                server.wait(timeout=_PATIENCE_SECONDS)

    def _worker(self, people: People, number: int) -> Worker:
        role, at = _ROLES[number % len(_ROLES)], datetime.now(UTC)
        change, email, name = Change("operator", at), f"person{number}@hemit.no", f"Arbeider {number:03d} Nordmann"
        unit = self.large.unit_ids[number % self.large.units] if role is Role.LEADER else ""
        people.add(email, name, change)
        people.give(email, Grant(role=role, organisation=self.large.organisation, unit=unit), change)
        if role is Role.QUALITY:
            people.give(email, Duty(name="kvalitet", organisation=self.large.organisation), change)
        token = people.issue(email, Asked(name="notatbok", scopes=frozenset({Scope.READ})), change).secret
        return Worker(email, name, f"/welcome/{people.invite(email, change)}/", token)


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the pages did not open; web.log says why")
