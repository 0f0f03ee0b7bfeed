"""Overtime in the sense of section 10-6 (2): hours beyond the ordinary day or beyond the ordinary week, none counted twice.

    OT(w) = max(sum over days of max(0, H(d) - D), H(w) - W, 0)

D and W are 9 and 40 hours, or less by the profile; with averaging (section 10-5) a longer planned day or week is ordinary
time, up to the bound of the agreement. H(w) has the share of standby, H(d) has not, because the share has no place on the
clock.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.worktime.clock import Ints
from engine.worktime.kinds import RecordType
from engine.worktime.slots import Slots, slots_of

if TYPE_CHECKING:
    from engine.worktime.block import Block


@dataclass(frozen=True, eq=False)
class Overtime:
    """The overtime of a block's employees."""

    block: "Block"

    @cached_property
    def weeks(self) -> Ints:
        """OT(w) in ticks, employees × weeks."""
        ticks = self.block.terms.ticks
        by_day = self.slots.by_week(self.daily) * ticks
        if self.block.shape.recorded:
            return by_day
        total = self.block.week_minutes * ticks + self._share
        return np.maximum(np.maximum(by_day, total - self.ordinary_week * ticks), 0)

    @cached_property
    def slots(self) -> Slots:
        """What overtime is found in: all counted work, or what the records call overtime."""
        if not self.block.shape.recorded:
            return self.block.slots
        return slots_of(self.block.union((RecordType.OVERTIME,)), self.block.calendar, self.block.shape.attribution)

    @cached_property
    def daily(self) -> Ints:
        """The overtime of each of the slots, in minutes, over the ordinary day alone."""
        if self.block.shape.recorded:
            return self.slots.minutes
        return np.maximum(self.slots.minutes - self._ordinary_day, 0)

    @cached_property
    def _ordinary_day(self) -> Ints:
        slots, terms = self.slots, self.block.terms
        term = self.block.term_of_week(slots.employee, slots.week)
        least = terms.ordinary_day[term]
        if not self.block.shape.averaging:
            return least
        return np.clip(self.block.plan.at(slots.employee, slots.slot), least, terms.planned_day[term])

    @cached_property
    def ordinary_week(self) -> Ints:
        """W in minutes: one number, or employees × weeks."""
        terms, term = self.block.terms, self.block.week_term
        least = terms.ordinary_week[term]
        if not self.block.shape.averaging:
            return least
        plan = self.block.plan
        return np.clip(plan.by_week(plan.minutes), least, terms.planned_week[term])

    @property
    def _share(self) -> Ints | int:
        return self.block.week_share if self.block.shape.share_in_overtime else 0

    def crossing(self, employee: Ints, week: Ints, left: Ints) -> Ints:
        """The day on which the week's overtime, day by day, first is more than `left` ticks. There is such a day."""
        block, ticks = self.block, self.block.terms.ticks
        passed = np.cumsum(self.slots.in_week(employee, week, self.daily), axis=1) * ticks
        if not block.shape.recorded:
            total = np.cumsum(self.slots.in_week(employee, week, self.slots.minutes), axis=1) * ticks
            if block.shape.share_in_overtime:
                total = total + share_by_day(block, employee, week)
            ordinary = np.broadcast_to(self.ordinary_week, block.week_minutes.shape)[employee, week] * ticks
            passed = np.maximum(passed, total - ordinary[:, None])
        return first_over(block, week, passed, left)


def share_by_day(block: "Block", employee: Ints, week: Ints) -> Ints:
    """The standby share of single weeks in ticks, summed up day by day."""
    minutes = block.standby_slots.in_week(employee, week, block.standby_slots.minutes)
    share = np.broadcast_to(block.terms.share[block.term_of_week(employee, week)], employee.shape)
    return np.cumsum(minutes, axis=1) * share[:, None]


def first_over(block: "Block", week: Ints, passed: Ints, left: Ints) -> Ints:
    """The day of the first slot in which what has passed is more than what was left."""
    slot = block.calendar.first_slot[week] + np.argmax(passed > left[:, None], axis=1)
    return block.calendar.slot_day[slot]
