"""The inbox takes what is complete, loses nothing, takes nothing twice, and says why it refuses."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import inbox, jobs
from engine.inbox import Became
from engine.jobs.job import Job
from engine.rulebook.loader import Rulebook
from engine.settings import Settings
from engine.station import Station
from engine.store import Claim, Overtaken, Store
from tests.store.samples import rulebook

TIDY = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status\n"
GOOD = TIDY + "hemit;hemit;sick_leave;;2023-03;5,2;;;;final\n"
BAD = TIDY + "hemit;hemit;sick_leave;;2023-03;fem;;;;final\n"


def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return rulebook(tmp_path / "rules")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "inbox"
    found.mkdir()
    return found


def put(folder: Path, name: str, text: str | bytes = GOOD) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def take_all(folder: Path, store: Store, book: Rulebook) -> list[Became]:
    return [inbox.take(file, folder, store, book, later()) for file in inbox.ready(folder, later())]


def left(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "taken" not in path.parts)


def test_what_is_complete_is_taken_and_put_away(folder: Path, store: Store, book: Rulebook) -> None:
    """By the source's folder, by the organisation's, by the organisation's and the source's, or by the file's name."""
    for number, name in enumerate(("tidy/mars.csv", "hemit/x.tidy.csv", "hemit/tidy/april.csv", "figures-tidy.csv")):
        put(folder, name, GOOD.replace("5,2", f"5,{number}"))
    assert take_all(folder, store, book) == [Became.TAKEN] * 4
    assert len(store.deliveries()) == 4
    assert left(folder) == []
    assert len(list((folder / "taken").rglob("*.csv"))) == 4
    assert inbox.ready(folder, later()) == ()


def test_what_is_still_being_written_waits(folder: Path) -> None:
    """Touched a moment ago, under a name for unfinished files, hidden, or put away already."""
    put(folder, "tidy/now.csv")
    put(folder, "taken/tidy/done.csv")
    put(folder, "refused/tidy/bad.csv")
    for name in ("tidy/a.csv.part", "tidy/b.tmp", "tidy/.c.csv", "tidy/d.csv~", "a/b/c/too-deep.csv"):
        put(folder, name)
    assert inbox.ready(folder, datetime.now(UTC)) == ()
    assert [file.name for file in inbox.ready(folder, later())] == ["now.csv"]


def test_a_file_from_the_future_does_not_wait_for_it(folder: Path) -> None:
    """The clock was set back an hour after it came."""
    put(folder, "tidy/now.csv")
    assert len(inbox.ready(folder, datetime.now(UTC) - timedelta(hours=1))) == 1


def test_a_refused_file_lies_beside_its_reasons(folder: Path, store: Store, book: Rulebook) -> None:
    """In quarantine too, where somebody knows what it was meant to be."""
    put(folder, "tidy/mars.csv", BAD)
    put(folder, "ukjent/april.csv", GOOD)
    put(folder, "a/b/mai.csv", GOOD)
    assert take_all(folder, store, book) == [Became.REFUSED] * 3
    assert len(store.refused()) == 1
    reports = sorted((folder / "refused").rglob("*.problems.txt"))
    assert [path.parent.name for path in reports] == ["b", "tidy", "ukjent"]
    words = {path.parent.name: path.read_text() for path in reports}
    assert "«value»" in words["tidy"]
    assert "there is no source 'ukjent'" in words["ukjent"]
    assert all(path.with_name(path.name.removesuffix(".problems.txt")).read_bytes() for path in reports)


def test_a_file_that_was_taken_before_it_moved_is_no_news(folder: Path, store: Store, book: Rulebook) -> None:
    """Whoever was killed in between comes back to it."""
    put(folder, "tidy/mars.csv")
    (file,) = inbox.ready(folder, later())
    inbox._taken_in(file, folder, file.read_bytes(), later(), store, book)
    assert take_all(folder, store, book) == [Became.KNOWN]
    assert (len(store.deliveries()), left(folder)) == (1, [])


def test_two_files_of_one_name_are_two_files(folder: Path, store: Store, book: Rulebook) -> None:
    for value in ("5,1", "5,2"):
        put(folder, "tidy/mars.csv", GOOD.replace("5,2", value))
        assert take_all(folder, store, book) == [Became.TAKEN]
    assert len(list((folder / "taken" / "tidy").iterdir())) == 2


def test_names_and_things_that_are_no_files_harm_nobody(folder: Path, store: Store, book: Rulebook, tmp_path: Path) -> None:
    """A link out of the folder, a pipe, a name of 250 bytes, one with a line break."""
    (tmp_path / "secret").write_text("hemmelig")
    (folder / "tidy").mkdir()
    (folder / "tidy" / "lenke.csv").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "tidy" / "pipe.csv")
    put(folder, f"tidy/{'å' * 120}.csv")
    put(folder, "tidy/to\nlinjer.csv", GOOD.replace("5,2", "5,1"))
    became = take_all(folder, store, book)
    assert sorted(became) == [Became.REFUSED, Became.REFUSED, Became.TAKEN, Became.TAKEN]
    assert (tmp_path / "secret").read_text() == "hemmelig"
    assert len(store.deliveries()) == 2


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_look(
    folder: Path, store: Store, book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(folder, "tidy/mars.csv")

    def grown(path: Path) -> bytes:
        content = path.read_bytes()
        path.write_bytes(content + b"mer")
        return content

    monkeypatch.setattr(inbox, "read_file", grown)
    assert inbox.take(file, folder, store, book, later()) is Became.GONE
    assert (store.deliveries(), file.exists()) == ((), True)


def test_a_file_that_somebody_takes_away_is_gone(folder: Path, store: Store, book: Rulebook) -> None:
    file = put(folder, "tidy/mars.csv")
    file.unlink()
    assert inbox.take(file, folder, store, book, later()) is Became.GONE


def test_a_file_that_cannot_be_moved_keeps_no_other_waiting(
    folder: Path, store: Store, book: Rulebook, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, and what it brought is on record meanwhile."""
    for name, value in (("a.csv", "5,1"), ("b.csv", "5,2")):
        put(folder, f"tidy/{name}", GOOD.replace("5,2", value))
    stuck, rename = folder / "tidy" / "a.csv", Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path == stuck:
            raise PermissionError(13, "nei", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    place = Station(Settings(database_url=sqlite_url, rules=folder.parent / "rules", inbox=str(folder)))
    with pytest.raises(PermissionError):
        jobs.inbox.run(Job(id="inbox", organisation="", kind="inbox"), place, later())
    assert (left(folder), len(place.store.deliveries())) == (["tidy/a.csv"], 2)


def test_who_was_overtaken_moves_nothing(folder: Path, store: Store, book: Rulebook) -> None:
    """The file stays where the one who took over finds it."""
    file = put(folder, "tidy/mars.csv")
    store.fenced(Claim(row=1, epoch=1))
    with pytest.raises(Overtaken):
        inbox.take(file, folder, store, book, later())
    assert file.exists()


def test_a_file_came_when_it_was_put_there(folder: Path, store: Store, book: Rulebook) -> None:
    """A server that was down for a week makes nobody late; and the file's own times are not asked, which anybody sets."""
    before = datetime.now(UTC) - timedelta(seconds=1)
    file = put(folder, "tidy/mars.csv")
    os.utime(file, (0, 0))
    inbox.take(file, folder, store, book, later() + timedelta(days=7))
    (found,) = store.deliveries()
    assert before <= found.received_at <= datetime.now(UTC) + timedelta(seconds=1)
