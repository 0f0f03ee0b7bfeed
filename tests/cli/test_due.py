"""`malvakt due` as its reader meets it: what is owed, what runs, what fails."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine.calendar.schedule import Slot
from engine.cli import app
from engine.store import Store, open_store
from tests.test_arrivals import _book

NOW = datetime.now(UTC)
_CALENDAR = """
deliveries:
  - {id: levering, source: s, due: 1st day after month end, owner: eier, valid_from: 2024-01}
runs: [{id: natt, run: judge, when: hver natt}]
"""


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path) -> Store:
    _book(tmp_path, _CALENDAR)
    return open_store(sqlite_url)


def due(tmp_path: Path, sqlite_url: str, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["due", "--rules", str(tmp_path / "rules"), "--database", sqlite_url, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_a_late_source_is_one_line_and_exit_code_4(store: Store, tmp_path: Path, sqlite_url: str) -> None:
    """However many periods it owes; of the job, when it comes next."""
    code, output = due(tmp_path, sqlite_url)
    assert code == 4
    assert len([line for line in output.splitlines() if "forsinket" in line]) == 1
    assert "aldri kjørt" in output
    assert "natt" in output


def test_a_failing_job_says_why_and_how_often(store: Store, tmp_path: Path, sqlite_url: str) -> None:
    for _ in range(2):
        row = store.due.newest("natt", "o") or store.due.post("natt", "o", Slot("2026-01-01", NOW))
        claim = store.due.claim(row, "one", NOW)
        assert claim is not None
        store.due.fail(claim, "StoreError: disken er full", NOW + timedelta(minutes=1))
    _, output = due(tmp_path, sqlite_url)
    assert "feiler (2): StoreError: disken er full" in " ".join(output.split())
    told: Any = json.loads(due(tmp_path, sqlite_url, "--json", "--organisation", "o")[1])
    (job,) = [each for each in told["jobs"] if each["job"] == "natt"]
    assert (job["attempts"], job["failure"], job["done_at"]) == (2, "StoreError: disken er full", None)
    assert {each["state"] for each in told["deliveries"]} <= {"late", "grace", "waited_for"}
