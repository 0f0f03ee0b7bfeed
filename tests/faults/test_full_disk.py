"""A disk that is full: what was acknowledged stays, a round is written whole or not at all, and space heals it."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from engine.errors import StoreError
from engine.store import open_store
from tests.conftest import COUNTED
from tests.faults.watch import Watch, delivery, folder_of_rules, is_judged, losses, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

MEGABYTE = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB, where we may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no file system may be mounted here: a full disk was tried by the limit on a file's size only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_space_heals_it(
    small_disk: Path, blank_sqlite: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    url = f"sqlite:///{shutil.copy(blank_sqlite, small_disk / 'malvakt.sqlite3')}"
    watch, store, random, given = Watch(url, folder_of_rules(tmp_path), tmp_path / "cache"), open_store(url), Random(21), []
    watch.start()
    ballast = small_disk / "ballast"
    for number in range(12):
        room = shutil.disk_usage(small_disk).free - random.randint(0, 200) * 1024
        ballast.write_bytes(b"x" * max(room, 0))
        offered = delivery(number, random)
        try:
            store.receive(*offered)
        except StoreError as error:
            assert "full" in str(error) or "fails" in str(error)
            watch.counts["deliveries refused"] += 1
        else:
            given.append(offered)
            wait_for(lambda: is_judged(store) or _has_failed(watch, url))
        assert store.verify_log() == ()
        ballast.unlink()
    given.append(delivery(12, random))
    store.receive(*given[-1])
    wait_for(lambda: is_judged(store))
    watch.stop()
    found = losses(store, given, watch.rules, f"sqlite:///{tmp_path / 'control.sqlite3'}", each_judged=False)
    store.close()
    record_property(COUNTED, ("full disks", {"tries": 12, **watch.counts, **found}))
    assert found.total() == 0


def test_a_file_that_may_not_grow_loses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """The same by the limit that the system puts on the size of files, for processes that are killed in it, too."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    watch, store = Watch(sqlite_url, folder_of_rules(tmp_path), tmp_path / "cache"), open_store(sqlite_url)
    random, given = Random(22), []
    for number in range(6):
        given.append(delivery(number, random))
        store.receive(*given[-1])
        most = file.stat().st_size + random.randint(0, 100) * 1024
        watch.before = lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        narrow = watch.start()
        wait_for(lambda: is_judged(store) or _has_failed(watch, sqlite_url) or narrow.poll() is not None)  # noqa: B023 -- waited for within the turn
        watch.stop()
        watch.before = None
        assert store.verify_log() == ()
    given.append(delivery(6, random))
    store.receive(*given[-1])
    watch.start()
    wait_for(lambda: is_judged(store))
    watch.stop()
    assert losses(store, given, watch.rules, f"sqlite:///{tmp_path / 'control.sqlite3'}", each_judged=False).total() == 0
    store.close()


def _has_failed(watch: Watch, url: str) -> bool:
    """Whether a job has failed, or cannot even put that on record."""
    store = open_store(url)
    try:
        row = store.due.newest("judge", "eksempel")
        return row is None or bool(row.failure) or not any(watch.jobs_of(each) for each in watch.running)
    finally:
        store.close()
