"""Overtime per year: § 10-6 (4), (5).

Window: up to 52 consecutive weeks that end in the week of the crossing.
What counts: the overtime of each week, by the profile of that week; the limit is that of the last week and itself lawful.
One long window: as for four weeks, the sum begins anew after a breach, so that a year gives one.
"""

from engine.worktime.block import Block
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType
from engine.worktime.overtime import overtime_crossing
from engine.worktime.terms import Level
from engine.worktime.weekly import weeks_over


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.YEAR_OVERTIME, level)
    return weeks_over(block, block.overtime_of_weeks, 52, bar[block.week_term], overtime_crossing)
