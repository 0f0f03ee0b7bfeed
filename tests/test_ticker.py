"""Ticks come whatever the clock on the wall does."""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import time_machine

from engine.ticker import Ticker


def test_an_hour_back_stops_no_tick() -> None:
    """APScheduler alone would stand still for the whole hour."""
    ticker, ticks = Ticker(0.02), []

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) == 5:
            traveller.shift(timedelta(hours=-1))
        if len(ticks) == 10:
            traveller.shift(timedelta(days=3650))
        if len(ticks) == 15:
            ticker.stop()

    with time_machine.travel(datetime(2026, 10, 25, 0, 59, tzinfo=UTC), tick=True) as traveller:
        runner = threading.Thread(target=ticker.run, args=(tick,))
        runner.start()
        runner.join(timeout=20)
    assert len(ticks) == 15
    assert max(later - earlier for earlier, later in pairwise(ticks)) < 5


def test_a_wake_is_a_tick_and_a_stop_is_the_end() -> None:
    ticker, ticks = Ticker(3600), []

    def tick() -> None:
        ticks.append(1)
        (ticker.wake if len(ticks) < 3 else ticker.stop)()

    ticker.run(tick)
    assert len(ticks) == 3
    assert ticker.is_stopped
