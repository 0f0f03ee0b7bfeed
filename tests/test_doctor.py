"""What is wrong with an installation is found, one thing never hides another, and each finding says what to do."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine import rounds
from engine.calendar.schedule import Slot
from engine.channels.loader import none
from engine.doctor import QUESTIONS, Checked, Gravity, Patient, examine
from engine.rulebook.loader import Rulebook
from engine.settings import Settings
from engine.store import Store, open_store
from engine.store.outbox.store import open_outbox
from engine.store.person.store import open_person_store
from tests.decisions.organisations import deliver, everywhere, write
from tests.store.samples import NOON, TODAY


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return write(tmp_path / "rules")


@pytest.fixture
def patient(store: Store, database_url: str, book: Rulebook, tmp_path: Path) -> Patient:
    """An installation that guards: a round has judged its rule, and somebody outside watches."""
    deliver(store, "2023-03", everywhere("4.0"))
    rounds.run(store, book, as_of=TODAY, at=NOON)
    if store.file is not None:
        store.file.chmod(0o600)
    return Patient(
        settings=Settings(database_url=database_url, cache=tmp_path / "cache", heartbeat_url="https://watch.example/x"),
        book=lambda: book,
        store=store,
        outbox=open_outbox(database_url),
        persons=open_person_store(database_url),
        channels=none,
        now=NOON + timedelta(hours=1),
        env_file=tmp_path / ".env",
    )


def found(checked: tuple[Checked, ...]) -> list[tuple[str, Gravity]]:
    return [(each.name, finding.gravity) for each in checked for finding in each.findings]


def test_nothing_is_found_wrong_with_a_guard_that_guards(patient: Patient) -> None:
    assert (found(examine(patient)), len(examine(patient))) == ([], len(QUESTIONS))


def test_a_clock_that_was_set_back_is_found(patient: Patient) -> None:
    assert found(examine(replace(patient, now=NOON - timedelta(minutes=4)))) == []
    assert found(examine(replace(patient, now=NOON - timedelta(hours=1)))) == [("clock", Gravity.WRONG)]


def test_a_guard_that_was_asleep_is_found(patient: Patient) -> None:
    (finding,) = (each for checked in examine(replace(patient, now=NOON + timedelta(days=3))) for each in checked.findings)
    assert "no round for 72 hours" in finding.problem.text()


def test_a_held_round_and_a_refused_file_are_found(patient: Patient, book: Rulebook) -> None:
    deliver(patient.store, "2023-04", everywhere("9.0"), day=1)
    rounds.run(patient.store, book, as_of=TODAY + timedelta(days=30), at=NOON)
    assert found(examine(patient)) == [("guarding", Gravity.WRONG)]


def test_jobs_that_fail_die_or_hang_are_found(patient: Patient) -> None:
    """A failure is worth a look; the third is wrong. What dies without a word is seen by how often it was begun."""
    table = patient.store.due
    row = table.post("judge", "hemit", Slot("2026-01-01", NOON))
    for tries, gravity in ((1, Gravity.LOOK), (2, Gravity.LOOK), (3, Gravity.WRONG)):
        claim = table.claim(row, "one", NOON)
        assert claim is not None
        table.fail(claim, "disken er full", NOON + timedelta(minutes=1))
        checked = {each.name: each.findings for each in examine(replace(patient))}
        assert [each.gravity for each in checked["jobs"]] == [gravity]
        assert f"failed {tries} times: disken er full" in checked["jobs"][0].problem.text()
        assert [each.problem.place.file for each in checked["guarding"]] == ["jobs_fail"]
        row = table.rows()[0]
    claim = table.claim(row, "two", NOON)
    assert claim is not None
    assert table.finish(claim, NOON)
    assert found(examine(replace(patient))) == []
    hanging = table.post("aml", "hemit", Slot("2026-01-01", NOON))
    assert table.claim(hanging, "three", NOON - timedelta(hours=2)) is not None
    assert found(examine(replace(patient))) == [("jobs", Gravity.WRONG)]
    for silent in table.rows():
        if silent.job == "aml":
            assert table.claim(silent, "four", NOON) is not None
    (told,) = {each.name: each.findings for each in examine(replace(patient))}["jobs"]
    assert (told.gravity, "begun 2 times" in told.problem.text()) == (Gravity.LOOK, True)


def test_files_that_everybody_can_read_are_found(patient: Patient, tmp_path: Path) -> None:
    secret = tmp_path / ".env"
    secret.write_text("MALVAKT_LANGUAGE=nb\n")
    secret.chmod(0o644)
    assert found(examine(patient)) == [("secrets", Gravity.WRONG)]
    secret.chmod(0o600)
    assert found(examine(patient)) == []


def test_rules_that_are_broken_or_not_there_are_found(patient: Patient, tmp_path: Path) -> None:
    write(tmp_path / "other")
    (tmp_path / "other" / "hemit" / "guard.yaml").write_text("storm: {max_now: 3}\n")
    from engine.checks import KINDS
    from engine.rulebook.loader import load

    broken = load(tmp_path / "other", {name: kind.rule for name, kind in KINDS.items()})
    assert "max_new" in broken.errors[0].text()
    assert found(examine(replace(patient, book=lambda: broken)))[0] == ("rules", Gravity.WRONG)
    nothing = load(tmp_path / "nowhere", {})
    assert {name for name, _ in found(examine(replace(patient, book=lambda: nothing)))} == {"rules", "guarding"}


def test_a_cache_that_cannot_be_used_and_a_silent_watch_are_worth_a_look(patient: Patient, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    poor = replace(patient, settings=Settings(cache=tmp_path / "file" / "cache"))
    assert found(examine(poor)) == [("cache", Gravity.LOOK), ("heartbeat", Gravity.LOOK)]


def test_without_a_database_every_other_question_is_still_asked(patient: Patient, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere.sqlite3"
    lost = replace(patient, store=open_store(url), outbox=open_outbox(url), persons=open_person_store(url))
    names = [name for name, _ in found(examine(lost))]
    assert names == ["database", "log", "clock", "guarding", "jobs", "channels", "outbox", "quarantine"]
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_a_page_that_rotted_is_found(patient: Patient, tmp_path: Path) -> None:
    if patient.store.file is None:
        return
    copy = tmp_path / "rotten.sqlite3"
    with closing(sqlite3.connect(patient.store.file)) as whole, closing(sqlite3.connect(copy)) as to:
        whole.backup(to)
    content = bytearray(copy.read_bytes())
    for page in range(2, len(content) // 4096 - 1):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    copy.write_bytes(content)
    checked = examine(replace(patient, store=open_store(f"sqlite:///{copy}")))
    assert ("database", Gravity.WRONG) in found(checked)
