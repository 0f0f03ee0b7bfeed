"""A backup brings back everything, on either kind of database, verified; or it is refused and nothing has changed."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event, Semaphore, Thread
from typing import Any

import pytest
from django.apps import apps

from engine.avvik.chain import Head
from engine.backup import restore, take
from engine.backup.form import reading
from engine.backup.taking import databases
from engine.errors import BackupRefused
from engine.store import Store, copying, open_store
from engine.store.person.store import open_person_store
from tests.backup.filled import fill, record
from tests.store.samples import NOON, comment
from tests.store.writer import STEPS, take_step

_NUMBERS = count(1)
Blank = Callable[[], str]


@pytest.fixture
def blank(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Blank]:
    """Addresses of databases with nothing in them, of the same kind as the test's own."""
    made: list[str] = []

    def address() -> str:
        number = next(_NUMBERS)
        if database_url.startswith("sqlite"):
            return f"sqlite:///{tmp_path}/restored-{number}.sqlite3"
        server = request.getfixturevalue("server")
        made.append(f"restored_{number}_{random.randrange(10**9)}")
        server.run(f"CREATE DATABASE {made[-1]}")
        return str(server.url(made[-1]))

    yield address
    for name in made:
        request.getfixturevalue("server").run(f"DROP DATABASE {name} WITH (FORCE)")


def back_up(url: str, file: Path) -> Path:
    return take(file, databases(url, "")[0], NOON).file


def bring_back(file: Path, url: str, **said: Any) -> Store:
    database, _ = databases(url, "")
    restore(file, database, **said)
    database.close()
    return open_store(url)


def test_everything_comes_back(store: Store, database_url: str, blank: Blank, tmp_path: Path) -> None:
    fill(store)
    restored = bring_back(back_up(database_url, tmp_path / "b"), blank())
    assert record(restored) == record(store)
    assert (restored.verify_log(), restored.verify_ledger()) == ((), ())
    # The guards are there, and the next numbers follow those that were restored.
    take_step(restored, 7, STEPS[0])
    restored.append("A-000001", [comment("videre")], NOON)
    assert restored.log_head().count == store.log_head().count + 1
    restored.close()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_was_postgresql_becomes_sqlite_and_back(store: Store, database_url: str, blank: Blank, tmp_path: Path) -> None:
    fill(store)
    embedded = f"sqlite:///{tmp_path}/embedded.sqlite3"
    bring_back(back_up(database_url, tmp_path / "one"), embedded).close()
    again = bring_back(back_up(embedded, tmp_path / "two"), blank())
    assert record(again) == record(store)
    again.close()


def test_a_backup_of_the_same_moment_is_the_same_rows(store: Store, database_url: str, tmp_path: Path) -> None:
    fill(store)
    first, second = (back_up(database_url, tmp_path / name) for name in "ab")
    with reading(first) as one, reading(second) as other:
        assert one.manifest.parts == other.manifest.parts


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of one good backup."""
    folder = tmp_path_factory.mktemp("whole")
    store = open_store(f"sqlite:///{folder}/m.sqlite3")
    store.migrate()
    fill(store)
    store.close()
    return back_up(f"sqlite:///{folder}/m.sqlite3", folder / "backup")


def refused(file: Path, folder: Path) -> str:
    url = f"sqlite:///{folder}/refused.sqlite3"
    with pytest.raises(BackupRefused) as error:
        bring_back(file, url)
    assert [each.name for each in folder.iterdir() if each.name.startswith("refused")] == []
    return str(error.value)


def test_a_flipped_bit_anywhere_is_refused_and_leaves_nothing(whole: Path, tmp_path: Path) -> None:
    """At every 97th byte, at the first hundred and at the last two hundred."""
    good = whole.read_bytes()
    places = {*range(0, len(good), 97), *range(100), *range(len(good) - 200, len(good))}
    damaged = tmp_path / "damaged"
    for place in sorted(places):
        damaged.write_bytes(good[:place] + bytes([good[place] ^ (1 << place % 8)]) + good[place + 1 :])
        refused(damaged, tmp_path)


@pytest.mark.parametrize("length", [0, 1, 80, 1000, -1, -90])
def test_a_file_that_was_cut_is_refused(whole: Path, tmp_path: Path, length: int) -> None:
    (tmp_path / "cut").write_bytes(whole.read_bytes()[:length])
    refused(tmp_path / "cut", tmp_path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", tmp_path)
    refused(tmp_path, tmp_path)


def forged(whole: Path, tmp_path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A backup in which somebody changed a member, and computed the hash of the file anew."""
    made = tmp_path / "forged"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    content = made.read_bytes()
    made.write_bytes(content + f"\nmalvakt-backup-1 sha256 {hashlib.sha256(content).hexdigest()}\n".encode())
    return made


def in_manifest(change: Callable[[Any], Any]) -> Callable[[str, bytes], bytes]:
    def changed(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        change(manifest)
        return json.dumps(manifest).encode()

    return changed


def _drop_a_row(name: str, content: bytes) -> bytes:
    return content[: content.rindex(b"\n", 0, -1) + 1] if name == "store/store_entry.jsonl" else content


@pytest.mark.parametrize(
    "change",
    [
        _drop_a_row,
        lambda name, content: content.replace(b"blir st", b"ble st"),
        lambda name, content: b"[1]\n" if name == "store/store_round.jsonl" else content,
        lambda name, content: b"{" if name == "manifest.json" else content,
        in_manifest(lambda manifest: manifest.update(log_head=str(Head(99, "a" * 64)))),
        in_manifest(lambda manifest: manifest["parts"][0]["migrations"].append(["store", "0999_later"])),
        in_manifest(lambda manifest: manifest["parts"][0]["apps"].append("later")),
        in_manifest(lambda manifest: manifest["parts"][0]["tables"][0].update(name="x; DROP TABLE store_entry")),
        in_manifest(lambda manifest: manifest["parts"][0]["tables"][0]["columns"].append(["x", "text"])),
        in_manifest(lambda manifest: manifest["parts"][0].update(name="elsewhere")),
        in_manifest(lambda manifest: manifest.update(unknown=1)),
    ],
)
def test_a_file_that_vouches_for_itself_is_still_held_against_its_manifest_and_chain(
    whole: Path, tmp_path: Path, change: Callable[[str, bytes], bytes]
) -> None:
    refused(forged(whole, tmp_path, change), tmp_path)


def test_rows_and_manifest_forged_together_break_the_chain(whole: Path, tmp_path: Path) -> None:
    """Who rewrites a comment and every hash of the file still has the log's own links against them."""
    with zipfile.ZipFile(whole) as archive:
        words = archive.read("store/store_entrywords.jsonl").replace(b"blir st", b"ble st")
    sealed = hashlib.sha256(words).hexdigest()

    def change(name: str, content: bytes) -> bytes:
        def seal(manifest: Any) -> None:
            for table in manifest["parts"][0]["tables"]:
                table["sha256"] = sealed if table["name"] == "store_entrywords" else table["sha256"]

        return words if name == "store/store_entrywords.jsonl" else in_manifest(seal)(name, content)

    assert "not whole" in refused(forged(whole, tmp_path, change), tmp_path)


def test_an_anchor_that_the_backup_does_not_contain_refuses_it(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="anchor"):
        bring_back(whole, f"sqlite:///{tmp_path}/a.sqlite3", anchor=Head(2, "a" * 64))
    assert not (tmp_path / "a.sqlite3").exists()


def test_only_an_empty_database_is_restored_into(whole: Path, store: Store, database_url: str) -> None:
    before = record(store)
    with pytest.raises(BackupRefused, match="not empty"):
        bring_back(whole, database_url)
    assert record(store) == before


def test_a_backup_is_its_owners_and_appears_whole(whole: Path, store: Store, database_url: str, tmp_path: Path) -> None:
    assert whole.stat().st_mode & 0o077 == 0
    named = back_up(database_url, tmp_path)
    assert named.name == "malvakt-20230420T120000Z.backup"
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == [named.name]
    with pytest.raises(BackupRefused, match="cannot be written"):
        back_up(database_url, tmp_path / "no" / "such" / "folder")


def test_evidence_about_persons_goes_along_only_when_asked(tmp_path: Path) -> None:
    url, person_url = f"sqlite:///{tmp_path}/m.sqlite3", f"sqlite:///{tmp_path}/p.sqlite3"
    store, persons = open_store(url), open_person_store(person_url)
    store.migrate()
    persons.migrate()
    judged, evidence = databases(url, person_url)
    with_them = take(tmp_path / "with", judged, NOON, persons=evidence).file
    without = take(tmp_path / "without", judged, NOON).file
    with zipfile.ZipFile(with_them) as one, zipfile.ZipFile(without) as other:
        assert {name.split("/")[0] for name in one.namelist()} == {"store", "persons", "manifest.json"}
        assert {name.split("/")[0] for name in other.namelist()} == {"store", "manifest.json"}
    with pytest.raises(BackupRefused, match="persons"):
        restore(with_them, databases(f"sqlite:///{tmp_path}/x.sqlite3", "")[0])
    for target in ("", f"sqlite:///{tmp_path}/there.sqlite3"):
        to = databases(f"sqlite:///{tmp_path}/to{len(target)}.sqlite3", target)
        restore(with_them, to[0], persons=to[1])
        assert open_person_store(target or f"sqlite:///{tmp_path}/to0.sqlite3").is_current()
        for each in to:
            each.close()
    for opened in (store, persons, judged, evidence):
        opened.close()


def test_every_column_has_a_kind() -> None:
    for app in ("store", "people", "person"):
        found = copying.tables(app)
        assert len(found) == len(list(apps.get_app_config(app).get_models(include_auto_created=True)))


def backups_during_writes(database_url: str, blank: Blank, folder: Path, wanted: int) -> list[int]:
    """How long the log was in each restored backup, while somebody else went on writing: a few turns for each backup."""
    stop, turns, lengths = Event(), Semaphore(0), []

    def write() -> None:
        writer = open_store(database_url)
        for turn in count():
            turns.acquire()
            # Rounds and words alone: figures would make the test ever slower, and no other.
            for step in STEPS[1:]:
                take_step(writer, turn, step)
                if stop.is_set():
                    writer.close()
                    return

    thread = Thread(target=write)
    thread.start()
    try:
        for number in range(wanted):
            turns.release(3)
            taken = take(folder / str(number), databases(database_url, "")[0], datetime.now(UTC))
            restored = bring_back(taken.file, blank(), anchor=taken.log_head)
            assert (restored.verify_log(), restored.log_head()) == ((), taken.log_head)
            lengths.append(taken.log_head.count)
            restored.close()
    finally:
        stop.set()
        turns.release()
        thread.join()
    return lengths


def test_backups_during_writes_restore_whole(store: Store, database_url: str, blank: Blank, tmp_path: Path) -> None:
    lengths = backups_during_writes(database_url, blank, tmp_path, 3)
    assert lengths == sorted(lengths)


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_fifty_of_fifty_backups_during_writes_restore_whole(
    store: Store, database_url: str, blank: Blank, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lengths = backups_during_writes(database_url, blank, tmp_path, 50)
    with capsys.disabled():
        print(f"\nbackups restored and verified: {len(lengths)} of 50, logs of {lengths[0]} to {lengths[-1]} entries")  # noqa: T201
    assert len(set(lengths)) > 1
