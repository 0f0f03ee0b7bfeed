"""A round reads what changed since the last one, and finds what a round over everything finds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import engine.casework as module
from engine.aml.retention import cuts
from engine.casework import Casework, judge
from engine.errors import StoreError
from engine.store.person import evidence, models
from engine.store.person.store import PersonStore, open_person_store
from engine.worktime.profile import Assigned
from engine.worktime.profiles import Profiles
from engine.worktime.records import WorkRecord
from tests.store.person.samples import AT, handover, work
from tests.worktime.engine_side import SHIPPED

_FIRST = date(2023, 1, 2)


@pytest.fixture
def persons(sqlite_url: str) -> Iterator[PersonStore]:
    yield from _opened(sqlite_url)


def _opened(url: str) -> Iterator[PersonStore]:
    store = open_person_store(url)
    store.migrate()
    yield store
    store.close()


def _shifts(random: Random, people: Sequence[str], first: int, days: int) -> list[WorkRecord]:
    """Office hours with long days, callouts at night and weekends here and there."""
    rows = []
    for person in people:
        for day in range(first, first + days):
            on = _FIRST + timedelta(days=day)
            if on.weekday() < 5 and random.random() < 0.9:
                rows.append(work(person, on.day, random.choice((8, 8, 8, 9, 11, 14)), on.month, unit="drift"))
            elif random.random() < 0.2:
                rows.append(work(person, on.day, random.choice((2, 9)), on.month, unit="drift"))
    return rows


def _take(persons: PersonStore, rows: Sequence[WorkRecord], first: int, days: int) -> None:
    asked = {"first": _FIRST + timedelta(days=first), "last": _FIRST + timedelta(days=first + days - 1)}
    if rows:
        persons.take(rows, handover(**asked))


def _all_anew(persons: PersonStore) -> None:
    with persons.round("hemit") as held:
        models.Judged.objects.using(held._db).all().delete()


def _standing(persons: PersonStore) -> list[Any]:
    """What stands, by employee number, with what has happened to it."""
    with persons.reading("hemit") as held:
        names = {pseudonym: number for number, pseudonym in held.pseudonyms().items()}
        rows = [(row.withdrawn, replace(row.result, employee=names[row.result.employee])) for row in held.standing().values()]
    return sorted(rows, key=lambda row: row[1].order)


def _numbers(done: Casework) -> dict[str, Any]:
    fields = ("found", "changed", "withdrawn", "opened", "not_evaluated", "doubts")
    measured = {"months": done.measured.months, "open": done.measured.not_evaluated}
    counts = {(month, unit): group.counts for month, units in done.measured.tally.items() for unit, group in units.items()}
    return {name: getattr(done, name) for name in fields} | measured | {"counts": counts}


@pytest.mark.parametrize("seed", range(3))
def test_rounds_over_what_changed_say_what_rounds_over_everything_say(tmp_path: Path, seed: int) -> None:
    """New days, corrections far back, newcomers, people who are left out, and a deletion by age."""
    stores = [next(_opened(f"sqlite:///{tmp_path}/{name}.sqlite3")) for name in ("increments", "whole")]
    random = Random(seed)
    people = [f"{number}" for number in range(100, 107)]
    told: list[list[Any]] = [[], []]
    steps = [(0, 98), (98, 7), (105, 1), (106, 1), (random.randrange(100), 5), (107, 7), (114, 3)]
    for step, (first, days) in enumerate(steps):
        there = people if step == 0 else random.sample([*people, f"{200 + step}"], random.randint(3, 8))
        rows = _shifts(random, there, first, days)
        for store, lines in zip(stores, told, strict=True):
            _take(store, rows, first, days)
            if store is stores[1]:
                _all_anew(store)
            lines.append(_numbers(judge(store, "hemit", SHIPPED, AT)))
        if step == 5:
            for store in stores:
                store.retain(cuts(date(2024, 4, 10), 14, 36), by="hr", at=AT)
    assert told[0] == told[1]
    assert _standing(stores[0]) == _standing(stores[1])
    assert _standing(stores[0]), "there is something to compare"
    for store in stores:
        store.close()


def test_of_one_new_day_a_few_weeks_are_read(persons: PersonStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the history, and without a breach in what changed."""
    people = [f"{number}" for number in range(20)]
    rows = [
        work(person, on.day, 8, on.month)
        for day in range(200)
        if (on := _FIRST + timedelta(days=day)).weekday() < 5
        for person in people
    ]
    last = max(row.start.date() for row in rows)
    before = [row for row in rows if row.start.date() < last]
    persons.take(before, handover(first=_FIRST, last=last - timedelta(days=1)))
    judge(persons, "hemit", SHIPPED, AT)
    persons.take([row for row in rows if row.start.date() == last], handover(first=last, last=last))
    read: list[WorkRecord] = []
    whole = evidence.records

    def counting(*asked: Any, **more: Any) -> Iterator[WorkRecord]:
        for row in whole(*asked, **more):
            read.append(row)
            yield row

    monkeypatch.setattr(evidence, "records", counting)
    judge(persons, "hemit", SHIPPED, AT)
    assert 0 < len(read) < len(rows) / 2
    read.clear()
    judge(persons, "hemit", SHIPPED, AT)
    assert not read, "nothing has changed"


def test_another_profile_is_judged_from_the_beginning(persons: PersonStore) -> None:
    """A breach by the law's main rule is none under an agreement, and the round says so."""
    _take(persons, [work("1001", 6, 14)], 0, 100)
    assert judge(persons, "hemit", SHIPPED, AT).found == 2
    agreed = Profiles(SHIPPED.laws, SHIPPED.profiles, (Assigned(employee="1001", profile="avtale-tillitsvalgte"),))
    assert judge(persons, "hemit", agreed, AT).withdrawn == 2
    assert judge(persons, "hemit", agreed, AT).withdrawn == 0


def test_records_that_arrive_meanwhile_are_judged_too(persons: PersonStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a round; a round whose evidence changed under it begins again, and gives up in the end."""
    _take(persons, [work("1001", 6, 14)], 0, 100)
    whole, arriving = module.judge_evidence, [[work("1002", 7, 14)]]

    def slow(*asked: Any) -> Any:
        judged = whole(*asked)
        if arriving:
            persons.take(arriving.pop(), handover())
        return judged

    monkeypatch.setattr(module, "judge_evidence", slow)
    done = judge(persons, "hemit", SHIPPED, AT)
    assert (done.found, {row.employee for _, row in _standing(persons)}) == (4, {"1001", "1002"})
    arriving += [[work(f"{number}", 8, 14)] for number in range(2000, 2010)]
    with pytest.raises(StoreError, match="run again"):
        judge(persons, "hemit", SHIPPED, AT)
