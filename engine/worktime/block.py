"""A block of employees of one shape: their work on one axis, and what several breach types derive from it, each thing once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.worktime.calendar import Calendar
from engine.worktime.clock import DAY, Bools, Ints
from engine.worktime.kinds import COUNTED, RecordType
from engine.worktime.overtime import Overtime
from engine.worktime.records import CODE, TYPES, Records
from engine.worktime.red_work import RedWork
from engine.worktime.shifts import Shifts, merged
from engine.worktime.slots import Slots, slots_of
from engine.worktime.terms import Shape, Terms

PAUSE = 8 * DAY
"""Between two employees on the axis: longer than any window that slides."""


@dataclass(frozen=True, eq=False)
class Block:
    """Employees `first_code` … `first_code + employees - 1`, judged on their planned or their actual records.

    `known` is the stretch of each employee's own axis in which absence of records means that there was no work.
    """

    records: Records
    codes: Ints
    """Of the block's employees, in the records that everybody's results refer to."""
    first_code: int
    employees: int
    calendar: Calendar
    shape: Shape
    terms: Terms
    owners: Ints | int
    """The term of each employee on each day of the calendar, or the one term of all."""
    known: tuple[int, int]
    planned: bool = False

    @property
    def span(self) -> int:
        return self.calendar.length + PAUSE

    @cached_property
    def rows(self) -> slice:
        first = self.records.first
        return slice(int(first[self.first_code]), int(first[self.first_code + self.employees]))

    @cached_property
    def counted(self) -> frozenset[RecordType]:
        """The types of records that are work, minute for minute."""
        more = {RecordType.TRAVEL} if self.shape.travel_counts else set()
        more |= {RecordType.STANDBY} if self.shape.standby_is_work else set()
        return COUNTED | more

    @cached_property
    def shifts(self) -> Shifts:
        """All counted work."""
        return self.union(self.counted)

    @cached_property
    def rest_breakers(self) -> Shifts:
        """The work that breaks a weekly rest: all but the shortest callouts, where the profile lets those pass."""
        shortest = self.shape.ignore_callout_min
        return self.union(self.counted, ignored_callout=shortest) if shortest else self.shifts

    @cached_property
    def standby(self) -> Shifts:
        """Standby off site, also where a callout falls in it."""
        return self.union(() if self.shape.standby_is_work else (RecordType.STANDBY,), gap=0)

    @cached_property
    def present(self) -> Shifts:
        """Work and standby together."""
        start = np.concatenate([self.shifts.start, self.standby.start])
        end = np.concatenate([self.shifts.end, self.standby.end])
        order = np.argsort(start, kind="stable")
        return merged(self.span, self.employees, start[order], end[order], order)

    @cached_property
    def main(self) -> Bools:
        """Which shifts are main periods of work: all that consist of more than callouts."""
        main_types = self.counted - {RecordType.CALLOUT}
        if not (self.records.type[self.rows] == CODE[RecordType.CALLOUT]).any():
            return np.ones(len(self.shifts), dtype=np.bool_)
        main = self.union(main_types)
        return main.within(self.shifts.start, self.shifts.end) > 0

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
    def overtime(self) -> Overtime:
        return Overtime(self)

    @cached_property
    def red(self) -> RedWork:
        return RedWork(self)

    @cached_property
    def plan(self) -> Slots:
        """Planned ordinary time by slot, whatever records are judged."""
        return slots_of(self.union((RecordType.ORDINARY,), planned=True), self.calendar, self.shape.attribution)

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

    def union(
        self,
        types: Sequence[RecordType] | frozenset[RecordType],
        *,
        planned: bool | None = None,
        gap: int | None = None,
        ignored_callout: int = 0,
    ) -> Shifts:
        """The merged intervals of the records of some types; too long ones are left out, standby may be of any length."""
        own, records = self.rows, self.records
        chosen = np.array([kind in types for kind in TYPES], dtype=np.bool_)[records.type[own]]
        chosen &= records.planned[own] == (self.planned if planned is None else planned)
        start, end = records.start[own], records.end[own]
        length = end - start
        chosen &= (length <= self.shape.max_record) | (records.type[own] == CODE[RecordType.STANDBY])
        if ignored_callout:
            chosen &= (length > ignored_callout) | (records.type[own] != CODE[RecordType.CALLOUT])
        return self._merged(np.flatnonzero(chosen) + own.start, self.shape.merge_gap_min if gap is None else gap)

    def _merged(self, rows: Ints, gap: int) -> Shifts:
        records, calendar = self.records, self.calendar
        axis = (records.employee[rows] - self.first_code) * self.span
        start, end = axis + calendar.place(records.start[rows]), axis + calendar.place(records.end[rows])
        if calendar.nominal:
            # By the wall clock a record may end before it begins, and a later one begin before an earlier one.
            order = np.flatnonzero(end > start)
            order = order[np.argsort(start[order], kind="stable")]
            start, end, rows = start[order], end[order], rows[order]
        return merged(self.span, self.employees, start, end, rows, gap)
