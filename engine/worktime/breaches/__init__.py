"""Every type of breach that is found in windows of work: its name in results is the name of its file.

What is wrong with the records themselves (data_quality) is no window, and is remarked beside these.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from engine.worktime.block import Block
from engine.worktime.breaches import (
    consecutive_sundays,
    daily_rest,
    day_total,
    four_week_overtime,
    free_sundays_26w,
    night_work,
    planned_day,
    planned_week,
    week_overtime,
    week_total,
    weekly_rest,
    year_overtime,
)
from engine.worktime.clock import Bools
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType
from engine.worktime.shape import Shape
from engine.worktime.terms import Level


class Find(Protocol):
    def __call__(self, block: Block, level: Level) -> Hits:
        """Every window of the block that touches the level's line."""
        ...


def _everyone(block: Block, _start: int, _end: int) -> Bools:
    return np.ones(block.employees, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Kind:
    find: Find
    weeks: int = 0
    """How many weeks a window sums up; 0 for windows that are no weeks."""
    concerns: Callable[[Block, int, int], Bools] = _everyone
    """Which employees the type can concern at all in a stretch of the axis, when it cannot be evaluated there."""

    def weeks_in(self, shape: Shape) -> int:
        """The same; where a total is averaged, over the weeks of the average."""
        return shape.averaging_weeks if self.find is week_total.find else self.weeks


KINDS: Final[Mapping[BreachType, Kind]] = MappingProxyType(
    {
        BreachType.DAY_TOTAL: Kind(day_total.find),
        BreachType.WEEK_OVERTIME: Kind(week_overtime.find, weeks=1),
        BreachType.FOUR_WEEK_OVERTIME: Kind(four_week_overtime.find, weeks=4),
        BreachType.YEAR_OVERTIME: Kind(year_overtime.find, weeks=52),
        BreachType.WEEK_TOTAL: Kind(week_total.find, weeks=1),
        BreachType.WEEKLY_REST: Kind(weekly_rest.find, weeks=1),
        BreachType.DAILY_REST: Kind(daily_rest.find),
        BreachType.CONSECUTIVE_SUNDAYS: Kind(consecutive_sundays.find),
        BreachType.FREE_SUNDAYS_26W: Kind(free_sundays_26w.find, weeks=26, concerns=free_sundays_26w.concerns),
        BreachType.NIGHT_WORK: Kind(night_work.find, weeks=4, concerns=night_work.concerns),
        BreachType.PLANNED_DAY: Kind(planned_day.find),
        BreachType.PLANNED_WEEK: Kind(planned_week.find, weeks=1),
    }
)

OF_A_PLAN: Final = frozenset({BreachType.PLANNED_DAY, BreachType.PLANNED_WEEK})
"""Found only in planned records."""
