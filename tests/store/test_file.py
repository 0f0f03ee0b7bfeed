"""A SQLite file is made whole, recognised as ours, and refused in a line and left alone when it is not."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.errors import StoreError
from engine.store import open_store


def test_a_database_of_another_program_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE theirs (id)")
    before = file.read_bytes()
    store = open_store(f"sqlite:///{file}")
    for ask in (store.migrate, store.is_current, store.observations):
        with pytest.raises(StoreError, match="database of another program"):
            ask()
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["other.sqlite3"]


@pytest.mark.parametrize("content", [b"id;value\n1;2\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "figures.csv"
    file.write_bytes(content)
    store = open_store(f"sqlite:///{file}")
    for ask in (store.migrate, store.is_current, store.observations):
        with pytest.raises(StoreError):
            ask()
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "is not a file"),
        ("file/x.sqlite3", "the folder of the database"),
        ("file/folder/x.sqlite3", "the folder of the database"),
        ("x" * 300, "cannot be opened"),
    ],
)
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=told):
        open_store(f"sqlite:///{tmp_path / name}").migrate()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    file.touch()
    store = open_store(f"sqlite:///{file}")
    assert not store.is_current()
    store.migrate()
    assert store.is_current()
    store.close()


def test_what_was_left_half_made_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".x.sqlite3.new").write_bytes(b"SQLite format 3")
    store = open_store(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    store.migrate()
    store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["x.sqlite3"]


def test_several_processes_may_make_the_tables_at_once(tmp_path: Path) -> None:
    program = "import sys; from engine.store import open_store; input(); open_store(sys.argv[1]).migrate()"
    url = f"sqlite:///{tmp_path / 'new' / 'x.sqlite3'}"
    makers = [
        subprocess.Popen([sys.executable, "-c", program, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write(b"\n")
        maker.stdin.flush()
    assert [(maker.communicate()[1], maker.returncode) for maker in makers] == [(b"", 0)] * 3
    store = open_store(url)
    assert store.is_current()
    assert store.log_head().count == 0
    store.close()
