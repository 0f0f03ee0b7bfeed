"""An address names a database, or is refused without its password being repeated."""

from pathlib import Path

import pytest

from engine.errors import StoreError
from engine.store.address import parse


def test_three_slashes_are_relative_and_four_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse("sqlite:///var/x.sqlite3").file == tmp_path / "var/x.sqlite3"
    assert parse("sqlite:////var/x.sqlite3").file == Path("/var/x.sqlite3")


def test_a_relative_address_stays_where_it_was_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    address = parse("sqlite:///x.sqlite3")
    monkeypatch.chdir("/")
    assert address.entry["NAME"] == str(tmp_path / "x.sqlite3")


def test_every_part_of_a_postgresql_address_is_used() -> None:
    entry = parse("postgresql://mal%20vakt:hem%40lig@db.hemit.no:5433/avvik?sslmode=require").entry
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"]) == ("mal vakt", "hem@lig", "db.hemit.no", "5433")
    assert (entry["NAME"], entry["OPTIONS"]["sslmode"]) == ("avvik", "require")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hemmelig",
        "mysql://root:hemmelig@db/x",
        "postgres://root:hemmelig@db/x",
        "postgresql://root:hemmelig@db",
        "postgresql://root:hemmelig@db/x?no_such_option=1",
        "postgresql://root:hemmelig@[::1/x",
        "sqlite:///",
        "sqlite:///folder/",
        "sqlite:///:memory:",
        "sqlite:///hem\0melig",
        "sqlite://hemmelig",
    ],
)
def test_what_names_no_database_is_refused_in_a_line_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        parse(url)
    assert "hemmelig" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_password_shows_neither_in_the_name_nor_in_what_is_printed() -> None:
    address = parse("postgresql://malvakt:hemmelig@db/avvik")
    assert address.shown == "avvik (db)"
    assert "hemmelig" not in repr(address)
