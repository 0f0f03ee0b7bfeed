"""The ticks: APScheduler wakes, and so does a clock that nobody can set. What is due is decided elsewhere."""

import logging
import threading
from collections.abc import Callable

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of ticks that come together


class Ticker:
    """Calls back at every tick until it is stopped, always from the thread that runs it, never twice at once.

    APScheduler stands still for as long as the clock was set back; a wait on a lock does not know what time it is. So whichever
    comes first is the tick, and nobody has to be right about the time.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._wake = threading.Event()
        self._stop = threading.Event()

    def wake(self) -> None:
        """Tick now."""
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def run(self, tick: Callable[[], None]) -> None:
        timetable = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(1)})
        # Late is no reason to drop a tick, and many late ones are one: the defaults drop what is a second late.
        timetable.add_job(self.wake, "interval", seconds=self._seconds, misfire_grace_time=None, coalesce=True, max_instances=1)
        timetable.start()
        try:
            while not self._stop.is_set():
                tick()
                self._wake.wait(timeout=self._seconds)
                self._wake.clear()
        finally:
            timetable.shutdown(wait=False)
