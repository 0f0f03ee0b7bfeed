"""A round's work is one transaction, which sees what is on record and which nobody else's writing overlaps."""

from collections.abc import Callable
from threading import Thread

import pytest

from engine.store import Change, Store, Written
from tests.store.samples import NOON, TODAY, delivery, figure, opening, verdict


def test_all_of_a_round_is_kept(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", "5.2")])
    with store.round() as work:
        assert len(work.observations()) == 1
        assert work.avvik() == ()
        assert work.judge([verdict()], as_of=TODAY, at=NOON) == (Change(None, verdict()),)
        assert work.apply([opening()], NOON) == Written(opened=("A-000001",), changed=())
        assert [each.id for each in work.avvik()] == ["A-000001"]
    assert (len(store.verdicts()), len(store.avvik()), store.log_head().count) == (1, 1, 1)


def test_nothing_of_a_round_that_fails_is_kept(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
        1 / 0  # noqa: B018
    assert (store.verdicts(), store.avvik(), store.log_head().count) == ((), (), 0)


def test_nobody_sees_a_round_before_it_has_ended(store: Store, open_for_test: Callable[[], Store]) -> None:
    seen: list[int] = []

    def look() -> None:
        other = open_for_test()
        seen.append(len(other.avvik()) + len(other.verdicts()))
        other.close()

    with store.round() as work:
        work.judge([verdict()], as_of=TODAY, at=NOON)
        work.apply([opening()], NOON)
        reader = Thread(target=look)
        reader.start()
        reader.join()
    assert seen == [0]


def test_rounds_cannot_be_nested(store: Store) -> None:
    """The inner one could not be undone alone, nor kept when the outer one fails."""
    with pytest.raises(RuntimeError), store.round(), store.round():
        pass
