"""The outbox on SQLite and PostgreSQL: once per key, one owner at a time, older first, nothing lost."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.errors import UsageError
from engine.store import Store
from engine.store.outbox.nouns import Outcome, State
from engine.store.outbox.store import LEASE, PATIENCE, Outbox, open_outbox
from tests.store.outbox.samples import AT, notice, post


@pytest.fixture
def outbox(store: Store, database_url: str) -> Iterator[Outbox]:
    found = open_outbox(database_url)
    yield found
    found.close()


def test_a_notice_is_written_once_whatever_is_decided_again(store: Store, outbox: Outbox) -> None:
    assert post(store, notice(1), notice(2), notice(2)) == 2
    assert post(store, notice(2), notice(3)) == 1
    assert outbox.counts() == {State.WAITING: 3, State.SENT: 0, State.DEAD: 0}


def test_what_was_put_in_comes_out(store: Store, outbox: Outbox) -> None:
    """To the last letter, and what the recipient has heard with it."""
    post(store, notice(1))
    claimed = outbox.claim(AT)
    assert claimed is not None
    assert claimed.letter == notice(1).letter
    with store.round() as work:
        assert work.heard("helse") == notice(1).heard
        assert work.heard("hemit") == ()


def test_a_round_that_fails_leaves_no_notice(store: Store, outbox: Outbox) -> None:
    def fail() -> None:
        with store.round() as work:
            work.post([notice(1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert outbox.claim(AT) is None


def test_a_claimed_notice_is_nobody_elses_until_the_lease_ends(store: Store, outbox: Outbox) -> None:
    post(store, notice(1))
    first = outbox.claim(AT)
    assert first is not None
    assert outbox.claim(AT + LEASE - timedelta(seconds=1)) is None
    second = outbox.claim(AT + LEASE)
    assert second is not None
    assert second.letter == first.letter


def test_who_comes_back_after_the_lease_settles_nothing(store: Store, outbox: Outbox) -> None:
    """But that it was sent, too, is on record."""
    post(store, notice(1))
    late = outbox.claim(AT)
    present = outbox.claim(AT + LEASE)
    assert late is not None
    assert present is not None
    assert not outbox.settle(late, Outcome.REFUSED, "550", at=AT + LEASE, next_at=None)
    assert outbox.counts()[State.WAITING] == 1
    assert outbox.settle(present, Outcome.SENT, "", at=AT + LEASE, next_at=None)
    [queued] = outbox.queue(State.SENT)
    assert [attempt.outcome for attempt in queued.attempts] == [Outcome.REFUSED, Outcome.SENT]


def test_to_one_recipient_the_older_goes_first(store: Store, outbox: Outbox) -> None:
    """Also while the older waits for its next try; others do not wait for it."""
    post(store, notice(1), notice(2), notice(3, "ola"))
    first = outbox.claim(AT)
    assert first is not None
    outbox.settle(first, Outcome.LATER, "450", at=AT, next_at=AT + timedelta(minutes=1))
    other = outbox.claim(AT)
    assert other is not None
    assert (first.number, other.letter.subject) == (1, "Varsel 3")
    assert outbox.claim(AT) is None


def test_one_that_keeps_failing_is_overtaken(store: Store, outbox: Outbox) -> None:
    post(store, notice(1), notice(2))
    for turn in range(PATIENCE):
        now = AT + timedelta(hours=turn)
        claimed = outbox.claim(now)
        assert claimed is not None
        assert (claimed.number, claimed.failures) == (1, turn)
        outbox.settle(claimed, Outcome.LATER, "450", at=now, next_at=now + timedelta(hours=1))
    overtaking = outbox.claim(AT + timedelta(hours=PATIENCE - 1))
    assert overtaking is not None
    assert overtaking.letter.subject == "Varsel 2"


def test_a_channel_out_of_reach_counts_no_failure(store: Store, outbox: Outbox) -> None:
    post(store, notice(1))
    for turn in range(5):
        claimed = outbox.claim(AT + timedelta(hours=turn))
        assert claimed is not None
        assert (claimed.failures, claimed.unreached) == (0, turn)
        outbox.settle(claimed, Outcome.UNREACHABLE, "", at=AT, next_at=AT + timedelta(hours=turn + 1))
    assert outbox.claim(AT + timedelta(hours=9), without=["email"]) is None


def test_a_dead_one_is_seen_and_may_be_revived(store: Store, outbox: Outbox) -> None:
    post(store, notice(1))
    claimed = outbox.claim(AT)
    assert claimed is not None
    outbox.settle(claimed, Outcome.REFUSED, "550 no such user", at=AT, next_at=None)
    assert outbox.claim(AT + timedelta(days=9)) is None
    [dead] = outbox.queue(State.DEAD)
    assert (dead.state, dead.attempts[-1].said, dead.reasons) == (State.DEAD, "550 no such user", ("first",))
    outbox.revive(1, "ola", AT)
    assert outbox.claim(AT) is not None
    with pytest.raises(UsageError, match="not dead"):
        outbox.revive(1, "ola", AT)
    assert outbox.oldest_waiting() == AT


def test_of_many_who_claim_at_once_each_gets_another(store: Store, database_url: str) -> None:
    """Four threads, forty notices: nobody gets one that somebody else has."""
    post(store, *(notice(number, recipient=f"p{number}") for number in range(40)))
    got: list[int] = []
    lock = threading.Lock()

    def work() -> None:
        box = open_outbox(database_url)
        while claimed := box.claim(AT):
            with lock:
                got.append(claimed.number)
        box.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got)) == 40


def test_the_operator_sees_no_word_and_no_address(store: Store, outbox: Outbox) -> None:
    post(store, notice(1))
    shown = repr(outbox.queue(*State))
    assert "Varsel" not in shown
    assert "@" not in shown
