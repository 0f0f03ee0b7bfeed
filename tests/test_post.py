"""The outbox is emptied over real SMTP: nothing lost, twice only when killed, and then recognisably."""

import email
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from engine.channels.outcome import Later, Refused, Unreachable
from engine.notify.notice import Letter
from engine.post import LONGEST_WAIT, MOST_FAILURES, deliver, next_try
from engine.store import Store
from engine.store.outbox.nouns import Claimed, Outcome, State
from engine.store.outbox.store import Outbox, open_outbox
from tests.channels.conftest import Mailbox, Serve, letter, mail_server  # noqa: F401 (a fixture)
from tests.store.outbox.postman import Slow
from tests.store.outbox.samples import AT, notice, post


@pytest.fixture
def outbox(store: Store, database_url: str) -> Iterator[Outbox]:
    found = open_outbox(database_url)
    yield found
    found.close()


class Scripted:
    """A channel that answers as told, by key; then it takes everything."""

    def __init__(self, answers: Mapping[str, list[Exception]] | None = None) -> None:
        self.answers = dict(answers or {})
        self.took: list[str] = []

    def send(self, letter: Letter, now: datetime) -> None:
        waiting = self.answers.get(letter.subject, [])
        if waiting:
            raise waiting.pop(0)
        self.took.append(letter.subject)


def empty(outbox: Outbox, channel: Scripted, hours: float = 0, **more: int) -> Mapping[Outcome, int]:
    now = AT + timedelta(hours=hours)
    return deliver(outbox, {"email": channel}, clock=lambda: now, jitter=lambda: 1.0, **more).tried


def test_everything_due_is_sent_in_order(store: Store, outbox: Outbox) -> None:
    post(store, *(notice(number, recipient=f"p{number % 2}") for number in range(6)))
    channel = Scripted()
    assert empty(outbox, channel) == {Outcome.SENT: 6}
    assert channel.took == [f"Varsel {number}" for number in range(6)]
    assert empty(outbox, channel) == {}


def test_a_poisoned_message_stops_no_other(store: Store, outbox: Outbox) -> None:
    """One for ever refused, one that trips the channel itself, one greylisted: the others go out at once."""
    post(store, *(notice(number, recipient=f"p{number}") for number in range(5)))
    channel = Scripted(
        {"Varsel 0": [Refused("550")], "Varsel 1": [ValueError("a bug")] * 99, "Varsel 2": [Later("450 greylisted")]}
    )
    result = deliver(outbox, {"email": channel}, clock=lambda: AT, jitter=lambda: 1.0)
    assert channel.took == ["Varsel 3", "Varsel 4"]
    assert [type(bug) for bug in result.bugs] == [ValueError]
    assert outbox.counts() == {State.WAITING: 2, State.SENT: 2, State.DEAD: 1}
    assert empty(outbox, channel, 1) == {Outcome.LATER: 1, Outcome.SENT: 1}
    assert channel.took[-1] == "Varsel 2"


def test_what_is_never_taken_dies_and_is_seen(store: Store, outbox: Outbox) -> None:
    post(store, notice(1))
    channel = Scripted({"Varsel 1": [Later("450 try again")] * 99})
    for hour in range(MOST_FAILURES + 5):
        empty(outbox, channel, hour * 2)
    [dead] = outbox.queue(State.DEAD)
    assert len(dead.attempts) == MOST_FAILURES
    assert dead.attempts[-1].said == "450 try again"


def test_a_dead_mail_server_costs_one_try_a_round_and_the_queue_drains_in_order(store: Store, outbox: Outbox) -> None:
    """Twenty-four hours of it count no failure; then everything goes out, each recipient's in its order."""
    post(store, *(notice(number, recipient=f"p{number % 3}") for number in range(30)))
    channel = Scripted({f"Varsel {number}": [Unreachable("nobody there")] * 24 for number in range(3)})
    for hour in range(24):
        assert sum(empty(outbox, channel, hour).values()) <= 1
    channel.answers.clear()
    for hour in range(24, 28):
        empty(outbox, channel, hour)
    order = [int(subject.split()[1]) for subject in channel.took]
    assert sorted(order) == list(range(30))
    for person in range(3):
        own = [number for number in order if number % 3 == person]
        assert own == sorted(own)
    assert outbox.counts()[State.DEAD] == 0


def test_a_channel_that_is_not_set_up_waits(store: Store, outbox: Outbox) -> None:
    post(store, notice(1, channel="teams"), notice(2))
    channel = Scripted()
    result = deliver(outbox, {"email": channel}, clock=lambda: AT, jitter=lambda: 0.0)
    assert dict(result.unreachable) == {"teams": "no channel of this name is set up"}
    assert channel.took == ["Varsel 2"]


def test_so_many_and_no_more(store: Store, outbox: Outbox) -> None:
    post(store, *(notice(number) for number in range(5)))
    assert empty(outbox, Scripted(), most=2) == {Outcome.SENT: 2}
    assert empty(outbox, Scripted(), only=4) == {}, "older ones to the same recipient are still waiting"
    assert empty(outbox, Scripted(), only=3) == {Outcome.SENT: 1}


def test_each_wait_is_twice_the_last_up_to_an_hour_and_never_the_same_for_two() -> None:
    def wait(failures: int, jitter: float) -> timedelta:
        claimed = Claimed(number=1, channel="email", claim="x", failures=failures, unreached=0, letter=letter())
        at = next_try(claimed, Outcome.LATER, AT, jitter)
        assert at is not None
        return at - AT

    assert [wait(failures, 1).total_seconds() for failures in range(4)] == [30, 60, 120, 240]
    assert wait(20, 1) == LONGEST_WAIT
    assert wait(3, 0) == wait(3, 1) / 2


def kill_now_and_then(url: str, box: Mailbox, outbox: Outbox, seed: int, *, pause: float, longest: float) -> int:
    """Start postmen and kill them with −9 at random points until one has emptied the outbox. Returns how many were killed."""
    chance = random.Random(seed)
    kills = 0
    while outbox.counts()[State.WAITING]:
        command = [sys.executable, "-m", "tests.store.outbox.postman", url, str(box.port), str(kills), str(pause)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as postman:
            try:
                _, said = postman.communicate(timeout=chance.uniform(0.9, longest))
                assert postman.returncode == 0, said.decode()
            except subprocess.TimeoutExpired:
                postman.kill()
                kills += 1
    return kills


def delivered(box: Mailbox) -> Counter[str]:
    return Counter(str(email.message_from_bytes(bytes(each.content or b""))["Message-ID"]) for each in box.received)


def test_killed_between_sending_and_marking_nothing_is_lost(
    store: Store,
    outbox: Outbox,
    database_url: str,
    mail_server: Serve,  # noqa: F811 (the fixture)
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What comes twice bears the same Message-ID, and comes no more often than postmen were killed."""
    post(store, *(notice(number, recipient=f"p{number % 5}") for number in range(25)))
    box = mail_server()
    kills = kill_now_and_then(database_url, box, outbox, 1, pause=0.05, longest=1.8)
    counted = delivered(box)
    doubled = counted.total() - len(counted)
    with capsys.disabled():
        print(f"\n25 mails, {kills} kills: lost {25 - len(counted)}, doubled {doubled}")  # noqa: T201
    assert set(counted) == {f"<{number:016x}@malvakt.example>" for number in range(25)}
    assert doubled <= kills
    assert outbox.counts() == {State.WAITING: 0, State.SENT: 25, State.DEAD: 0}


@pytest.mark.campaign
@pytest.mark.timeout(1200)
def test_ten_thousand_messages_none_lost(
    store: Store,
    outbox: Outbox,
    database_url: str,
    mail_server: Serve,  # noqa: F811 (the fixture)
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A server that greylists, is full, breaks off before and after taking a mail, and postmen that are killed meanwhile."""
    count = 10_000
    for first in range(0, count, 500):
        post(store, *(notice(number, recipient=f"p{number % 400}") for number in range(first, first + 500)))
    broken_off = 40
    answers = ["450 greylisted", "452 full", "die before taking it", "die after taking it"] * broken_off
    box = mail_server(Mailbox(answers={"RCPT": ["450 greylisted"] * 200, "DATA": answers}))
    kills = kill_now_and_then(database_url, box, outbox, 2, pause=0, longest=20)
    for hour in range(1000, 1030):
        now = AT + timedelta(hours=hour)
        deliver(outbox, {"email": Slow(box.port, 0)}, clock=lambda now=now: now, jitter=lambda: 0.5)
    counted = delivered(box)
    doubled = counted.total() - len(counted)
    with capsys.disabled():
        print(f"\n{count} mails, {kills} kills: lost {count - len(counted)}, doubled {doubled}")  # noqa: T201
    assert len(counted) == count
    assert doubled <= kills + broken_off
    assert outbox.counts() == {State.WAITING: 0, State.SENT: count, State.DEAD: 0}


def test_the_samples_are_of_utc() -> None:
    assert AT.tzinfo is UTC
