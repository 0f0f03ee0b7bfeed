"""A process of its own that empties an outbox by real SMTP, and can be killed at any moment.

    python -m tests.store.outbox.postman DATABASE_URL SMTP_PORT

It pauses between sending and marking, so that a kill often falls there. Leases are as old as the clock it is given: it lives an
hour later each time it is started, as if everybody had waited the lease out.
"""

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from engine.channels import email
from engine.channels.email import Config
from engine.channels.outside import Occasion, Outside
from engine.notify.notice import Letter
from engine.post import deliver
from engine.store.outbox.store import open_outbox
from tests.store.outbox.samples import AT


class Slow:
    """E-mail, with a pause in which the mail is sent and not yet marked."""

    def __init__(self, port: int, pause: float) -> None:
        keys: dict[str, Any] = {"id": "email", "kind": "email", "host": "127.0.0.1", "port": port, "security": "none"}
        self._config = Config.model_validate({**keys, "sender": "malvakt@helse.example"})
        self._pause = pause

    def send(self, letter: Letter, now: datetime) -> None:
        email.send(self._config, letter, Occasion(outside=Outside(), now=now))
        time.sleep(self._pause)


def main(arguments: Sequence[str]) -> None:
    url, port, turn, pause = arguments
    now = AT + timedelta(hours=int(turn))
    outbox = open_outbox(url)
    deliver(outbox, {"email": Slow(int(port), float(pause))}, clock=lambda: now, jitter=lambda: 0.5)
    print("empty", flush=True)  # noqa: T201 (the test waits for it)


if __name__ == "__main__":
    main(sys.argv[1:])
