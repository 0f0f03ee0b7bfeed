"""One block of employees → the status, date and limit of every window that touches a line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from engine.worktime.block import Block
from engine.worktime.blocks import Known
from engine.worktime.breaches import KINDS, OF_A_PLAN, Kind, data_quality
from engine.worktime.clock import Bools, Ints, day_number
from engine.worktime.findings import STATUSES, TYPES, Entries, entries, in_order
from engine.worktime.hits import Hits
from engine.worktime.kinds import BreachType, Status
from engine.worktime.normalise import Remarked
from engine.worktime.shifts import merged
from engine.worktime.terms import REST_TYPES, Level
from engine.worktime.unknown import not_covered

_SOFT = {Level.MAIN_RULE: Status.OVER_LOVENS_HOVEDREGEL, Level.WARNING: Status.VARSEL}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every block."""

    types: Collection[BreachType]
    soft: bool
    report: Known | None


@dataclass(frozen=True, slots=True)
class Judged:
    entries: Entries
    remarks: list[Remarked]


def judge(block: Block, question: Question) -> Judged:
    """Everything that is asked about one block."""
    remarks = list(data_quality.remarks(block)) if BreachType.DATA_QUALITY in question.types else []
    parts = [*_touching_windows(block, question), *unknown_windows(block, question)]
    return Judged(in_order(np.concatenate(parts)) if parts else entries(0), remarks)


def kinds_asked(block: Block, types: Collection[BreachType]) -> Iterator[tuple[BreachType, Kind]]:
    """The types that are asked for and can be found in the block's records."""
    for breach, kind in KINDS.items():
        if breach in types and (block.planned or breach not in OF_A_PLAN):
            yield breach, kind


def unknown_windows(block: Block, question: Question) -> Iterator[Entries]:
    """Stretches of weeks that cannot be evaluated, of each type that is asked for."""
    weeks = block.calendar.weeks
    dated = weeks.starts if block.shape.report_date == "window_start" else weeks.ends - 1
    asked = reported(block.calendar.days.of(dated) + block.calendar.first_day, question.report)
    for breach, kind in kinds_asked(block, question.types):
        if kind.weeks_in(block.shape):
            yield entries_of(block, breach, Level.LIMIT, not_covered(block, kind, asked), question.report)


def reported(days: Ints, report: Known | None) -> Bools:
    """Which day numbers lie in the reported days."""
    if report is None:
        return np.ones(len(days), dtype=np.bool_)
    return (days >= day_number(report.first)) & (days <= day_number(report.last))


def _touching_windows(block: Block, question: Question) -> Iterator[Entries]:
    levels = tuple(Level) if question.soft else (Level.LIMIT,)
    for breach, kind in kinds_asked(block, question.types):
        for level, found in _touching(block, kind, levels):
            yield entries_of(block, breach, level, found, question.report)


def _touching(block: Block, kind: Kind, levels: tuple[Level, ...]) -> Iterator[tuple[Level, Hits]]:
    """The windows that touch each line, without those that touch a harder one already."""
    harder: list[Hits] = []
    for level in levels:
        found = kind.find(block, level)
        if harder:
            found = found.take(~found.undecided)
        for other in harder:
            found = found.take(~_overlapping(block, found, other))
        harder.append(found)
        yield level, found


def _overlapping(block: Block, found: Hits, other: Hits) -> Bools:
    axis = other.employee * block.span
    order = np.argsort(axis + other.since, kind="stable")
    taken = merged(block.span, block.employees, (axis + other.since)[order], (axis + other.end)[order])
    own = found.employee * block.span
    return taken.within(own + found.since, own + found.end) > 0


def entries_of(block: Block, breach: BreachType, level: Level, found: Hits, report: Known | None) -> Entries:
    """The hits of a line with status, date and limit, by everybody's codes and as instants."""
    date = _dates(block, found) + block.calendar.first_day
    kept = reported(date, report) & _judged_here(block, level, found)
    found, date = found.take(kept), date[kept]
    return entries(
        len(found),
        employee=block.codes[found.employee],
        type=TYPES.index(breach),
        status=_statuses(block, breach, level, found),
        date=date,
        start=block.calendar.instant(found.start),
        end=block.calendar.instant(found.end),
        since=block.calendar.instant(found.since),
        actual=found.actual,
        limit=np.where(found.limit < 0, block.terms.limit(breach)[found.term], found.limit),
        mean_of=found.mean_of,
        term=found.term,
    )


def _judged_here(block: Block, level: Level, found: Hits) -> Bools:
    """Windows of terms of the block's shape: who has profiles of several shapes is in a block of each.

    Of exempt posts only what would be a breach is told: they are not warned, and nothing of theirs is left undecided.
    """
    exempt = block.terms.exempt[found.term] > 0
    return block.judged[found.term] & ~(exempt & (found.undecided | (level is not Level.LIMIT)))


def _statuses(block: Block, breach: BreachType, level: Level, found: Hits) -> Ints:
    if level in _SOFT:
        return np.full(len(found), STATUSES.index(_SOFT[level]), dtype=np.int64)
    absolute = block.terms.absolute(breach)[found.term] * found.mean_of
    beyond = found.actual < absolute if breach in REST_TYPES else found.actual > absolute
    status = np.where(beyond & ~found.lifted, STATUSES.index(Status.ABSOLUTT), STATUSES.index(Status.BRUDD))
    if block.planned:
        status[:] = STATUSES.index(Status.PLANLAGT)
    status[block.terms.exempt[found.term] > 0] = STATUSES.index(Status.UNNTATT)
    status[found.undecided] = STATUSES.index(Status.NOT_EVALUATED)
    return status


def _dates(block: Block, found: Hits) -> Ints:
    """The place of the day that a window is reported on."""
    days = block.calendar.days
    match block.shape.report_date:
        case "window_start":
            return days.of(found.start)
        case "window_end":
            return days.of(found.end - 1)
    return found.crossing
