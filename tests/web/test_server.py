"""The server: a free port on loopback, and a demo that opens only where nobody else gets in."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.errors import UsageError
from engine.web.configuration import OWN_APPS
from engine.web.server import LAST_PORT, LOOPBACK, PORTS_TRIED, _gunicorn, listening

ROOT = Path(__file__).parents[2]


def test_a_port_that_is_in_use_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with listening(port) as held:
            assert port < held.getsockname()[1] < port + PORTS_TRIED


def test_two_who_ask_for_the_same_port_before_either_serves_get_two() -> None:
    """Between the choice of a port and its first page the demo's figures come in: the port is held all that time."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        wanted = free.getsockname()[1]
    with listening(wanted) as one, listening(wanted) as other:
        assert one.getsockname()[1] != other.getsockname()[1]
        with socket.create_connection(one.getsockname(), timeout=5):
            """Whoever comes early waits, and is not turned away."""


def test_after_the_last_port_there_is_none() -> None:
    with listening(LAST_PORT), pytest.raises(UsageError, match=f"from {LAST_PORT} to {LAST_PORT}"):
        listening(LAST_PORT)


def test_a_port_that_is_held_is_the_one_that_is_served(tmp_path: Path) -> None:
    """A real server at a socket that was opened before it; it says when its address is open."""
    program = (
        "import sys; from pathlib import Path\n"
        "from engine.settings import Settings\n"
        "from engine.web.server import listening, serve_on\n"
        "held = listening(20000); port = held.getsockname()[1]\n"
        "own = Settings(_env_file=None, database_url=f'sqlite:///{sys.argv[1]}/x.sqlite3', rules=Path(sys.argv[2]),\n"
        "    cache=Path(sys.argv[1]), secret_key_file=Path(sys.argv[1]) / 'key')\n"
        "serve_on(held, own, lambda: print(port, flush=True))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path), str(ROOT / "rules")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            with urllib.request.urlopen(f"http://127.0.0.1:{int(server.stdout.readline())}/sign-in/", timeout=20) as page:
                assert page.status == 200
        finally:
            server.terminate()


def test_the_server_believes_no_forwarding_header_by_itself() -> None:
    assert _gunicorn("[::1]:8000", lambda: None)["forwarded_allow_ips"] == ""


def test_the_demos_pages_never_open_another_database() -> None:
    result = CliRunner().invoke(app, ["demo", "--serve", "--database", "sqlite:///x.sqlite3"])
    assert isinstance(result.exception, UsageError)


@pytest.mark.parametrize("name", OWN_APPS)
def test_no_app_of_others_is_named_like_one_of_ours(name: str) -> None:
    """Their migrations are recorded under these names in the same table as ours."""
    assert name not in {"store", "person", "people"}


def test_the_pages_process_logs_no_address(tmp_path: Path) -> None:
    """`malvakt up` starts it: a one-time link that meets an error, or a name in an address, is not in what it logs."""
    own = {
        "MALVAKT_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3",
        "MALVAKT_RULES": str(ROOT / "rules"),
        "MALVAKT_CACHE": str(tmp_path),
        "MALVAKT_SECRET_KEY_FILE": str(tmp_path / "key"),
    }
    with listening(21_000) as held:
        host, port = held.getsockname()
    command = [sys.executable, "-m", "engine.web", host, str(port)]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=log, env=os.environ | own, cwd=ROOT) as pages,
    ):
        try:
            assert _answered(f"http://{host}:{port}/welcome/hemmelig-kode/", pages) == 404
            assert _answered(f"http://{host}:{port}/kari.nordmann/", pages) == 404
            for line in (b"GET /welcome/hemmelig kode/?text=kari HTTP/1.1", b"GET / HTTP/1.1\r\nX-kari nordmann: hemmelig"):
                with socket.create_connection((host, port), timeout=20) as unreadable:
                    unreadable.sendall(line + b"\r\n\r\n")
                    assert unreadable.recv(4_000).startswith(b"HTTP/1.1 400")
        finally:
            pages.terminate()
    said = (tmp_path / "log").read_text()
    assert "Not Found" in said
    assert said.count("Invalid request") == 2
    assert "hemmelig" not in said
    assert "kari" not in said


def _answered(address: str, pages: "subprocess.Popen[bytes]") -> int:
    """The status, once the process answers; AssertionError when it ends before that."""
    while pages.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        except urllib.error.URLError:
            continue
    raise AssertionError(pages.returncode)
