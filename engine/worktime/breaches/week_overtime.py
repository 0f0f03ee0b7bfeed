"""Overtime per week: § 10-6 (4), (5) and 10-4.

Window: the week (windows.week_start, Monday 00:00), or with `windows.week: rolling_7_days` any seven dates, of which the daily
overtime alone is summed.
What counts: overtime by section 10-6 (2), see engine/worktime/overtime.py. The limit itself is lawful.
One long window: a week is one breach however large; rolling windows by `windows.count`.
"""

from engine.worktime.block import Block
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType
from engine.worktime.overtime import overtime_crossing
from engine.worktime.terms import Level
from engine.worktime.weekly import seven_days_over, weeks_over


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.WEEK_OVERTIME, level)
    if block.shape.week == "rolling_7_days":
        return seven_days_over(block, block.overtime_slots, block.overtime_of_days * block.terms.ticks, bar)
    return weeks_over(block, block.overtime_of_weeks, 1, bar[block.week_term], overtime_crossing)
