"""New records → the same findings as a check of everything, at little more than the price of the weeks that they touch.

Most employees have nothing near a limit in the touched weeks, and a few weeks' records show that. For the others, whose
breaches can depend on chains that reach far back (sums over a year, windows that must not overlap, rests shared between weeks),
all records are read again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeVar

import numpy as np

from engine.worktime.block import Block
from engine.worktime.blocks import Known, blocks_of, known_by
from engine.worktime.breaches import KINDS, data_quality, weekly_rest
from engine.worktime.check import EVERYTHING, check, in_threads, remarks_of
from engine.worktime.clock import DAY, Bools, Ints, day_number, to_utc
from engine.worktime.earlier import Earlier
from engine.worktime.findings import Entries, Findings
from engine.worktime.hits import Hits
from engine.worktime.judge import Question, entries_of, judge, kinds_asked, unknown_windows
from engine.worktime.kinds import BreachType, Remark
from engine.worktime.normalise import Normalised, Remarked
from engine.worktime.owners import Owners
from engine.worktime.records import Records
from engine.worktime.terms import Level

T = TypeVar("T")
_YEAR: Final = 54
"""Weeks that a year's sum needs, and the two around a clock change or a week that begins late."""
_EVERYTHING: Final = Question(EVERYTHING, soft=False, report=None)
_OF_BLOCKS: Final = frozenset({Remark.TOO_LONG, Remark.OVERLAP})
_ONCE: Final = frozenset({Remark.STANDBY_WITHOUT_FACTOR, Remark.NO_PROFILE, Remark.BREAK_IN_WORK})
"""Remarked of the first record of an employee only."""
_OF_DAYS: Final = (BreachType.DAY_TOTAL, BreachType.DAILY_REST)


def recheck(
    before: Findings,
    given: Normalised,
    owners: Owners,
    *,
    since: date,
    plan: bool = False,
    known: Known | None = None,
    workers: int | None = None,
) -> Findings:
    """What `check` finds in all records, when `before` is what it found in those without the changes from `since` on.

    `before` is a whole check (every type, no soft statuses, all days) with the same owners and the same beginning of what is
    known. Records that begin before `since` are the same in both.
    """
    records = given.records.of_source(planned=plan)
    covered = known or known_by(records)
    resume = since - timedelta(days=since.weekday() + 7)
    begin = resume - timedelta(weeks=_look_back(owners))
    if covered is None or begin <= covered.first:
        return check(given, owners, plan=plan, known=known, workers=workers)
    ask = _Asking(given, owners, covered, plan, workers)
    turn = _midnight(resume)
    looked = ask.recent(partial(_look, resume=turn), begin)
    old = Earlier(before, given.records.employees)
    deep = old.reaching(turn).union(*(look.deep for look in looked)) | _with_long_records(records, _midnight(begin))
    deep |= old.night_unknown(min(look.begins for look in looked), _midnight(begin))
    # A year's sum can only pass its limit in a week with overtime: for those people a year's records are added up.
    some = np.array(sorted(set().union(*(look.overtime for look in looked)) - deep), dtype=np.int64)
    deep |= set().union(*ask.recent(partial(_over_a_year, resume=turn), resume - timedelta(weeks=_YEAR), some))
    codes = np.array(sorted(deep), dtype=np.int64)
    again = ask.all_of(partial(judge, question=_EVERYTHING), codes)
    kept = old.kept(turn, _begins(looked), codes)
    new = [old.lengthened(look.unknown[~np.isin(look.unknown["employee"], codes)], look.begins) for look in looked]
    names = {given.records.employees[code] for code in deep}
    remarks = {*remarks_of(given, owners, plan=plan), *(remark for each in again for remark in each.remarks)}
    remarks |= _remarks(before, looked, names, turn)
    return Findings(records, owners, (kept, *new, *(each.entries for each in again)), tuple(sorted(remarks)))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks blocks of the employees' recent records, or of all."""

    given: Normalised
    owners: Owners
    known: Known
    plan: bool
    workers: int | None

    def recent(self, ask: Callable[[Block], T], begin: date, codes: Ints | None = None) -> list[T]:
        begins = max(begin, self.known.first)
        records = self.given.records.take(self.given.records.start >= _midnight(begins))
        blocks = blocks_of(records, self.owners, self.known, planned=self.plan, codes=codes, begin=begins)
        return in_threads(ask, blocks, self.workers)

    def all_of(self, ask: Callable[[Block], T], codes: Ints) -> list[T]:
        blocks = blocks_of(self.given.records, self.owners, self.known, planned=self.plan, codes=codes)
        return in_threads(ask, blocks, self.workers)


def _with_long_records(records: Records, begin: int) -> set[int]:
    """Who has a record from before the looked-at weeks that reaches far into them, such as standby or absence of months."""
    return set(records.employee[(records.start < begin) & (records.end > begin + 2 * DAY)].tolist())


@dataclass(frozen=True, eq=False)
class _Look:
    """What a few weeks' records say of a block."""

    codes: Ints
    begins: int
    """Where the block's calendar begins; what is unknown there may be unknown before."""
    deep: set[int]
    """Those of whom it takes all records to say more."""
    overtime: set[int]
    """Those who have overtime in the touched weeks, that a year's sum counts."""
    unknown: Entries
    remarks: list[Remarked]


def _look(block: Block, resume: int) -> _Look:
    late = _place(block, resume)
    overtime = np.any(block.overtime_of_weeks[:, block.calendar.weeks.ends > late] > 0, axis=1)
    windows = {breach: kind.find(block, Level.LIMIT) for breach, kind in kinds_asked(block, EVERYTHING)}
    # The last shifts of what is known: no chain leads to them, and they are as undecided as in a check of everything.
    last = (entries_of(block, breach, Level.LIMIT, _undecided(windows[breach]), None) for breach in _OF_DAYS)
    return _Look(
        codes=block.codes,
        begins=int(block.calendar.instant(np.array([0], dtype=np.int64))[0]),
        deep=set(block.codes[_depends_on_more(block, late, windows)].tolist()),
        overtime=set(block.codes[overtime].tolist()),
        unknown=np.concatenate([*unknown_windows(block, _EVERYTHING), *last]),
        remarks=list(data_quality.remarks(block)),
    )


def _undecided(found: Hits) -> Hits:
    return found.take(found.undecided)


def _over_a_year(block: Block, resume: int) -> set[int]:
    found = KINDS[BreachType.YEAR_OVERTIME].find(block, Level.LIMIT)
    return set(block.codes[found.employee[found.end > _place(block, resume)]].tolist())


def _place(block: Block, instant: int) -> int:
    return int(block.calendar.place(np.array([instant], dtype=np.int64))[0])


def _depends_on_more(block: Block, late: int, windows: Mapping[BreachType, Hits]) -> Bools:
    """Who has anything from `late` on that few weeks cannot decide.

    Too much rather than too little: who has a window over a line without regard to chains, a worked red day that longer sums
    count, a week without a sure rest, work under way for a week on end, or a new profile.
    """
    deep = np.any(weekly_rest.unsure(block)[:, block.calendar.weeks.ends > late], axis=1)
    deep |= np.any(block.red_worked[:, block.red.closes > late], axis=1) & _averages_sundays(block)
    if block.shape.averaging_weeks > 1 or block.shape.straddle == "anchored":
        deep[:] = True
    if not isinstance(block.owners, int):
        days = block.calendar.days.ends[1:] > late
        deep |= np.any((block.owners[:, 1:] != block.owners[:, :-1])[:, days], axis=1)
    for breach, found in windows.items():
        touched = (found.end > late) & ~(found.undecided & (breach in _OF_DAYS))
        deep[found.employee[touched]] = True
    under_way = (block.shifts.place < late) & (block.shifts.place + block.shifts.minutes > late)
    deep[block.shifts.employee[under_way]] = True
    return np.asarray(deep)


def _averages_sundays(block: Block) -> Bools:
    term = block.term_at(np.arange(block.employees, dtype=np.int64) * block.span + block.calendar.length - 1)
    return np.broadcast_to(block.terms.in_a_row[term] > 1, (block.employees,))


def _begins(looked: Sequence[_Look]) -> Ints:
    """Where the calendar of each employee's block begins, the latest where there are several."""
    begins = np.zeros(max(int(look.codes.max(initial=0)) for look in looked) + 1, dtype=np.int64)
    for look in looked:
        begins[look.codes] = np.maximum(begins[look.codes], look.begins)
    return begins


def _remarks(before: Findings, looked: Sequence[_Look], deep: set[str], resume: int) -> set[Remarked]:
    """The remarks of blocks of all who were not read again: old ones of old records, new ones of new records."""
    old = {each for each in before.remarks if each.employee not in deep}
    kept = {each for each in old if (each.remark in _OF_BLOCKS and each.start < resume) or each.remark in _ONCE}
    told = {(each.employee, each.remark) for each in kept if each.remark in _ONCE}
    new = {each for look in looked for each in look.remarks if each.employee not in deep}
    kept |= {each for each in new if each.remark in _OF_BLOCKS and each.start >= resume}
    return kept | {each for each in new if each.remark in _ONCE and (each.employee, each.remark) not in told}


def _look_back(owners: Owners) -> int:
    """Weeks of records that show whether there is anything at all: four for sums, a row of Sundays, and one to spare."""
    return max(6, int(owners.terms.in_a_row[:-1].max(initial=0)) + 2)


def _midnight(day: date) -> int:
    return int(to_utc(np.array([day_number(day) * DAY], dtype=np.int64)).utc[0])
