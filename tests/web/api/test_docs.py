"""The page docs/api.md runs as it is written: curl and pandas against the real server in a process of its own."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from engine.people import Role
from tests.configured import SETTINGS
from tests.web.api.calls import BATCH, script
from tests.web.site import Site, role

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SERVER = """
import sys
from pathlib import Path
from engine.settings import Settings
from engine.web.server import serve
url, rules, cache, key, port = sys.argv[1:]
serve("127.0.0.1", int(port), Settings(_env_file=None, database_url=url, rules=Path(rules), cache=Path(cache),
      secret_key_file=Path(key), base_url=f"http://127.0.0.1:{port}", second_factor="optional"))
"""
SENDER = """
import json, sys, requests
requests.post(sys.argv[1], json=json.loads(sys.argv[2]), headers=json.loads(sys.argv[3]))
"""


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start(site: Site, port: int, tmp_path: Path) -> "subprocess.Popen[bytes]":
    """A server over the test's database, in its own process group; ready when it answers."""
    from engine.web.ours import ours

    given = [ours().database_url, str(ROOT / "rules"), str(SETTINGS.cache), str(tmp_path / "key"), str(port)]
    started = subprocess.Popen([sys.executable, "-c", SERVER, *given], cwd=ROOT, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            requests.get(f"http://127.0.0.1:{port}/api/me", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return started
    raise AssertionError("the server never answered")


def stop(started: "subprocess.Popen[bytes]") -> None:
    os.killpg(started.pid, 9)
    started.wait()


@pytest.fixture
def address(site: Site, port: int, tmp_path: Path) -> Iterator[str]:
    started = start(site, port, tmp_path)
    yield f"http://127.0.0.1:{port}"
    stop(started)


@pytest.mark.campaign
def test_the_examples_of_the_page_run_as_written(site: Site, address: str) -> None:
    assert shutil.which("curl")
    env = {**os.environ, "MALVAKT_URL": address, "MALVAKT_TOKEN": script(site, role(Role.QUALITY)).secret}
    for example in examples("bash"):
        told = subprocess.run(["bash", "-c", example], env=env, capture_output=True, text=True, timeout=60, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
    for example in examples("python"):
        told = subprocess.run([sys.executable, "-c", example], env=env, capture_output=True, text=True, timeout=60, check=False)
        assert told.returncode == 0, told.stderr
        assert "missed" in told.stdout


@pytest.mark.campaign
def test_a_batch_that_was_answered_survives_kill_9_and_one_that_was_not_can_be_sent_again(
    site: Site, port: int, tmp_path: Path
) -> None:
    """Killed in the middle of a batch at several moments: afterwards it is there whole or not at all, and never twice."""
    secret = script(site, role(Role.DATA_OWNER)).secret
    url = f"http://127.0.0.1:{port}/api/figures"
    figures = [{**BATCH["figures"][0], "period": str(2017 + at)} for at in range(5)]
    for turn, wait in enumerate((0.0, 0.05, 0.2)):
        batch = {**BATCH, "figures": [{**each, "value": f"{turn}.5"} for each in figures]}
        sent = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"k{turn}"}
        before = len(site.parts.store.deliveries("hemit"))
        started = start(site, port, tmp_path)
        asking = subprocess.Popen(
            [sys.executable, "-c", SENDER, url, json.dumps(batch), json.dumps(sent)], stderr=subprocess.DEVNULL
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            asking.wait(0.3 + wait)
        stop(started)
        asking.wait()
        assert len(site.parts.store.deliveries("hemit")) - before in (0, 1)
        started = start(site, port, tmp_path)
        try:
            answers = [requests.post(url, json=batch, headers=sent, timeout=60) for _ in range(2)]
        finally:
            stop(started)
        assert [each.status_code for each in answers] in ([201, 201], [422, 422])
        assert answers[0].content == answers[1].content
        assert len(site.parts.store.deliveries("hemit")) - before == (answers[0].status_code == 201)
