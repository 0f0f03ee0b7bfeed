"""What stands of earlier findings when the records are judged again. Nothing is overwritten; each change is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.worktime.kinds import BreachType, Status
from engine.worktime.result import Result

Key = tuple[str, str, str, str, str]
"""Result.key: employee, type, start of the window, profile and its version."""

BREACHES = frozenset({Status.BRUDD, Status.ABSOLUTT})


class Happened(StrEnum):
    FOUND = "found"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    """The corrected records are no breach any more."""
    RETURNED = "returned"
    """Withdrawn once, and after another correction a breach again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A breach on record, as it was last found."""

    result: Result
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class BreachChange:
    happened: Happened
    result: Result
    """As it is now; a withdrawn one as it was."""


def is_breach(result: Result) -> bool:
    """True for what the law calls a breach; doubts about records are no breach."""
    return result.status in BREACHES and result.type is not BreachType.DATA_QUALITY


def changes(
    standing: Mapping[Key, Standing], found: Iterable[Result], is_judged: Callable[[Result], bool]
) -> Iterator[BreachChange]:
    """What is new since the last time, in the order of the results, then what is withdrawn.

    `is_judged`: whether the records still cover the whole window of an earlier breach. One whose records have been deleted by
    their age stands as it is: that nothing is found without records proves nothing.
    """
    seen = set()
    for result in filter(is_breach, found):
        seen.add(result.key)
        before = standing.get(result.key)
        if before is None:
            yield BreachChange(Happened.FOUND, result)
        elif before.withdrawn:
            yield BreachChange(Happened.RETURNED, result)
        elif before.result != result:
            yield BreachChange(Happened.CHANGED, result)
    for key, before in standing.items():
        if key not in seen and not before.withdrawn and is_judged(before.result):
            yield BreachChange(Happened.WITHDRAWN, before.result)
