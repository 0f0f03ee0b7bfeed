"""An end to waiting: a socket's own timeout begins anew with each byte, so a slow other side could hold us for ever."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def deadline(connection: socket.socket, seconds: float) -> Iterator[None]:
    """Whatever happens on the connection ends when the time is over: reading and writing then fail as if it were cut."""
    # A second handle on the same connection: wrapping the first in TLS leaves that one empty.
    watched = socket.socket(fileno=os.dup(connection.fileno()))

    def cut() -> None:
        # It may have been closed in good order just now.
        with suppress(OSError):
            watched.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        watched.close()
