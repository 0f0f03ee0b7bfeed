"""What an operator copies onto a server starts commands that exist, with settings that exist, and with few rights."""

import json
import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import typer.main

from engine.cli import app
from engine.settings import PREFIX, Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "SystemCallFilter": "@system-service",
    "User": "malvakt",
    "EnvironmentFile": "/etc/malvakt/malvakt.env",
}


def unit(path: Path) -> dict[str, dict[str, str]]:
    sections: dict[str, dict[str, str]] = defaultdict(dict)
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            assert name not in sections[section], f"{name} stands twice"
            sections[section][name] = value
    return sections


def _is_there(command: str) -> bool:
    return command in typer.main.get_group(app).commands


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = filter(None, re.sub(r"\\\n\s*", "", text).splitlines())
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_has_no_more_rights_than_it_needs(path: Path) -> None:
    service = unit(path)["Service"]
    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert "malvakt" in service["StateDirectory"].split()


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_starts_a_command_that_there_is(path: Path) -> None:
    _, command, *_ = shlex.split(unit(path)["Service"]["ExecStart"])
    assert _is_there(command)


def test_a_timer_starts_a_service_outside_the_hours_of_the_clock_change() -> None:
    timer = DEPLOY / "malvakt-backup.timer"
    assert timer.with_suffix(".service") in SERVICES
    hour = int(re.search(r" (\d\d):", unit(timer)["Timer"]["OnCalendar"])[1])  # type: ignore[index]
    assert not 1 <= hour < 3


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here: the units were read, but not by it")
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_accepts_the_unit(path: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if path.name in line and "not executable" not in line] == []


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)=", "".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_container_is_built_in_two_stages_from_hashed_packages_and_runs_as_nobody() -> None:
    told = instructions()
    stages = [at for at, (name, _) in enumerate(told) if name == "FROM"]
    assert len(stages) == 2
    built, runs = told[: stages[1]], told[stages[1] :]
    assert any("--require-hashes -r requirements.lock" in words for _, words in built)
    assert ("USER", "10001:10001") in runs
    assert max(at for at, (name, _) in enumerate(runs) if name == "RUN") < runs.index(("USER", "10001:10001"))
    assert not any(name == "ADD" or "curl" in words or "sudo" in words for name, words in told)
    assert {name for name, _ in told} <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK",
                                          "ENTRYPOINT", "CMD"}  # fmt: skip


def test_the_container_starts_a_command_that_there_is_and_asks_the_endpoint_for_its_health() -> None:
    told = dict(instructions())
    (command,) = json.loads(told["CMD"])
    assert _is_there(command)
    assert "/metrics" in told["HEALTHCHECK"]


def test_nothing_but_the_program_gets_into_the_container() -> None:
    ignored = (DEPLOY.parent / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    copied = {part for name, words in instructions() if name == "COPY" and "--from" not in words for part in words.split()[:-1]}
    assert {part.removeprefix("./") for part in copied} == {line[1:] for line in ignored if line.startswith("!")}
