"""Planned ordinary time per day: §§ 10-4 and 10-5.

Window: the date. What counts: planned records of type ordinary, on a run over the plan, attributed as `windows.attribution`
says. The limit, itself lawful, is the ordinary day, with averaging 10 hours (individual) or 12.5 (with tillitsvalgte). One
long window: a date is one breach however large.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.hits import Hits, hits
from engine.worktime.kinds import BreachType
from engine.worktime.terms import Level


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.PLANNED_DAY, level)
    plan, days = block.plan, block.calendar.days
    day = block.calendar.slot_day[plan.slot]
    term = block.term_on(plan.employee, day)
    actual = plan.minutes * block.terms.ticks
    at = np.flatnonzero(actual > bar[term])
    employee, day = plan.employee[at], day[at]
    return hits(employee, days.starts[day], days.ends[day], actual[at], block.term_on(employee, day), crossing=day)
