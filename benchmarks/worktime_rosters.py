"""A seeded hospital for the working-time benchmark: day workers on call, rotating shifts, weekends, overtime."""

from datetime import date

import numpy as np

from engine.worktime.clock import DAY, Ints, day_number, to_utc
from engine.worktime.kinds import RecordType
from engine.worktime.records import CODE, Records

_MONDAY = day_number(date(2021, 1, 4))
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


def rosters(employees: int, weeks: int, seed: int = 1) -> Records:
    """Records of `employees` over `weeks`, sorted by employee and start; about 3.5 a week each."""
    random = np.random.default_rng(seed)
    days = weeks * 7
    rotating = random.random(employees) < 0.5
    starts, lengths = _planned(random, employees, days, rotating)
    starts += random.choice(np.array([-15, 0, 0, 0, 0, 15, 30], dtype=np.int64), starts.shape)
    lengths += np.where((lengths > 0) & (random.random(starts.shape) < 0.03), random.integers(1, 5, starts.shape) * 60, 0)
    lengths[random.random(starts.shape) < 0.25] = 0
    employee, day = np.nonzero(lengths)
    start = (_MONDAY + day) * DAY + starts[employee, day]
    length, kind = lengths[employee, day], np.full(len(day), CODE[RecordType.ORDINARY], dtype=np.int8)
    called, called_start, called_length = _callouts(random, rotating, days)
    employee, start = np.concatenate([employee, called]), np.concatenate([start, called_start])
    length = np.concatenate([length, called_length])
    kind = np.concatenate([kind, np.full(len(called), CODE[RecordType.CALLOUT], dtype=np.int8)])
    utc = to_utc(start).utc
    order = np.lexsort((kind, utc + length, utc, employee))
    employee, start, length, kind = employee[order], utc[order], length[order], kind[order]
    apart = np.append(True, (employee[1:] != employee[:-1]) | (start[1:] >= (start + length)[:-1]))
    return _records(employees, employee[apart], start[apart], length[apart], kind[apart])


def _planned(random: np.random.Generator, employees: int, days: int, rotating: "np.ndarray") -> tuple[Ints, Ints]:  # type: ignore[type-arg]
    rotation = np.array(_ROTATION, dtype=np.int64).reshape(-1, 2) * 60
    office = np.array([(8, 8)] * 5 + [_FREE] * 2, dtype=np.int64) * 60
    offset = random.integers(0, 6, employees) * 7
    at = np.arange(days, dtype=np.int64)
    turn = (at[None, :] + offset[:, None]) % len(rotation)
    pattern = np.where(rotating[:, None, None], rotation[turn], office[at % 7][None])
    return pattern[..., 0].copy(), pattern[..., 1].copy()


def _callouts(random: np.random.Generator, rotating: "np.ndarray", days: int) -> tuple[Ints, Ints, Ints]:  # type: ignore[type-arg]
    """Every tenth day worker is called out, on average once in two weeks, at any hour."""
    on_call = np.flatnonzero(~rotating)[::5]
    count = len(on_call) * days // 14
    employee = random.choice(on_call, count) if len(on_call) else np.empty(0, dtype=np.int64)
    start = (_MONDAY + random.integers(0, days, len(employee))) * DAY + random.integers(0, DAY, len(employee))
    return employee, start, random.integers(1, 5, len(employee)) * 60


def _records(employees: int, employee: Ints, start: Ints, length: Ints, kind: "np.ndarray") -> Records:  # type: ignore[type-arg]
    names = tuple(f"{number:06d}" for number in range(employees))
    planned = np.zeros(len(start), dtype=np.bool_)
    return Records(names, ("",), employee, start, start + length, kind, planned, np.zeros(len(start), dtype=np.int64))
