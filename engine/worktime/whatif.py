"""The leader's question on Friday afternoon: which breaches would this shift, or this swap, create?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from engine.errors import UsageError
from engine.language import mark
from engine.names import nearest, shown
from engine.worktime.blocks import Known, known_by
from engine.worktime.check import check
from engine.worktime.clock import instant_of
from engine.worktime.kinds import Source, Status
from engine.worktime.normalise import normalise
from engine.worktime.owners import Owners
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Shifts that come in and shifts that go out; a swap is one of each for two people."""

    add: Sequence[WorkRecord] = ()
    remove: Collection[str] = ()
    """Record ids."""


@dataclass(frozen=True, slots=True)
class Difference:
    created: tuple[Result, ...]
    worse: tuple[Result, ...]
    """Breaches that are there without the change and become greater by it, as they would become."""
    removed: tuple[Result, ...]


def whatif(
    rows: Iterable[WorkRecord], owners: Owners, change: Change, *, now: datetime, known: Known | None = None
) -> Difference:
    """What the change does to the breaches of those whom it concerns.

    Until `now` the actual records count, from then on the planned ones; windows that reach over `now` join the two. Raises
    UsageError when a record to be removed is not there.
    """
    timeline = _timeline(rows, now)
    added = [replace(row, source=Source.PLANNED) for row in change.add]
    removed = _named(timeline, change.remove)
    covered = known or known_by(normalise([*timeline, *added]).records)
    concerned = {row.employee for row in (*added, *removed)}
    before = [row for row in timeline if row.employee in concerned]
    was = _breaches(before, owners, covered)
    would_be = _breaches([*(row for row in before if row not in removed), *added], owners, covered)
    both = [key for key in would_be if key in was]
    return Difference(
        created=tuple(row for key, row in would_be.items() if key not in was),
        worse=tuple(would_be[key] for key in both if _excess(would_be[key]) > _excess(was[key])),
        removed=tuple(row for key, row in was.items() if key not in would_be),
    )


def _timeline(rows: Iterable[WorkRecord], now: datetime) -> list[WorkRecord]:
    """What was worked and what is to be worked, all as one plan."""
    turn = instant_of(now)
    kept = (row for row in rows if (instant_of(row.start) >= turn) == (row.source is Source.PLANNED))
    return [replace(row, source=Source.PLANNED) for row in kept]


def _named(rows: Sequence[WorkRecord], ids: Collection[str]) -> list[WorkRecord]:
    known = {row.record_id for row in rows if row.record_id}
    for missing in sorted(set(ids) - known):
        meant = nearest(missing, known)
        message = mark("no record is called {name}")
        near = mark("no record is called {name} (did you mean '{nearest}'?)")
        raise UsageError(near if meant else message, name=shown(missing), nearest=meant)
    return [row for row in rows if row.record_id in ids]


def _breaches(rows: Sequence[WorkRecord], owners: Owners, known: Known | None) -> dict[tuple[str, ...], Result]:
    findings = check(normalise(rows), owners, plan=True, known=known)
    return {row.key: row for row in findings.results((Status.PLANLAGT,))}


def _excess(row: Result) -> Decimal:
    return row.excess or Decimal(0)
