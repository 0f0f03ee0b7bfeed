"""What was delivered by the pages is judged at once, beside the request: whoever delivers waits for no round.

The round is the scheduler's own job, claimed in the table of what is due. So many deliveries at once are one round, and where a
scheduler runs too, whichever of the two comes first does it.
"""

import logging
import os
import socket
import threading
from datetime import UTC, datetime

from engine.errors import UserError
from engine.jobs.awaited import is_by_delivery
from engine.logs import Event, Words, tell
from engine.scheduler import Scheduler
from engine.settings import Settings
from engine.station import Station


class Judging:
    """A thread that begins with a delivery and ends when none of its organisations' rounds is left to do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._scheduler: Scheduler | None = None
        self._thread: threading.Thread | None = None
        self._is_awaited = False

    def wake(self) -> None:
        """Something was delivered. Returns at once."""
        with self._lock:
            self._is_awaited = True
            if self._scheduler is not None:
                self._scheduler.wake()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="judging", daemon=True)
                self._thread.start()

    def settle(self, seconds: float) -> bool:
        """Wait so long for the rounds that are under way; False when they are not done by then."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _run(self) -> None:
        while self._begin():
            assert self._scheduler is not None
            try:
                self._scheduler.run_out()
            except UserError as error:
                # Such as a clock that was set back. What was delivered stays due: the next delivery tries again.
                tell(Event.WAITS, logging.ERROR, failure=Words(error))

    def _begin(self) -> bool:
        """False, and the thread is at its end, when nothing was delivered since the last look."""
        with self._lock:
            if not self._is_awaited:
                self._thread = self._scheduler = None
                return False
            self._is_awaited = False
            holder = f"pages {socket.gethostname()} {os.getpid()}"
            self._scheduler = Scheduler(Station(self._settings), holder, lambda: datetime.now(UTC), serves=is_by_delivery)
            return True
