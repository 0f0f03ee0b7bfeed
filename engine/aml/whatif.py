"""A leader's question on Friday afternoon: which breaches would this shift or this swap make, and which would it take away?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.worktime.clock import OSLO
from engine.worktime.kinds import BreachType, Source, Status
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result
from engine.worktime.terms import REST_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Breaches of the roster after the change, held against those before it."""

    created: Sequence[Result]
    worse: Sequence[Result]
    removed: Sequence[Result]


def roster(rows: Iterable[WorkRecord]) -> list[WorkRecord]:
    """What has happened, and from there on what is planned, as one plan: each employee's planned rows count from the end of the
    last actual one.
    """
    given = list(rows)
    until: defaultdict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=OSLO))
    for row in given:
        if row.source is Source.ACTUAL:
            until[row.employee] = max(until[row.employee], _instant(row.end or row.start))
    kept = (row for row in given if row.source is Source.ACTUAL or _instant(row.start) >= until[row.employee])
    return [replace(row, source=Source.PLANNED) for row in kept]


def difference(before: Iterable[Result], after: Iterable[Result]) -> Difference:
    """Of planned breaches only; one that is there before and after is worse when more is worked or less rested."""
    old, new = ({result.key: result for result in results if _is_breach(result)} for results in (before, after))
    return Difference(
        created=[result for key, result in new.items() if key not in old],
        worse=[result for key, result in new.items() if key in old and _is_worse(old[key], result)],
        removed=[result for key, result in old.items() if key not in new],
    )


def _is_breach(result: Result) -> bool:
    return result.status is Status.PLANLAGT and result.type is not BreachType.DATA_QUALITY


def _is_worse(before: Result, after: Result) -> bool:
    if before.actual is None or after.actual is None:
        return False
    return after.actual < before.actual if after.type in REST_TYPES else after.actual > before.actual


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=OSLO)
