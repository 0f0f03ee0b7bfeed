"""A browser without a screen: cookies, forms, one connection that stays open, and how long each page took."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from re import findall
from urllib.parse import urlencode

_PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what it was for, how long until its last byte, and how it was answered."""

    page: str
    seconds: float
    status: int


@dataclass
class Browser:
    port: int
    visits: list[Visit] = field(default_factory=list)
    _cookies: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection | None = None

    def get(self, page: str, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", page, address, None, dict(headers or {}))

    def post(self, page: str, address: str, fields: Mapping[str, str], form: str) -> Answer:
        """Send a form as it stood in the page `form`, with that page's token."""
        token = findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
        body = urlencode({**fields, "csrfmiddlewaretoken": token})
        return self._ask("POST", page, address, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, page: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        own = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        begun = time.perf_counter()
        answer = self._sent(method, address, body, headers if "Authorization" in headers else headers | own)
        self.visits.append(Visit(page, time.perf_counter() - begun, answer.status))
        return answer

    def _sent(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Once more on a new connection where the server has closed the idle one, as browsers do; never a form twice."""
        if self._connection is not None:
            try:
                if method == "GET":
                    return self._exchange(method, address, body, headers)
            except (HTTPException, OSError):
                pass
            self.close()
        return self._exchange(method, address, body, headers)

    def _exchange(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", ()):
            self._cookies |= {name: found.value for name, found in SimpleCookie(line).items()}
        return Answer(response.status, response.read().decode(), dict(response.headers))


def signed_in_as(page: str) -> str:
    """Whose page it is, by what stands at its top; "" where nobody is signed in."""
    found: Sequence[str] = findall(r'<a class="me"[^>]*>([^<]*)</a>', page)
    return unescape(found[0]) if found else ""
