"""The due table: a slot is one row, one holder has it, and whoever lost it writes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

import pytest
from django.db import connections

from engine.calendar.schedule import Slot
from engine.errors import StoreError
from engine.store import Claim, DueRow, Overtaken, Store, due, models
from engine.store.clock import APART, require_clock
from tests.store.samples import NOON, TODAY, delivery, figure, opening, verdict

MONDAY, TUESDAY = Slot("2023-04-17", NOON), Slot("2023-04-18", NOON + timedelta(days=1))


def claimed(store: Store, slot: Slot = MONDAY) -> Claim:
    found = store.due.claim(store.due.post("j", "o", slot), "one", NOON)
    assert found is not None
    return found


def newest(store: Store) -> DueRow:
    found = store.due.newest("j", "o")
    assert found is not None
    return found


def test_a_slot_is_one_row(store: Store) -> None:
    assert store.due.post("j", "o", MONDAY) == store.due.post("j", "o", MONDAY)
    assert store.due.post("j", "o", TUESDAY).since == ""
    store.due.post("j", "p", MONDAY)
    assert [(row.organisation, row.slot) for row in store.due.rows()] == [("o", "2023-04-18"), ("p", "2023-04-17")]


def test_only_one_of_those_who_saw_the_same_row_gets_it(store: Store) -> None:
    row = store.due.post("j", "o", MONDAY)
    first, second = store.due.claim(row, "one", NOON), store.due.claim(row, "two", NOON)
    assert (first, second) == (Claim(row.id, 1), None)
    assert (newest(store).holder, newest(store).attempts) == ("one", 1)


def test_a_pulse_since_it_was_seen_keeps_others_away(store: Store) -> None:
    """Whoever thought the holder dead and was wrong gets nothing."""
    claim = claimed(store)
    seen = newest(store)
    assert store.due.beat([claim]) == ()
    assert store.due.claim(seen, "two", NOON) is None
    taken = store.due.claim(newest(store), "two", NOON)
    assert taken == replace(claim, epoch=2)
    assert store.due.beat([claim]) == (claim,)


def test_who_was_overtaken_neither_finishes_nor_fails_it(store: Store) -> None:
    claim = claimed(store)
    store.due.claim(newest(store), "two", NOON)
    store.due.fail(claim, "x", NOON)
    store.due.release(claim)
    assert not store.due.finish(claim, NOON)
    assert (newest(store).holder, newest(store).failure, newest(store).done_at) == ("two", "", None)


def test_a_job_that_is_done_is_nobody_elses(store: Store) -> None:
    """Its process may still be there for a moment, and is not ended for it."""
    claim = claimed(store)
    store.due.finish(claim, NOON)
    assert store.due.beat([claim]) == ()


def test_a_failure_is_seen_and_gone_when_it_is_mended(store: Store) -> None:
    claim = claimed(store)
    store.due.fail(claim, "StoreError", NOON + timedelta(hours=1))
    row = newest(store)
    assert (row.holder, row.failure, row.retry_at) == ("", "StoreError", NOON + timedelta(hours=1))
    again = store.due.claim(row, "two", NOON)
    assert again is not None
    assert store.due.finish(again, NOON)
    assert (newest(store).failure, newest(store).retry_at, newest(store).done_at) == ("", None, NOON)


def test_a_later_slot_that_is_done_does_the_earlier_ones(store: Store) -> None:
    """Forty days off are one run; whoever still holds an earlier day has lost it."""
    early, late = claimed(store), claimed(store, TUESDAY)
    assert store.due.finish(late, NOON)
    assert store.due.beat([early]) == (early,)
    assert not store.due.finish(early, NOON)


def test_a_new_slot_remembers_since_when_and_why(store: Store) -> None:
    """What was missed since the last run that was done, and what the runs since have failed of."""
    done = claimed(store)
    store.due.finish(done, NOON)
    row = store.due.post("j", "o", TUESDAY, newest(store))
    assert (row.since, row.attempts, row.failure) == ("2023-04-17", 0, "")
    claim = store.due.claim(row, "one", NOON)
    assert claim is not None
    store.due.fail(claim, "x", NOON + timedelta(hours=1))
    row = store.due.post("j", "o", Slot("2023-04-19", NOON), newest(store))
    assert (row.since, row.attempts, row.failure, row.retry_at) == ("2023-04-17", 1, "x", None)


def test_work_without_slots_is_opened_again(store: Store) -> None:
    row = store.due.post("inbox", "", Slot("", NOON))
    claim = store.due.claim(row, "one", NOON)
    assert claim is not None
    store.due.finish(claim, NOON)
    opened = store.due.reopen(store.due.rows()[0])
    assert (opened.id, opened.done_at) == (row.id, None)
    assert store.due.claim(opened, "one", NOON) == Claim(row.id, 2)


def test_a_fenced_store_writes_while_its_claim_holds(store: Store, open_for_test: Callable[[], Store]) -> None:
    mine = open_for_test()
    mine.fenced(claimed(store))
    assert mine.receive(delivery("a"), [figure("2023-03", "5.2")]).figures == 1
    with mine.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
    assert len(store.avvik()) == 1


def test_who_was_overtaken_writes_nothing_at_all(store: Store, open_for_test: Callable[[], Store]) -> None:
    """No delivery, no quarantine, no round, no entry."""
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    mine = open_for_test()
    mine.fenced(claimed(store))
    store.due.claim(newest(store), "two", NOON)
    with pytest.raises(Overtaken):
        mine.receive(delivery("b"), [figure("2023-03", "5.3")])
    with pytest.raises(Overtaken):
        mine.quarantine(delivery("c"), [])
    with pytest.raises(Overtaken), mine.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
    assert (len(store.deliveries()), store.refused(), store.verdicts()) == (1, (), ())


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_pulse_gets_through_while_a_round_is_written(store: Store, open_for_test: Callable[[], Store]) -> None:
    """A round that takes longer than a lease is no silence."""
    mine = open_for_test()
    claim = claimed(store)
    mine.fenced(claim)
    lost: list[tuple[Claim, ...]] = []

    def beat() -> None:
        lost.append(store.due.beat([claim]))
        connections[store._database.alias].close()

    with mine.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        other = Thread(target=beat)
        other.start()
        other.join(timeout=30)
    assert lost == [()]


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_who_is_overtaken_in_the_middle_of_a_round_loses_it(store: Store, open_for_test: Callable[[], Store]) -> None:
    """Its session is ended, so that its locks do not keep the one who takes over; what it had written is not kept."""
    mine = open_for_test()
    mine.fenced(claimed(store))
    alias, outside = store._database.alias, open_for_test()

    def overtake() -> None:
        assert outside.due.claim(newest(outside), "two", NOON) is not None
        with outside.round() as work:
            work.judge([verdict("2023-02")], as_of=TODAY, at=NOON)
        connections[alias].close()

    with pytest.raises(StoreError), mine.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        other = Thread(target=overtake)
        other.start()
        other.join(timeout=30)
        assert not other.is_alive()
    assert [str(each.period) for each in store.verdicts()] == ["2023-02"]


def test_a_rehearsal_keeps_nothing(store: Store) -> None:
    """And what it would write is told as if it had."""
    with store.rehearsing().round() as work:
        assert len(work.judge([verdict()], as_of=TODAY, at=NOON)) == 1
        assert work.apply([opening()], NOON).opened == ("A-000001",)
    assert (store.verdicts(), store.avvik(), store.log_head().count) == ((), (), 0)
    with store.round() as work:
        assert work.apply([opening()], NOON).opened == ("A-000001",)


def test_a_clock_behind_what_was_written_is_refused(store: Store) -> None:
    require_clock(store, NOON - timedelta(days=9999))
    with store.round() as work:
        work.judge([], as_of=TODAY, at=NOON)
    require_clock(store, NOON - APART)
    with pytest.raises(StoreError, match="the clock shows"):
        require_clock(store, NOON - APART - timedelta(minutes=1))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_falls_asleep_while_it_shows_its_pulse_is_taken_over_and_comes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session has the row locked and writes for no claim: PostgreSQL itself ends it."""
    monkeypatch.setattr(due, "_LONGEST_MOMENT", "100")
    claim, locked, awake, woken = claimed(store), Event(), Event(), list[object]()

    def fall_asleep() -> None:
        try:
            with store.due._moment() as db:
                models.Due.objects.using(db).filter(id=claim.row).update(pulse=1)
                locked.set()
                awake.wait(30)
        except StoreError as error:
            woken.append(error)
        woken.append(store.due.beat([claim]))
        store.due.close()

    sleeper = Thread(target=fall_asleep)
    sleeper.start()
    assert locked.wait(30)
    until = monotonic() + 30
    while (taken := store.due.claim(newest(store), "two", NOON)) is None:
        assert monotonic() < until
    awake.set()
    sleeper.join()
    assert taken.epoch == claim.epoch + 1
    assert isinstance(woken[0], StoreError)
    assert woken[1] == (claim,)
