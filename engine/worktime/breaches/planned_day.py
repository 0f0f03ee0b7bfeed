"""Planned ordinary time per day: §§ 10-4 and 10-5.

Window: the date.
What counts: planned records of type ordinary, on a run over the plan, attributed as `windows.attribution` says. The limit,
itself lawful, is the ordinary day, with averaging 10 hours (individual) or 12.5 (with tillitsvalgte).
One long window: a date is one breach however large.
"""

import numpy as np

from engine.worktime.block import Block
from engine.worktime.hits import Hits, hits, no_hits
from engine.worktime.kinds import BreachType
from engine.worktime.terms import Level


def find(block: Block, level: Level) -> Hits:
    bar = block.terms.bar(BreachType.PLANNED_DAY, level)
    plan, days = block.plan, block.calendar.days
    key = plan.employee * len(days) + block.calendar.slot_day[plan.slot]
    opens = np.flatnonzero(np.diff(key, prepend=-1))
    if not len(opens):
        return no_hits()
    employee, day = np.divmod(key[opens], len(days))
    actual = np.add.reduceat(plan.minutes, opens) * block.terms.ticks
    at = np.flatnonzero(actual > bar[block.term_on(employee, day)])
    employee, day = employee[at], day[at]
    return hits(employee, days.starts[day], days.ends[day], actual[at], block.term_on(employee, day), crossing=day)
