"""A day's new records change what they touch, and the findings are those of a check of everything."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine.worktime.recheck as module
from engine.worktime.check import check
from engine.worktime.findings import Findings
from engine.worktime.kinds import RecordType
from engine.worktime.normalise import normalise
from engine.worktime.recheck import recheck
from engine.worktime.records import WorkRecord
from tests.worktime.engine_side import owners_with, records_of
from tests.worktime.rosters import EXTRAS, OSLO, SHIFTS, STARTS, profile_of, work_at

_PLAIN = {"aml_profile": "plain", "valid_from": "2015-07-01", "oncall": {"factor": "1/7"}}


def _people(random: Random, weeks: int) -> list[WorkRecord]:
    """Six people: office hours or a pattern of shifts, with holidays, extra work and standby here and there."""
    first = random.choice(STARTS)
    rows: list[WorkRecord] = []
    for who in range(6):
        office = [SHIFTS[0]] * 5 + [None] * 2
        pattern = office if who % 2 else random.choices((*SHIFTS[:9], None, None, None, None), k=random.randint(3, 40))
        days = range(random.choice((0, 0, 0, 30)), weeks * 7)
        planned = [(day, pattern[day % len(pattern)]) for day in days if random.random() < 0.95]
        work = [work_at(first, day, shift[0] * 60, round(shift[1] * 60), "ordinary") for day, shift in planned if shift]
        for _ in range(random.randint(0, 10)):
            kind = random.choice(EXTRAS)
            length = random.randint(1, 5 * 1440 if kind == "standby" else 600)
            work.append(work_at(first, random.randrange(weeks * 7), random.randrange(1440), length, kind))
        rows += records_of(work, f"{who}")
    return rows


def _shown(findings: Findings) -> list[tuple[object, ...]]:
    return [(*row.as_json().values(), row.since, row.remark) for row in findings.results()]


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_the_findings_are_those_of_a_whole_check(seed: int) -> None:
    """New records, corrected ones and withdrawn ones, under any profile, on any day."""
    random = Random(seed)
    weeks = random.choice((14, 20, 30, 60))
    rows = _people(random, weeks)
    start = min(row.start for row in rows).astimezone(OSLO)
    since = (start + timedelta(days=random.randint(weeks * 4, weeks * 7 - 1))).date()
    cut = datetime(since.year, since.month, since.day, tzinfo=OSLO)
    kept = [row for row in rows if row.start < cut or random.random() < 0.5]
    owners = owners_with(profile_of(random) if random.random() < 0.5 else _PLAIN)
    before = check(normalise(kept), owners, workers=1)
    assert _shown(recheck(before, normalise(rows), owners, since=since)) == _shown(check(normalise(rows), owners, workers=1))


def test_who_has_nothing_near_a_limit_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of people in office hours a few weeks are read, however long the history."""
    first = datetime(2022, 1, 3, 8)
    rows = [row for day in range(400) if day % 7 < 5 for row in _office(first + timedelta(days=day))]
    owners = owners_with(_PLAIN)
    since = first.date() + timedelta(days=392)
    before = check(normalise([row for row in rows if row.start.date() < since]), owners)
    read: list[int] = []
    blocks_of = module.blocks_of

    def counting(records: object, *args: object, **more: object) -> object:
        for block in blocks_of(records, *args, **more):  # type: ignore[arg-type]
            read.append(len(block.own))
            yield block

    monkeypatch.setattr(module, "blocks_of", counting)
    found = recheck(before, normalise(rows), owners, since=since)
    assert sum(read) < len(rows) / 4
    assert _shown(found) == _shown(check(normalise(rows), owners))


def _office(start: datetime) -> list[WorkRecord]:
    return [
        WorkRecord(employee=f"{who}", start=start, end=start + timedelta(hours=8), type=RecordType.ORDINARY) for who in range(5)
    ]
