"""A seeded hospital for the working-time benchmark: day workers on call, rotating shifts, weekends, overtime."""

from datetime import date

import numpy as np
import numpy.typing as npt

from engine.worktime.clock import DAY, HOUR, Bools, Ints, day_number, to_utc
from engine.worktime.kinds import RecordType
from engine.worktime.records import CODE, Records

MONDAY = date(2021, 1, 4)
# What a day of a rotation begins with and how long it lasts, in hours; 0 is a free day. Six weeks, every third weekend worked.
_DAY, _EVENING, _NIGHT, _FREE = (7, 8), (14, 8), (22, 9), (0, 0)
_ROTATION = (
    [_DAY, _DAY, _EVENING, _EVENING, _FREE, _DAY, _DAY],
    [_FREE, _EVENING, _EVENING, _FREE, _DAY, _FREE, _FREE],
    [_DAY, _DAY, _DAY, _FREE, _NIGHT, _FREE, _FREE],
    [_FREE, _NIGHT, _NIGHT, _FREE, _FREE, _EVENING, _DAY],
    [_FREE, _DAY, _EVENING, _EVENING, _EVENING, _FREE, _FREE],
    [_DAY, _DAY, _DAY, _DAY, _DAY, _FREE, _FREE],
)
_OFFICE = [(8, 8)] * 5 + [_FREE] * 2


def is_rotating(employees: int, seed: int = 1) -> Bools:
    """Which employees work shifts; the others work office hours, and every fifth of those is on call."""
    return np.random.default_rng(seed).random(employees) < 0.5


def rosters(employees: int, weeks: int, seed: int = 1) -> Records:
    """Sorted records of so many employees over so many weeks; about 3.5 a week each."""
    random = np.random.default_rng(seed + 1)
    rotating, days = is_rotating(employees, seed), weeks * 7
    starts, lengths = _planned(random, rotating, days)
    starts += random.choice(np.array([-15, 0, 0, 0, 0, 15, 30], dtype=np.int64), starts.shape)
    lengths += np.where((lengths > 0) & (random.random(starts.shape) < 0.03), random.integers(1, 5, starts.shape) * HOUR, 0)
    lengths[random.random(starts.shape) < 0.25] = 0  # holidays, leave, courses elsewhere
    employee, day = np.nonzero(lengths)
    start = (day_number(MONDAY) + day) * DAY + starts[employee, day]
    called, called_at, called_for = _callouts(random, rotating, days)
    kind = np.full(len(employee) + len(called), CODE[RecordType.ORDINARY], dtype=np.int8)
    kind[len(employee) :] = CODE[RecordType.CALLOUT]
    employee, start = np.concatenate([employee, called]), to_utc(np.concatenate([start, called_at])).utc
    return _sorted(employees, employee, start, np.concatenate([lengths[lengths > 0], called_for]), kind)


def _planned(random: np.random.Generator, rotating: Bools, days: int) -> tuple[Ints, Ints]:
    """Start and length in minutes of each employee's (rows) shift on each day (columns)."""
    rotation = np.array(_ROTATION, dtype=np.int64).reshape(-1, 2) * HOUR
    office, at = np.array(_OFFICE, dtype=np.int64) * HOUR, np.arange(days, dtype=np.int64)
    turn = (at[None, :] + random.integers(0, 6, len(rotating))[:, None] * 7) % len(rotation)
    pattern = np.where(rotating[:, None, None], rotation[turn], office[at % 7][None])
    return pattern[..., 0].copy(), pattern[..., 1].copy()


def _callouts(random: np.random.Generator, rotating: Bools, days: int) -> tuple[Ints, Ints, Ints]:
    """Employee, start and length: who is on call is called out once in two weeks, at any hour."""
    on_call = np.flatnonzero(~rotating)[::5]
    employee = random.choice(on_call, len(on_call) * days // 14)
    start = (day_number(MONDAY) + random.integers(0, days, len(employee))) * DAY + random.integers(0, DAY, len(employee))
    return employee, start, random.integers(1, 5, len(employee)) * HOUR


def _sorted(employees: int, employee: Ints, start: Ints, length: Ints, kind: npt.NDArray[np.int8]) -> Records:
    """Without what overlaps: that is remarked, and this is a benchmark of breaches."""
    order = np.lexsort((kind, start + length, start, employee))
    employee, start, end, kind = employee[order], start[order], (start + length)[order], kind[order]
    apart = np.append(True, (employee[1:] != employee[:-1]) | (start[1:] >= end[:-1]))
    count = int(apart.sum())
    names = tuple(f"{number:06d}" for number in range(employees))
    nothing = np.zeros(count, dtype=np.int64)
    return Records(names, ("",), employee[apart], start[apart], end[apart], kind[apart], nothing > 0, nothing)
