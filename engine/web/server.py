"""Serves the pages: one process with several threads, which share the rules as they were read and the count of tries."""

import socket
from collections.abc import Callable
from typing import Any

from engine.errors import UsageError
from engine.language import mark
from engine.settings import Settings
from engine.web.configuration import OWN_APPS, configure

LOOPBACK = "127.0.0.1"
PORTS_TRIED = 20
LAST_PORT = 65_535
THREADS = 8
KEEP_ALIVE_SECONDS = 5
LONGEST_REQUEST_SECONDS = 60


def prepare(settings: Settings) -> None:
    """Choose Django's settings, bring the database up to date and put the static files in their place. Once per process."""
    configure(settings)
    from django.core.management import call_command

    from engine.store import address
    from engine.store.database import APPS, Database

    database = Database(address.parse(settings.database_url), [*APPS, *OWN_APPS])
    database.migrate()
    call_command("clearsessions")
    database.close()  # a connection must not be carried into another process
    call_command("collectstatic", interactive=False, verbosity=0)


def application() -> Any:
    """The pages as a WSGI application; `prepare` comes first."""
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def listening(wanted: int) -> socket.socket:
    """The wanted port on loopback, or one of the next that nobody uses, held open: whoever comes now waits for an answer.

    UsageError where all of them are taken.
    """
    for port in range(wanted, min(wanted + PORTS_TRIED, LAST_PORT + 1)):
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((LOOPBACK, port))
            held.listen()  # only that keeps others out: a port that is bound alone can be bound once more
        except OSError:
            held.close()
            continue
        return held
    raise UsageError(mark("every port from {first} to {last} is in use"), first=wanted, last=port)


def serve(host: str, port: int, settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until the process is told to stop. `ready` is called when the address is open.

    Whoever opens it to other machines than this one does so behind a proxy that speaks https (docs/workplace.md).
    """
    _serve(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", settings, ready)


def serve_on(held: socket.socket, settings: Settings, ready: Callable[[], None]) -> None:
    """Likewise at a port that is held open already, so that nobody else can have taken it in between."""
    _serve(f"fd://{held.detach()}", settings, ready)


def _serve(bind: str, settings: Settings, ready: Callable[[], None]) -> None:
    prepare(settings)
    from gunicorn.app.base import BaseApplication

    class Pages(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn(bind, ready).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application()

    Pages().run()


def _gunicorn(bind: str, ready: Callable[[], None]) -> dict[str, Any]:
    return {
        "bind": bind,
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": LONGEST_REQUEST_SECONDS,
        "keepalive": KEEP_ALIVE_SECONDS,
        "forwarded_allow_ips": "",  # engine/web/proxies.py says whom we believe
        "limit_request_line": 8190,
        "loglevel": "warning",
        "logger_class": "engine.web.server_log.ServerLog",
        "when_ready": lambda _server: ready(),
        "control_socket_disable": True,
    }
