"""The invented working time of the demo: who breaches what in which week stands here, so that the counts are known.

Helse Nord IKT's first quarter of 2023 has as many breaches of each of the report's six types and three months as the report
prints. Rest between two days, which the report does not list, is breached besides by whoever works for more than 13 hours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from engine.worktime.kinds import BreachType, RecordType, Source
from engine.worktime.records import WorkRecord

_WEEK: Final = timedelta(weeks=1)
_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)


class Shift(NamedTuple):
    weekday: int
    """0 = Monday."""
    starts: int
    """The hour, on Oslo's clock."""
    hours: float
    type: RecordType = RecordType.ORDINARY


Week = tuple[Shift, ...]


def _daily(hours: float, days: Iterable[int] = range(5), starts: int = 8) -> Week:
    return tuple(Shift(day, starts, hours) for day in days)


def _called_out(day: int, starts: int, hours: float) -> Shift:
    return Shift(day, starts, hours, RecordType.CALLOUT)


ORDINARY: Final = _daily(7.5)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Weeks in a row that make one breach."""

    weeks: Sequence[Week]
    begins: int = 0
    """Weeks after the month's first Monday."""
    spread: int = 3
    """Not everybody in the same week: over so many of them."""


PATTERNS: Final[Mapping[BreachType, Pattern]] = {
    # 14 hours on Tuesday; on Wednesday not before ten.
    BreachType.DAY_TOTAL: Pattern([(Shift(_MON, 8, 7.5), Shift(_TUE, 8, 14), *_daily(7.5, (_WED, _THU, _FRI), starts=10))]),
    # Four days of 12: 12 hours over 9 a day, and not more than 48 in all.
    BreachType.WEEK_OVERTIME: Pattern([_daily(12, range(4))]),
    # 47 hours a week for four weeks: 7 hours of overtime in each.
    BreachType.FOUR_WEEK_OVERTIME: Pattern([(*_daily(10, range(4)), Shift(_FRI, 8, 7))] * 4, begins=-1, spread=1),
    BreachType.CONSECUTIVE_SUNDAYS: Pattern([(*ORDINARY, _called_out(_SUN, 14, 2))] * 2, spread=2),
    # Called out on Saturday and Sunday: 25 hours free at the most.
    BreachType.WEEKLY_REST: Pattern([(*ORDINARY, _called_out(_SAT, 12, 1), _called_out(_SUN, 14, 1))]),
    # 49 hours, 9 of them overtime.
    BreachType.WEEK_TOTAL: Pattern([(*_daily(9), Shift(_SAT, 9, 4, RecordType.OVERTIME))]),
}

Breaching = Mapping[BreachType, tuple[Iterable[int], ...]]
"""By type, and by month: the employees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The working time of an organisation, from a Monday on."""

    organisation: str
    first: date
    last: date
    months: Sequence[date]
    """The first Monday of each month in which somebody breaches something."""
    units: Mapping[str, range]
    """Unit → employee numbers."""
    breaching: Breaching


HEMIT: Final = Worked(
    organisation="hemit",
    first=date(2015, 9, 7),
    last=date(2015, 12, 31),
    months=(date(2015, 10, 5), date(2015, 11, 2), date(2015, 12, 7)),
    units={
        "it-service": range(7001, 7015),
        "drift": range(7015, 7027),
        "forvaltning": range(7027, 7035),
        "virksomhetsutvikling": range(7035, 7041),
        "adm": range(7041, 7045),
    },
    breaching={
        BreachType.DAY_TOTAL: ((7001, 7004, 7015), (7001, 7016, 7030), (7001, 7004, 7015, 7016, 7041)),
        BreachType.WEEK_OVERTIME: ((7003,), (7003, 7019), (7003, 7019, 7031)),
        BreachType.FOUR_WEEK_OVERTIME: ((), (7009,), (7023,)),
        BreachType.CONSECUTIVE_SUNDAYS: ((7007, 7020), (7007, 7021), (7020,)),
        BreachType.WEEKLY_REST: ((7002, 7017), (7002, 7006, 7018), (7002, 7006, 7017)),
        BreachType.WEEK_TOTAL: ((7008,), (7022,), (7008, 7032)),
    },
)
HN_IKT: Final = Worked(
    organisation="helse-nord-ikt",
    first=date(2022, 12, 5),
    last=date(2023, 4, 2),
    months=(date(2023, 1, 2), date(2023, 2, 6), date(2023, 3, 6)),
    units={"helse-nord-ikt": range(4001, 4065)},
    breaching={
        BreachType.DAY_TOTAL: (range(4001, 4008), range(4001, 4005), range(4001, 4013)),
        BreachType.WEEK_OVERTIME: (range(4013, 4020), range(4013, 4017), range(4013, 4022)),
        BreachType.FOUR_WEEK_OVERTIME: ((), range(4022, 4025), range(4025, 4030)),
        BreachType.CONSECUTIVE_SUNDAYS: (range(4030, 4041), range(4030, 4038), range(4030, 4037)),
        BreachType.WEEKLY_REST: (range(4041, 4048), range(4041, 4050), range(4041, 4051)),
        BreachType.WEEK_TOTAL: (range(4051, 4055), range(4051, 4057), range(4051, 4055)),
    },
)


def worked(of: Worked) -> list[WorkRecord]:
    special = dict(_special(of))
    mondays = [of.first + number * _WEEK for number in range((of.last - of.first).days // 7 + 1)]
    rows = (
        _record(str(employee), unit, monday, shift)
        for unit, employees in of.units.items()
        for employee in employees
        for monday in mondays
        for shift in special.get((employee, monday), ORDINARY)
    )
    return [row for row in rows if row.start.date() <= of.last]


def roster(of: Worked, unit: str, after: date) -> list[WorkRecord]:
    """Two weeks from the Monday after a day on: half of the unit by day, half in the evening, and changed over."""
    monday = after + timedelta(days=7 - after.weekday())
    late = _daily(7.5, starts=15)
    return [
        _record(str(employee), unit, monday + week * _WEEK, shift, Source.PLANNED)
        for employee in of.units[unit]
        for week in range(2)
        for shift in ((ORDINARY, late)[(employee + week) % 2])
    ]


def _special(of: Worked) -> Iterator[tuple[tuple[int, date], Week]]:
    for kind, months in of.breaching.items():
        pattern = PATTERNS[kind]
        for first, employees in zip(of.months, months, strict=True):
            for rank, employee in enumerate(employees):
                begins = first + (pattern.begins + rank % pattern.spread) * _WEEK
                yield from (((employee, begins + number * _WEEK), week) for number, week in enumerate(pattern.weeks))


def _record(employee: str, unit: str, monday: date, shift: Shift, source: Source = Source.ACTUAL) -> WorkRecord:
    start = datetime.combine(monday + timedelta(days=shift.weekday), time(shift.starts))
    end = start + timedelta(hours=shift.hours)
    return WorkRecord(employee=employee, start=start, end=end, type=shift.type, unit=unit, source=source)
