"""Requests leave only for where the operator allows: tried with a listener that nobody may reach."""

import http.client
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import pytest

from engine.channels import outside
from engine.channels.outcome import Later, NotSent, Refused, Unreachable
from engine.channels.outside import MOST_READ, Outside, checked, is_inside, post
from tests.channels.conftest import Certificates, Open, Trap, free_port

LOCAL = Outside(hosts=frozenset({"localhost"}), plain_http=True, private=True)
ALLOWED = Outside(hosts=frozenset({"ok.no", "localhost"}))


def disguised(port: int) -> Iterator[str]:
    """The ways in which an address inside has been written so that somebody else's filter let it through."""
    hosts = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
        "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1.", "LOCALHOST.",
        "localhost.localdomain", "ok.no@127.0.0.1", "ok.no\\@127.0.0.1", "ok.no:x@127.0.0.1",
        "127.0.0.1#@ok.no", "127.0.0.1?@ok.no", "ok.no%00.127.0.0.1", "ok.no .127.0.0.1", "169.254.169.254",
        "[fe80::1%25lo]", "192.0.0.192", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1",
        "localtest.me", "ok.no.",
    ]  # fmt: skip
    for host in hosts:
        yield f"https://{host}:{port}/x" if not host.endswith("@ok.no") else f"https://{host}/x"
    yield f"http://ok.no:{port}/"
    yield "file:///etc/passwd"
    yield "gopher://ok.no/"
    yield "https:ok.no"
    yield "https://"
    yield "https://ok.no:99999/"
    yield "//ok.no/"


def test_no_disguise_reaches_the_trap(http_server: Open) -> None:
    """Not one of them connects, whatever Python's own URL and IP functions think of it."""
    trap = http_server()
    tried = [*disguised(trap.port)]
    for url in tried:
        with pytest.raises(Unreachable):
            post(url, b"{}", {}, ALLOWED)
    assert len(tried) >= 40
    assert trap.connections == 0


def test_an_allowed_name_that_leads_inside_is_not_followed(http_server: Open) -> None:
    """A name is only a name: what it resolves to decides."""
    trap = http_server()
    with pytest.raises(Unreachable, match="MALVAKT_OUTSIDE_PRIVATE"):
        post(f"https://localhost:{trap.port}/", b"{}", {}, ALLOWED)
    assert trap.connections == 0


def test_a_name_that_changes_its_meaning_is_asked_for_once(monkeypatch: pytest.MonkeyPatch, http_server: Open) -> None:
    """DNS rebinding: public when it is checked, inside when it is used. There is no second time."""
    trap = http_server()
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    connected: list[Any] = []

    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), trap.port))]

    def connect(address: tuple[str, int], **_: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable, match="does not answer"):
        post(f"https://ok.no:{trap.port}/", b"{}", {}, ALLOWED)
    assert connected == [("93.184.216.34", trap.port)]


def test_one_address_inside_among_several_is_enough_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Unreachable, match="inside the network"):
        post("https://ok.no/", b"{}", {}, ALLOWED)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("93.184.216.34", False),
        ("2606:2800:220:1:248:1893:25c8:1946", False),
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:10.0.0.1", True),
        ("::ffff:93.184.216.34", False),
        ("64:ff9b::7f00:1", True),
        ("2002:7f00:1::", True),
        ("2001:0:7f00:1::", True),
        ("192.0.0.192", True),
        ("224.0.0.1", True),
        ("240.0.0.1", True),
        ("fe80::1%eth0", True),
        ("fd00::1", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
    ],
)
def test_which_addresses_lie_inside(address: str, *, inside: bool) -> None:
    assert is_inside(address) is inside


def test_a_redirect_is_not_followed(http_server: Open) -> None:
    trap = http_server()
    first = http_server(Trap(status=307, headers={"Location": f"http://localhost:{trap.port}/inside"}))
    with pytest.raises(Refused, match="HTTP 307"):
        post(f"http://localhost:{first.port}/", b"{}", {}, LOCAL)
    assert (len(first.asked), trap.connections) == (1, 0)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, Refused), (404, Refused), (410, Refused), (408, Later), (429, Later), (500, Later), (503, Later)],
)
def test_each_status_has_its_name(http_server: Open, status: int, outcome: type[NotSent]) -> None:
    trap = http_server(Trap(status=status))
    with pytest.raises(outcome, match=f"HTTP {status}"):
        post(f"http://localhost:{trap.port}/", b"{}", {}, LOCAL)


def test_an_endless_answer_is_read_so_far_and_no_farther(monkeypatch: pytest.MonkeyPatch, http_server: Open) -> None:
    """Ten megabytes of answer cost 64 kB."""
    read: list[int | None] = []
    original = http.client.HTTPResponse.read

    def counted(self: http.client.HTTPResponse, amount: int | None = None) -> bytes:
        read.append(amount)
        return original(self, amount)

    monkeypatch.setattr(http.client.HTTPResponse, "read", counted)
    trap = http_server(Trap(body=b"x" * 10_000_000))
    post(f"http://localhost:{trap.port}/", b"{}", {}, LOCAL)
    assert read == [MOST_READ]


def test_an_answer_that_drips_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch, http_server: Open) -> None:
    """Each byte comes in time, so that only the whole is too slow. The status came: it was taken."""
    monkeypatch.setattr(outside, "SECONDS", 1.5)
    trap = http_server(Trap(body=b"x" * 100_000, drip_seconds=0.2))
    began = time.monotonic()
    post(f"http://localhost:{trap.port}/", b"{}", {}, LOCAL)
    assert time.monotonic() - began < 30


def test_a_server_that_never_answers_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Later, match="broke off"):
            post(f"http://localhost:{silent.getsockname()[1]}/", b"{}", {}, LOCAL)


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match="localhost does not answer"):
        post(f"http://localhost:{free_port()}/", b"{}", {}, LOCAL)


def test_the_certificate_is_verified(http_server: Open, tls: ssl.SSLContext, certificates: Certificates) -> None:
    """One that we do not trust gets nothing; one of our own authority does."""
    trap = http_server(tls=tls)
    allowed = Outside(hosts=frozenset({"localhost"}), private=True)
    with pytest.raises(Unreachable, match="certificate of localhost is not good"):
        post(f"https://localhost:{trap.port}/", b"{}", {}, allowed)
    post(f"https://localhost:{trap.port}/x?y=1", b"{}", {"A": "b"}, allowed, trust=str(certificates.authority))
    assert [(asked.path, asked.body, asked.headers["A"]) for asked in trap.asked] == [("/x?y=1", b"{}", "b")]


def test_what_is_wrong_is_said_without_the_address() -> None:
    """There may be a secret in it."""
    for url in ("https://ok.no/\r\nX: hemmelig", "https://hemmelig@ok.no/", "ftp://ok.no/hemmelig"):
        with pytest.raises(Unreachable) as raised:
            checked(url, ALLOWED)
        assert "hemmelig" not in raised.value.said
