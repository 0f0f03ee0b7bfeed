"""Overtime per four weeks: § 10-6 (4), (5).

Window: up to four consecutive weeks that end in the week of the crossing; no calendar month.
What counts: the overtime of each week, by the profile of that week; the limit is that of the last week and itself lawful.
One long window: after a breach the sum begins anew in the week after (non_overlapping); `episode`: consecutive weeks over it
are one; `every_window`: each such week.
"""

from engine.worktime.block import Block
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType
from engine.worktime.overtime import overtime_crossing
from engine.worktime.terms import Level
from engine.worktime.weekly import weeks_over


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.FOUR_WEEK_OVERTIME, level)
    return weeks_over(block, block.overtime_of_weeks, 4, bar[block.week_term], overtime_crossing)
