"""`malvakt up` in earnest: the scheduler and the pages together, from the first answer to the last."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

_START = [sys.executable, "-c", "from engine.cli import main; main()"]
_PATIENCE = 60


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def started(tmp_path: Path) -> "tuple[subprocess.Popen[str], int]":
    port = free_port()
    surroundings = {
        **os.environ,
        "MALVAKT_DATABASE_URL": f"sqlite:///{tmp_path}/m.sqlite3",
        "MALVAKT_SECRET_KEY_FILE": str(tmp_path / "key"),
        "MALVAKT_RULES": str(Path(__file__).parents[2] / "rules"),
        "MALVAKT_LISTEN": f"127.0.0.1:{free_port()}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    command = [*_START, "up", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    return process, port


def status(port: int) -> int | None:
    """What the pages answer with; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return int(answer.status)
    except OSError:
        return None


def wait_for(port: int, *, is_open: bool) -> None:
    began = time.monotonic()
    while (status(port) is not None) is not is_open:
        assert time.monotonic() - began < _PATIENCE, f"the pages are {'closed' if is_open else 'open'} still"


def test_pages_and_scheduler_come_and_go_together(started: "tuple[subprocess.Popen[str], int]") -> None:
    """The first page is the sign-in; SIGTERM ends both, and nobody answers any more."""
    process, port = started
    wait_for(port, is_open=True)
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0, errors
    assert f"http://127.0.0.1:{port}/" in output
    assert status(port) is None


def test_pages_do_not_outlive_a_killed_program(started: "tuple[subprocess.Popen[str], int]") -> None:
    process, port = started
    wait_for(port, is_open=True)
    process.kill()
    process.communicate(timeout=_PATIENCE)
    wait_for(port, is_open=False)


def test_a_port_that_is_taken_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        found = subprocess.run(
            [*_START, "up", "--port", str(port)], cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False
        )
    assert found.returncode == 2
    assert str(port) in found.stderr
    assert "Traceback" not in found.stderr
