"""Total time per week: § 10-6 (8).

Window: the week, or any seven dates with `windows.week: rolling_7_days`; with `total.averaging_weeks` of 2 to 52 so many
consecutive weeks, whose mean must not be more than the limit, and beside them any single week over `total.hard_cap_week`.
What counts: all counted hours and the share of standby, attributed as `windows.attribution` says. The limit itself is lawful.
Where time is averaged, a single week over the limit is a warning.
One long window: a week is one breach however large; an average one per run of weeks that does not overlap (`windows.count`).
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.clock import Ints
from engine.worktime.hits import Hits, first_told
from engine.worktime.kinds import BreachType, RecordType
from engine.worktime.overtime import total_crossing
from engine.worktime.slots import slots_of, united
from engine.worktime.terms import Level
from engine.worktime.weekly import seven_days_over, weeks_over


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.WEEK_TOTAL, level)
    if block.shape.averaging_weeks > 1:
        return _averaged(block, bar, level)
    if block.shape.week == "rolling_7_days":
        return _rolling(block, bar)
    return weeks_over(block, block.week_ticks, 1, bar[block.week_term], total_crossing)


def _rolling(block: Block, bar: Ints) -> Hits:
    slots, work = block.slots, block.slots.minutes * block.terms.ticks
    if block.shape.share_in_week and len(block.standby):
        standby = block.standby_slots
        share = block.terms.share[block.term_of_week(standby.employee, standby.week)]
        slots, work = united(slots, work, standby, standby.minutes * share)
    return seven_days_over(block, slots, work, bar)


def _averaged(block: Block, bar: Ints, level: Level) -> Hits:
    """Runs of weeks over the mean, and single weeks over the cap; of both in one week the cap is told."""
    cap = weeks_over(block, block.week_ticks, 1, block.terms.hard_cap[block.week_term], total_crossing)
    cap = cap.but(limit=block.terms.hard_cap[cap.term])
    counted = _counted_weeks(block)
    mean = weeks_over(block, block.week_ticks, block.shape.averaging_weeks, bar[block.week_term] * counted, total_crossing)
    week = block.calendar.weeks.of(mean.start)
    mean = mean.but(mean_of=np.broadcast_to(counted, block.week_ticks.shape)[mean.employee, week])
    parts = [cap, mean]
    if level is Level.WARNING:
        parts.append(weeks_over(block, block.week_ticks, 1, bar[block.week_term], total_crossing))
    return first_told(parts)


def _counted_weeks(block: Block) -> Ints | int:
    """By how many weeks the sum is divided; with `neutral_absence` weeks of absence without work are none of them."""
    length = block.shape.averaging_weeks
    if not block.shape.neutral_absence:
        return length
    absence = slots_of(block.own.of((RecordType.ABSENCE,)).union(0), block.calendar, "split")
    neutral = (absence.by_week(absence.minutes) > 0) & (block.week_minutes == 0)
    total = np.concatenate([np.zeros((block.employees, 1), dtype=np.int64), np.cumsum(neutral, axis=1)], axis=1)
    last = np.arange(1, total.shape[1], dtype=np.int64)
    counted: Ints = np.maximum(length - (total[:, last] - total[:, np.maximum(last - length, 0)]), 1)
    return counted
