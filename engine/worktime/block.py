"""A block of employees of one shape: their work on one axis, and what several breach types derive from it, each thing once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import DAY, HOUR, Bools, Ints
from engine.worktime.kinds import COUNTED, RecordType
from engine.worktime.overtime import overtime_of_days, overtime_of_weeks, overtime_slots
from engine.worktime.own import Own, own_records
from engine.worktime.records import CODE, Records
from engine.worktime.red_calendar import RedCalendar, worked
from engine.worktime.shape import Shape
from engine.worktime.shifts import Shifts, merged
from engine.worktime.slots import Slots, slots_of
from engine.worktime.terms import Terms

PAUSE = 8 * DAY
"""Between two employees on the axis: longer than any window that slides."""


@dataclass(frozen=True, eq=False)
class Block:
    """Some employees, judged on their planned or their actual records.

    `known` is the stretch of each employee's own axis in which absence of records means that there was no work.
    """

    records: Records
    codes: Ints
    """Of the block's employees among all, in order."""
    calendar: Calendar
    shape: Shape
    terms: Terms
    owners: Ints | int
    """The term of each employee on each day of the calendar, or the one term of all."""
    known: tuple[int, int]
    red: RedCalendar
    planned: bool = False

    @property
    def span(self) -> int:
        return self.calendar.length + PAUSE

    @property
    def employees(self) -> int:
        return len(self.codes)

    @cached_property
    def own(self) -> Own:
        """The records that are judged."""
        return own_records(self.records, self.codes, self.calendar, self.span, planned=self.planned)

    @cached_property
    def counted(self) -> frozenset[RecordType]:
        """The types of records that are work, minute for minute."""
        more = {RecordType.TRAVEL} if self.shape.travel_counts else set()
        more |= {RecordType.STANDBY} if self.shape.standby_is_work else set()
        return COUNTED | more

    @cached_property
    def work(self) -> Own:
        """The records that are counted; those too long to be true are left out."""
        work = self.own.of(self.counted)
        # By the clock's face a record may be an hour longer than it was.
        return work if self.records.longest + HOUR <= self.shape.max_record else work.not_longer(self.shape.max_record)

    @cached_property
    def shifts(self) -> Shifts:
        """All counted work."""
        return self.work.union(self.shape.merge_gap_min)

    @cached_property
    def rest_breakers(self) -> Shifts:
        """The work that breaks a weekly rest: all but the shortest callouts, where the profile lets those pass."""
        shortest = self.shape.ignore_callout_min
        if not shortest or RecordType.CALLOUT not in self.work.present:
            return self.shifts
        short = (self.work.type == CODE[RecordType.CALLOUT]) & (self.work.end - self.work.start <= shortest)
        return self.work.take(~short).union(self.shape.merge_gap_min)

    @cached_property
    def standby(self) -> Shifts:
        """Standby off site, also where a callout falls in it."""
        return self.own.of(() if self.shape.standby_is_work else (RecordType.STANDBY,)).union(0)

    @cached_property
    def present(self) -> Shifts:
        """Work and standby together."""
        start = np.concatenate([self.shifts.start, self.standby.start])
        end = np.concatenate([self.shifts.end, self.standby.end])
        order = np.argsort(start, kind="stable")
        return merged(self.span, self.employees, start[order], end[order])

    def without(self, *types: RecordType) -> Shifts:
        """Counted work but for some types."""
        if not self.work.present & set(types):
            return self.shifts
        return self.work.of(self.counted - set(types)).union(self.shape.merge_gap_min)

    @cached_property
    def slots(self) -> Slots:
        """Counted work by slot."""
        return slots_of(self.shifts, self.calendar, self.shape.attribution)

    @cached_property
    def standby_slots(self) -> Slots:
        """Standby net of the work in it, by slot."""
        return slots_of(self.standby, self.calendar, self.shape.attribution, work=self.shifts)

    @cached_property
    def week_minutes(self) -> Ints:
        """Counted work, employees × weeks."""
        return self.slots.by_week(self.slots.minutes)

    @cached_property
    def week_share(self) -> Ints | int:
        """What standby counts in a week, in ticks, employees × weeks."""
        if not len(self.standby):
            return 0
        return self.standby_slots.by_week(self.standby_slots.minutes) * self.terms.share[self.week_term]

    @cached_property
    def week_ticks(self) -> Ints:
        """The total of each week in ticks, employees × weeks."""
        work = self.week_minutes * self.terms.ticks
        return work + self.week_share if self.shape.share_in_week else work

    @cached_property
    def overtime_slots(self) -> Slots:
        return overtime_slots(self)

    @cached_property
    def overtime_of_days(self) -> Ints:
        return overtime_of_days(self)

    @cached_property
    def overtime_of_weeks(self) -> Ints:
        return overtime_of_weeks(self)

    @cached_property
    def red_worked(self) -> Bools:
        """Which red days each employee worked; employees × red days."""
        return worked(self.red, self.shifts, self.shape.sunday_min_minutes)

    @cached_property
    def plan(self) -> Slots:
        """Planned ordinary time by slot, whatever records are judged."""
        planned = own_records(self.records, self.codes, self.calendar, self.span, planned=True)
        ordinary = planned.of((RecordType.ORDINARY,)).not_longer(self.shape.max_record)
        return slots_of(ordinary.union(self.shape.merge_gap_min), self.calendar, self.shape.attribution)

    @cached_property
    def judged(self) -> Bools:
        """The terms whose windows are judged here: those of the block's shape."""
        return np.array([*(shape == self.shape for shape in self.terms.shapes), False], dtype=np.bool_)

    @cached_property
    def week_term(self) -> Ints | int:
        """The term that judges each week: the one in force on its first day."""
        return self.owners if isinstance(self.owners, int) else self.owners[:, self.calendar.week_day]

    def term_on(self, employee: Ints, day: Ints) -> Ints | int:
        return self.owners if isinstance(self.owners, int) else self.owners[employee, day]

    def term_at(self, at: Ints) -> Ints | int:
        """The term in force at points of the axis."""
        if isinstance(self.owners, int):
            return self.owners
        employee, place = np.divmod(at, self.span)
        return self.owners[employee, self.calendar.days.of(place)]

    def term_of_week(self, employee: Ints, week: Ints) -> Ints | int:
        return self.term_on(employee, self.calendar.week_day[week])

    @cached_property
    def week_known(self) -> Bools:
        """The weeks that lie wholly in what is known."""
        weeks = self.calendar.weeks
        return (weeks.starts >= self.known[0]) & (weeks.ends <= self.known[1])

    @cached_property
    def week_touched(self) -> Bools:
        """The weeks of which at least a part is known."""
        weeks = self.calendar.weeks
        return (weeks.starts < self.known[1]) & (weeks.ends > self.known[0])
