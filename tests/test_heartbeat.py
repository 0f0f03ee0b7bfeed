"""The outside watch hears of every round, and of one that does not guard as a failure; a watch that is away harms no round."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from engine.channels.outcome import Later, NotSent, Refused
from engine.errors import Place, Problem
from engine.heartbeat import beat

PROBLEM = Problem(Place("idle"), "O001", "hemit: 0 of 14 rules ran")


class Listener(BaseHTTPRequestHandler):
    heard: ClassVar[list[tuple[str, str]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append((self.path, body))
        self.send_response(self.answers.pop() if self.answers else 200)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def watch() -> Iterator[str]:
    Listener.heard.clear()
    Listener.answers.clear()
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/ping/abc"
    server.shutdown()
    server.server_close()


def test_a_round_that_guards_beats_and_one_that_does_not_fails(watch: str) -> None:
    beat(watch, (), plain_http=True, private=True)
    beat(f"{watch}?rid=1", (PROBLEM,), plain_http=True, private=True)
    assert Listener.heard == [("/ping/abc", "guarding"), ("/ping/abc/fail?rid=1", "hemit: 0 of 14 rules ran")]


@pytest.mark.parametrize(("status", "error"), [(500, Later), (404, Refused), (302, Refused)])
def test_an_answer_that_is_none_is_told_and_no_redirect_is_followed(watch: str, status: int, error: type[NotSent]) -> None:
    Listener.answers.append(status)
    with pytest.raises(error):
        beat(watch, (), plain_http=True, private=True)
    assert len(Listener.heard) == 1


def test_without_the_settings_it_goes_neither_inside_nor_unencrypted(watch: str) -> None:
    for allowed in ({"plain_http": True}, {"private": True}, {}):
        with pytest.raises(NotSent) as error:
            beat(watch, (), **allowed)
        assert "abc" not in str(error.value)
    assert Listener.heard == []


def test_every_round_beats_and_one_without_a_rule_that_ran_fails(
    watch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_commands import Shop

    for name, value in {"HEARTBEAT_URL": watch, "OUTSIDE_HTTP": "true", "OUTSIDE_PRIVATE": "true"}.items():
        monkeypatch.setenv(f"MALVAKT_{name}", value)
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path)
    code, output = shop.call("run", "--as-of", "2026-03-15")
    assert (code, "0 " in output) == (0, True)
    assert [path for path, _ in Listener.heard] == ["/ping/abc/fail"]
    assert "0 of 2 rules ran" in Listener.heard[0][1]
    shop.call("ingest", str(shop.figures("acme;acme;answered;;2026-02;80;;;;")), "--source", "tidy")
    shop.call("run", "--as-of", "2026-03-15")
    assert Listener.heard[1] == ("/ping/abc", "guarding")
    (tmp_path / "rules" / "acme" / "drift.yaml").write_text("- id: [")
    shop.call("run", "--as-of", "2026-03-15")
    assert Listener.heard[2][0] == "/ping/abc/fail"


def test_a_watch_that_is_away_harms_no_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.cli.test_commands import Shop

    monkeypatch.setenv("MALVAKT_HEARTBEAT_URL", "https://watch.invalid/secret-address")
    monkeypatch.chdir(tmp_path)
    code, output = Shop(tmp_path).call("run", "--as-of", "2026-03-15")
    assert (code, "secret-address" in output) == (0, False)
