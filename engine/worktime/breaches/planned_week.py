"""Planned ordinary time per week: §§ 10-4 and 10-5.

Window: the week.
What counts: planned records of type ordinary, on a run over the plan. The limit, itself lawful, is the ordinary week, with
averaging 50 hours (individual) or 54 (with tillitsvalgte).
One long window: a week is one breach however large.
"""

from engine.worktime.block import Block
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType
from engine.worktime.overtime import plan_crossing
from engine.worktime.terms import Level
from engine.worktime.weekly import weeks_over


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.PLANNED_WEEK, level)

    minutes = block.plan.by_week(block.plan.minutes)
    return weeks_over(block, minutes * block.terms.ticks, 1, bar[block.week_term], plan_crossing)
