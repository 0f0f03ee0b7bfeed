"""Overtime in the sense of section 10-6 (2): hours beyond the ordinary day or beyond the ordinary week, none counted twice.

    OT(w) = max(sum over days of max(0, H(d) - D), H(w) - W, 0)

D and W are 9 and 40 hours, or less by the profile; with averaging (section 10-5) a longer planned day or week is ordinary
time, up to the bound of the agreement. H(w) has the share of standby, H(d) has not: the share has no place on the clock.
"""

from typing import TYPE_CHECKING

import numpy as np

from engine.worktime.clock import Ints
from engine.worktime.kinds import RecordType
from engine.worktime.slots import Slots, slots_of

if TYPE_CHECKING:
    from engine.worktime.block import Block


def overtime_slots(block: "Block") -> Slots:
    """What overtime is found in: all counted work, or what the records call overtime."""
    if not block.shape.recorded:
        return block.slots
    recorded = block.work.of((RecordType.OVERTIME,)).union(block.shape.merge_gap_min)
    return slots_of(recorded, block.calendar, block.shape.attribution)


def overtime_of_days(block: "Block") -> Ints:
    """The minutes of each of the overtime slots over the ordinary day alone."""
    slots = block.overtime_slots
    if block.shape.recorded:
        return slots.minutes
    term = block.term_of_week(slots.employee, slots.week)
    ordinary: Ints = block.terms.ordinary_day[term]
    if block.shape.averaging:
        ordinary = np.clip(block.plan.at(slots.key), ordinary, block.terms.planned_day[term])
    over: Ints = np.maximum(slots.minutes - ordinary, 0)
    return over


def overtime_of_weeks(block: "Block") -> Ints:
    """OT(w) in ticks, employees × weeks."""
    ticks = block.terms.ticks
    by_day = block.overtime_slots.by_week(block.overtime_of_days) * ticks
    if block.shape.recorded:
        return by_day
    total = block.week_minutes * ticks
    if block.shape.share_in_overtime:
        total = total + block.week_share
    overtime: Ints = np.maximum(np.maximum(by_day, total - _ordinary_week(block) * ticks), 0)
    return overtime


def overtime_crossing(block: "Block", employee: Ints, week: Ints, left: Ints) -> Ints:
    """The day on which the week's overtime, counted day by day, first is more than `left` ticks. There is such a day."""
    slots, ticks = block.overtime_slots, block.terms.ticks
    passed = np.cumsum(slots.in_week(employee, week, block.overtime_of_days), axis=1) * ticks
    if not block.shape.recorded:
        total = np.cumsum(slots.in_week(employee, week, slots.minutes), axis=1) * ticks
        if block.shape.share_in_overtime:
            total = total + _share_by_day(block, employee, week)
        ordinary = np.broadcast_to(_ordinary_week(block), block.week_minutes.shape)[employee, week] * ticks
        passed = np.maximum(passed, total - ordinary[:, None])
    return _first_over(block, week, passed, left)


def total_crossing(block: "Block", employee: Ints, week: Ints, left: Ints) -> Ints:
    """The day on which the week's total, standby's share with it, first is more than `left` ticks."""
    passed = np.cumsum(block.slots.in_week(employee, week, block.slots.minutes), axis=1) * block.terms.ticks
    if block.shape.share_in_week:
        passed = passed + _share_by_day(block, employee, week)
    return _first_over(block, week, passed, left)


def work_crossing(block: "Block", employee: Ints, week: Ints, left: Ints) -> Ints:
    """The day on which the week's counted work alone first is more than `left` ticks."""
    passed = np.cumsum(block.slots.in_week(employee, week, block.slots.minutes), axis=1)
    return _first_over(block, week, passed * block.terms.ticks, left)


def plan_crossing(block: "Block", employee: Ints, week: Ints, left: Ints) -> Ints:
    """The day on which the week's planned ordinary time first is more than `left` ticks."""
    passed = np.cumsum(block.plan.in_week(employee, week, block.plan.minutes), axis=1)
    return _first_over(block, week, passed * block.terms.ticks, left)


def _ordinary_week(block: "Block") -> Ints:
    """W in minutes: one number, or employees × weeks."""
    least: Ints = block.terms.ordinary_week[block.week_term]
    if not block.shape.averaging:
        return least
    return np.clip(block.plan.by_week(block.plan.minutes), least, block.terms.planned_week[block.week_term])


def _share_by_day(block: "Block", employee: Ints, week: Ints) -> Ints:
    minutes = block.standby_slots.in_week(employee, week, block.standby_slots.minutes)
    share = np.broadcast_to(block.terms.share[block.term_of_week(employee, week)], employee.shape)
    passed: Ints = np.cumsum(minutes, axis=1) * share[:, None]
    return passed


def _first_over(block: "Block", week: Ints, passed: Ints, left: Ints) -> Ints:
    """The day of the first slot of each week in which what has passed is more than what was left."""
    slot: Ints = block.calendar.first_slot[week] + np.argmax(passed > left[:, None], axis=1)
    return block.calendar.slot_day[slot]
