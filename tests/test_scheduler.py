"""A scheduler as its operator meets it: it judges what is delivered, stops when told, and says what is wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import urlopen

import pytest

from engine import jobs
from engine.calendar.schedule import Slot
from engine.jobs.__main__ import failure_of
from engine.jobs.job import Job, KindOf, jobs_of
from engine.rulebook.book import Rulebook
from engine.scheduler import Scheduler
from engine.settings import Settings
from engine.station import Station
from engine.store import Claim, Store, open_store
from tests.faults.watch import ORGANISATION, ROOT, Watch, book, delivery, folder_of_rules, is_judged, wait_for

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def watch(sqlite_url: str, tmp_path: Path) -> Iterator[Watch]:
    found = Watch(sqlite_url, folder_of_rules(tmp_path), tmp_path / "cache")
    yield found
    found.stop()


@pytest.fixture
def place(sqlite_url: str, tmp_path: Path) -> Station:
    rules = folder_of_rules(tmp_path)
    return Station(Settings(database_url=sqlite_url, rules=rules, cache=tmp_path / "cache", lease_seconds=0.5))


def test_what_is_delivered_is_judged_at_once_and_sigterm_ends_it(watch: Watch, sqlite_url: str) -> None:
    """The process ends by itself with code 0, and holds nothing any more."""
    store = open_store(sqlite_url)
    process = watch.start()
    store.receive(*delivery(0, Random(1)))
    wait_for(lambda: is_judged(store))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    watch.running.clear()
    assert [row.holder for row in store.due.rows()] == [""]
    assert store.verify_log() == ()
    store.close()


def test_a_stop_in_the_middle_of_a_job_ends_it_or_gives_it_back(watch: Watch, sqlite_url: str) -> None:
    """systemd tells the whole group: whatever the job had come to, nobody holds it, and the next scheduler need not wait."""
    store = open_store(sqlite_url)
    process = watch.start()
    store.receive(*delivery(0, Random(1)))
    wait_for(lambda: watch.holder(store) or is_judged(store))
    os.killpg(process.pid, signal.SIGTERM)
    assert process.wait(timeout=40) == 0
    watch.running.clear()
    assert [row.holder for row in store.due.rows()] == [""]
    watch.start()
    wait_for(lambda: is_judged(store))
    store.close()


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def look(place: Station, monkeypatch: pytest.MonkeyPatch) -> Iterator["Look"]:
    found = Look(place, monkeypatch)
    yield found
    found.leave()


class Look:
    """A scheduler that ticks when told, by a clock that is told, whose jobs are programs of the test."""

    def __init__(self, place: Station, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place, self.clock, self.started = place, Clock(NOON), []
        self.scheduler = Scheduler(place, "me", self.clock)
        self.program = [sys.executable, "-c", "pass"]
        popen = subprocess.Popen

        def start(_: list[str], **keys: Any) -> "subprocess.Popen[str]":
            self.started.append(popen(self.program, **keys))
            return self.started[-1]

        monkeypatch.setattr("engine.work.subprocess.Popen", start)

    def tick(self) -> None:
        self.scheduler.tick()

    def leave(self) -> None:
        for each in self.started:
            each.kill()
            each.wait()
        self.scheduler._crew.leave(0)


def test_a_job_that_dies_waits_is_seen_and_is_tried_again(look: Look) -> None:
    """Killed for want of memory, say: half a minute, then a minute; what it failed of stands in the row."""
    look.program = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    table = look.place.store.due
    for tries, seconds in ((1, 30), (2, 60)):
        look.tick()
        wait_for(lambda: look.started[-1].poll() is not None)
        look.tick()
        row = table.newest("judge", ORGANISATION)
        assert row is not None
        assert (row.attempts, row.failure, row.retry_at) == (tries, "ended by -9", look.clock.now + timedelta(seconds=seconds))
        assert len(look.started) == tries
        look.clock.now += timedelta(seconds=seconds)
    look.tick()
    assert len(look.started) == 3


def test_a_job_that_hangs_is_ended_and_blocks_no_other(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two jobs: one never comes back, the other one is done at every tick."""
    look.program = [sys.executable, "-c", "import time; time.sleep(600)"]

    def whenever(job: Job, place: Station, now: datetime) -> Slot:
        return Slot(now.isoformat(), now)

    both = tuple(Job(id=name, organisation=ORGANISATION, kind=name) for name in ("stuck", "quick"))
    monkeypatch.setattr("engine.scheduler.jobs_of", lambda *_: both)
    kinds = {name: KindOf(whenever, lambda *_: {}, timedelta(hours=1)) for name in ("stuck", "quick")}
    monkeypatch.setattr(jobs, "KINDS", kinds)
    monkeypatch.setattr("engine.scheduler.KINDS", kinds)
    monkeypatch.setattr("engine.work.KINDS", kinds)
    look.tick()
    stuck, quick = look.started
    quick.kill()
    quick.wait()
    for _ in range(3):
        look.clock.now += timedelta(hours=2)
        look.tick()
        look.started[-1].kill()
        look.started[-1].wait()
    assert stuck.poll() is None
    assert len(look.started) == 5
    kinds["stuck"] = KindOf(whenever, lambda *_: {}, timedelta(0))
    look.tick()
    assert stuck.poll() is not None
    assert {row.job: row.failure for row in look.place.store.due.rows()}["stuck"] == "took longer than it may"


def test_a_clock_behind_the_log_runs_nothing(look: Look) -> None:
    with look.place.store.round() as work:
        work.judge([], as_of=NOON.date(), at=NOON + timedelta(hours=1))
    look.scheduler._tick_and_tell()
    assert look.started == []
    assert "the clock shows" in look.scheduler._told
    look.clock.now += timedelta(hours=1)
    look.scheduler._tick_and_tell()
    assert (len(look.started), look.scheduler._told) == (1, "")


def test_who_stays_silent_for_a_lease_is_taken_over_from(look: Look) -> None:
    """And not a moment earlier; a pulse begins the wait anew. Measured on a clock that cannot be set."""
    table = look.place.store.due
    row = table.post("judge", ORGANISATION, Slot("2026-11-22 000000000", NOON))
    claim = table.claim(row, "another", NOON)
    assert claim is not None
    look.tick()
    assert look.started == []
    table.beat([claim])
    look.tick()
    assert look.started == []
    look.clock.now -= timedelta(minutes=4)
    last = time.monotonic() + 10
    while not look.started and time.monotonic() < last:
        look.tick()
    assert len(look.started) == 1
    assert table.beat([claim]) == (claim,)


def test_forty_days_off_are_one_run(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row says since when there was none; every period that came due meanwhile is judged in that run."""
    (look.place.settings.rules / ORGANISATION / "calendar.yaml").write_text(
        "runs: [{id: judge, run: judge, when: every night}]\n"
    )
    for days in (0, 40):
        look.clock.now += timedelta(days=days)
        look.tick()
        wait_for(lambda: look.started[-1].poll() is not None)
        row = look.place.store.due.newest("judge", ORGANISATION)
        assert row is not None
        look.place.store.due.finish(Claim(row.id, row.epoch), look.clock.now)
    look.tick()
    found = look.place.store.due.newest("judge", ORGANISATION)
    assert found is not None
    assert (found.slot, found.since, len(look.started)) == ("2027-01-01", "2026-11-22", 2)


def test_rules_that_change_are_read_again(look: Look) -> None:
    home = look.place.settings.rules / ORGANISATION
    look.tick()
    (home / "calendar.yaml").write_text("runs: [{id: nattlig, run: judge, when: every night}]\n")
    look.tick()
    assert {row.job for row in look.place.store.due.rows()} == {"judge", "nattlig"}


def test_what_no_calendar_says_runs_all_the_same(tmp_path: Path) -> None:
    """Judging when something comes, working time every night, a report's draft; the inbox where there is one."""
    rules = folder_of_rules(tmp_path)
    (rules / ORGANISATION / "calendar.yaml").unlink()
    found: Rulebook = book(rules)
    assert [(job.kind, job.organisation) for job in jobs_of(found, Settings(inbox="inbox"))] == [
        ("judge", ORGANISATION),
        ("aml", ORGANISATION),
        ("report", ORGANISATION),
        ("inbox", ""),
    ]


def test_what_is_told_of_a_failure_is_where_and_never_what() -> None:
    """A figure, a name or a number of somebody has no place in a log."""
    try:
        int("12345678901 Kari Nordmann")
    except ValueError as error:
        told = failure_of(error)
    assert told.startswith("ValueError test_scheduler.py:")
    assert "Kari" not in told


def test_a_job_ends_with_its_scheduler(place: Station) -> None:
    """Whoever kills the scheduler has killed what it runs: the pipe from there closes."""
    process = subprocess.Popen([sys.executable, "-m", "engine.jobs"], cwd=ROOT, stdin=subprocess.PIPE, text=True)
    assert process.stdin is not None
    order = {
        "settings": place.settings.model_dump(mode="json"),
        "job": "judge",
        "organisation": ORGANISATION,
        "claim": {"row": 1, "epoch": 1},
        "attempts": 1,
    }
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.close()
    assert process.wait(timeout=30) in (3, 4)


def test_a_dry_run_writes_nothing(store: Store, database_url: str, tmp_path: Path, run_malvakt: Callable[..., Any]) -> None:
    rules = folder_of_rules(tmp_path)
    store.receive(*delivery(0, Random(1)))
    told = run_malvakt("run", "--dry-run", "--json", "--as-of", "2000-02-10", rules=rules, database=database_url)
    assert (told["dry_run"], bool(told["opened"])) == (True, True)
    assert (store.verdicts(), store.avvik(), store.log_head().count) == ((), (), 0)
    assert run_malvakt("run", "--json", "--as-of", "2000-02-10", rules=rules, database=database_url)["opened"] == told["opened"]


@pytest.fixture
def run_malvakt() -> Callable[..., Any]:
    def run(*words: str, rules: Path, database: str) -> Any:
        program = [sys.executable, "-c", "from engine.cli import main; main()", *words, "--rules", str(rules)]
        done = subprocess.run([*program, "--database", database], cwd=ROOT, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def test_a_round_by_itself_tells_people_and_the_outside_watch(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard_outside: tuple[str, list[str]]
) -> None:
    """From a delivery to the mail, the sign of life and the log, without a person; and /healthz answers meanwhile."""
    url, heard = heard_outside
    channels = tmp_path / "channels.yaml"
    channels.write_text(f"channels: [{{id: email, kind: file, folder: {tmp_path / 'ut'}}}]\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    watch = Watch(sqlite_url, folder_of_rules(tmp_path), tmp_path / "cache")
    watch.settings |= {
        "MALVAKT_CHANNELS": str(channels),
        "MALVAKT_HEARTBEAT_URL": url,
        "MALVAKT_OUTSIDE_HTTP": "true",
        "MALVAKT_OUTSIDE_PRIVATE": "true",
        "MALVAKT_LISTEN": place,
        "MALVAKT_LOG_FORMAT": "json",
    }
    store = open_store(sqlite_url)
    try:
        watch.start()
        store.receive(*delivery(0, Random(1)))
        wait_for(lambda: list((tmp_path / "ut").glob("*.eml")) if (tmp_path / "ut").exists() else None)
        wait_for(lambda: "/ping" in heard)
        with urlopen(f"http://{place}/healthz", timeout=10) as answer:
            assert json.load(answer)["status"] == "guarding"
        wait_for(lambda: {"round_ended", "job_done"} <= {each["event"] for each in watch.events()})
        (done,) = [each for each in watch.events() if each["event"] == "job_done" and each["job"] == "deliver"]
        assert (done["organisation"], done["sent"]) == ("all", 1)
    finally:
        watch.stop()
        store.close()


@pytest.fixture
def heard_outside() -> Iterator[tuple[str, list[str]]]:
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/ping", heard
    server.shutdown()
    server.server_close()
