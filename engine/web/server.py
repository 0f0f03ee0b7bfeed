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


def free_port(wanted: int) -> int:
    """The wanted port on loopback, or one of the next that nobody uses. UsageError where all of them are taken."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise UsageError(mark("every port from {first} to {last} is in use"), first=wanted, last=wanted + PORTS_TRIED - 1)


def serve(host: str, port: int, settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until the process is told to stop. `ready` is called when the address is open.

    Whoever opens it to other machines than this one does so behind a proxy that speaks https (docs/workplace.md).
    """
    prepare(settings)
    from gunicorn.app.base import BaseApplication

    class Pages(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn(host, port, ready).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application()

    Pages().run()


def _gunicorn(host: str, port: int, ready: Callable[[], None]) -> dict[str, Any]:
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": LONGEST_REQUEST_SECONDS,
        "keepalive": KEEP_ALIVE_SECONDS,
        "forwarded_allow_ips": "",  # engine/web/proxies.py says whom we believe
        "limit_request_line": 8190,
        "loglevel": "warning",
        "when_ready": lambda _server: ready(),
        "control_socket_disable": True,
    }
