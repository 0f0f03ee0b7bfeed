"""The demo's database: fresh for each demo, and never wiped under the pages of another."""

from pathlib import Path

import pytest

from engine.cli.demo_database import DATABASE, fresh_database
from engine.errors import UsageError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_demo_begins_without_what_another_left() -> None:
    DATABASE.parent.mkdir()
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "other.sqlite3"):
        (DATABASE.parent / name).write_bytes(b"left")
    with fresh_database("") as url:
        assert url == "sqlite:///var/demo.sqlite3"
    assert sorted(path.name for path in DATABASE.parent.iterdir()) == ["demo.lock", "other.sqlite3"]


def test_the_second_is_told_where_the_first_is_open_and_wipes_nothing() -> None:
    with fresh_database("http://127.0.0.1:8000"):
        DATABASE.write_bytes(b"the first one's")
        with pytest.raises(UsageError, match="open already at"), fresh_database(""):
            raise AssertionError
        assert DATABASE.read_bytes() == b"the first one's"
    with fresh_database("http://127.0.0.1:8001"), pytest.raises(UsageError, match="8001"), fresh_database(""):
        raise AssertionError


def test_the_second_waits_for_one_without_pages() -> None:
    with fresh_database(""), pytest.raises(UsageError, match="at work in this folder"), fresh_database("http://127.0.0.1:8000"):
        raise AssertionError
