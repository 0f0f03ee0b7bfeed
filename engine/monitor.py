"""A small HTTP endpoint for those who watch the guard: `/healthz` says whether it guards, `/metrics` gives its figures.

It listens on loopback unless told otherwise, answers GET and HEAD, and tells counts only.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine import metrics
from engine.errors import StoreError, UserError
from engine.health import Health, troubles
from engine.language import Language

Look = Callable[[], Health]
"""Looks at everything now. Raises StoreError where the database does not answer."""
FRESH_SECONDS = 5.0
"""So long an answer is given again: ten who ask at once cost one look."""
_PATIENCE_SECONDS = 10
_JSON = "application/json; charset=utf-8"


@dataclass
class Watch:
    """What the endpoint answers, looked up at most every few seconds."""

    look: Look
    longest: timedelta
    """How long an organisation may be without a round."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: tuple[float, Health | StoreError] | None = None

    def health(self) -> Health | StoreError:
        with self._lock:
            if self._seen is None or time.monotonic() - self._seen[0] > FRESH_SECONDS:
                self._seen = time.monotonic(), self._looked()
            return self._seen[1]

    def answer(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        match path:
            case "/metrics":
                found = self.health()
                body = metrics.unreachable() if isinstance(found, StoreError) else metrics.exposition(found)
                return HTTPStatus.OK, metrics.CONTENT_TYPE, body
            case "/healthz":
                return self._healthz()
            case _:
                return HTTPStatus.NOT_FOUND, _JSON, b"{}\n"

    def _healthz(self) -> tuple[HTTPStatus, str, bytes]:
        found = self.health()
        if isinstance(found, StoreError):
            return HTTPStatus.SERVICE_UNAVAILABLE, _JSON, _json({"status": "down", "troubles": ["database"]})
        wrong = troubles(found, self.longest)
        told = {"status": "failing" if wrong else "guarding", "troubles": [each.text(Language.EN) for each in wrong]}
        status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
        return status, _JSON, _json({**told, "at": found.at.isoformat(), "version": found.version})

    def _looked(self) -> Health | StoreError:
        try:
            return self.look()
        except StoreError as error:
            return error
        except UserError as error:
            # Rules that cannot be read at all: for whoever watches, the guard is as far away as its database.
            return StoreError(str(error))


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], watch: Watch) -> None:
        self.watch = watch
        super().__init__(address, _Handler)


def start(address: tuple[str, int], watch: Watch) -> Server:
    """Answer in the background until `shutdown`. Port 0 takes a free one, told by `server_port`. Raises OSError."""
    server = Server(address, watch)
    threading.Thread(target=server.serve_forever, name="monitor", daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "malvakt"
    sys_version = ""
    timeout = _PATIENCE_SECONDS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name that http.server gives it
        """What a stranger asks for is in no log of ours: a path can hold anything."""

    def _answer(self, *, with_body: bool) -> None:
        status, kind, body = self.server.watch.answer(self.path.partition("?")[0])
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        self.end_headers()
        if with_body:
            self.wfile.write(body)
        self.close_connection = True


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"
