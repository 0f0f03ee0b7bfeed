"""The pages in a process of their own: `python -m engine.web HOST PORT`, as `malvakt up` starts it.

The settings are in its environment. It ends with whoever started it: when the pipe from there is closed, it is told to stop.
"""

import os
import signal
import sys
import threading

from engine.errors import UserError
from engine.logs import set_up
from engine.settings import load
from engine.web.server import serve

REFUSED = 2
"""What the process exits with for a user's mistake, such as a database that is not ours."""


def main() -> int:
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        settings = load()
        # Before the first request: Django's own words have the address in them, and in an address there may be a one-time link.
        set_up(settings.log_format, settings.log_level_of(stays=True))
        serve(sys.argv[1], int(sys.argv[2]), settings)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return 0


def _end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
