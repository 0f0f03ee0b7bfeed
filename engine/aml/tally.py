"""Breaches by unit, type and month, and the people behind them. Nothing here is told before small_groups has seen it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.periods import Grain, Period
from engine.worktime.kinds import BreachType
from engine.worktime.result import Result


@dataclass(slots=True)
class Group:
    """The people of a unit in a month, those of them with a breach, and the breaches by type."""

    people: set[str] = field(default_factory=set)
    breaching: set[str] = field(default_factory=set)
    counts: Counter[BreachType] = field(default_factory=Counter)
    repeats: int = 0
    """Breaches of somebody who had one of the same type before."""
    planned: int = 0
    """Breaches that the plan would have made already."""

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.people | other.people,
            self.breaching | other.breaching,
            self.counts + other.counts,
            self.repeats + other.repeats,
            self.planned + other.planned,
        )


Tally = Mapping[Period, Mapping[str, Group]]
"""By month and by the unit as the records name it."""


def tally(present: Iterable[tuple[str, str, Period]], breaches: Iterable[Result], planned: Iterable[Result] = ()) -> Tally:
    """`present`: employee, unit and month of every record; `planned`: what the plan would have broken.

    A breach counts in the month of its date and the last unit in it.
    """
    months: defaultdict[Period, defaultdict[str, Group]] = defaultdict(lambda: defaultdict(Group))
    for person, unit, month in present:
        months[month][unit].people.add(person)
    in_plan: defaultdict[tuple[str, BreachType], list[Result]] = defaultdict(list)
    for result in planned:
        in_plan[result.employee, result.type].append(result)
    seen: set[tuple[str, BreachType]] = set()
    for breach in sorted(breaches, key=lambda breach: breach.order):
        subject = breach.employee, breach.type
        group = months[Period.containing(breach.day, Grain.MONTH)][breach.unit]
        group.people.add(breach.employee)
        group.breaching.add(breach.employee)
        group.counts[breach.type] += 1
        group.repeats += subject in seen
        group.planned += any(_overlap(breach, result) for result in in_plan[subject])
        seen.add(subject)
    return months


def _overlap(one: Result, other: Result) -> bool:
    return one.window_start < other.window_end and other.window_start < one.window_end
