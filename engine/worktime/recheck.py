"""New records → the same findings as a check of everything, at little more than the price of the weeks that they touch.

Of most employees a few weeks' records decide every window that can have changed. Of the others, whose breaches depend on chains
that reach far back (sums over a year, windows that must not overlap, rests shared between weeks), all records are read again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

import numpy as np

from engine.worktime.block import Block
from engine.worktime.blocks import Known, blocks_of, known_by
from engine.worktime.breaches import KINDS
from engine.worktime.check import check, in_threads, unlisted
from engine.worktime.clock import DAY, Ints, day_number, to_utc
from engine.worktime.earlier import Earlier
from engine.worktime.findings import Entries, Findings
from engine.worktime.judge import judge
from engine.worktime.kinds import BreachType, Remark
from engine.worktime.look import LONG_SUMS, QUESTION, Look, Turn, look
from engine.worktime.normalise import Normalised, Remarked
from engine.worktime.owners import Owners
from engine.worktime.past import Past, past_of
from engine.worktime.records import Records
from engine.worktime.terms import Level

T = TypeVar("T")
_YEAR: Final = 54
"""Weeks that a year's sum needs, and the two around a clock change or a week that begins late."""
_ONCE: Final = frozenset({Remark.STANDBY_WITHOUT_FACTOR, Remark.NO_PROFILE, Remark.BREAK_IN_WORK, Remark.UNLISTED})
"""Remarked of the first record of an employee only."""


class Shelf(Protocol):
    """Where records lie of which only a part is read. Codes are places in `employees`, which is sorted."""

    @property
    def employees(self) -> Sequence[str]: ...

    def recent(self, begin: date, codes: Ints | None = None) -> Normalised:
        """The records that begin on a day or later, of everybody or of some."""
        ...

    def all_of(self, codes: Ints, /) -> Normalised:
        """Every record of some employees."""
        ...

    def reaching(self, begin: date) -> set[int]:
        """Who has a record from before a day that ends more than two days after it begins, and who was not in the findings
        before. More people do no harm.
        """
        ...


@dataclass(frozen=True, eq=False)
class Increment:
    """What a change of the records made of the findings before it."""

    kept: Entries
    """What was found before and stands."""
    recent: Findings
    """Found anew in the last weeks' records."""
    whole: Findings
    """Found anew in all records of some employees."""
    reread: tuple[str, ...]
    """Those employees: nothing that was found of them before is kept."""
    since: date
    """Windows of the others that begin on this day or later were judged anew."""
    remarks: tuple[Remarked, ...]
    """All, old and new."""

    @property
    def parts(self) -> tuple[Entries, ...]:
        """All entries, old and new."""
        return (self.kept, *self.recent.parts, *self.whole.parts)

    def findings(self, records: Records) -> Findings:
        """All of them, of all records."""
        return Findings(records, self.recent.owners, self.parts, self.remarks)


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
    if covered is None or not can_increment(owners, covered, since):
        return check(given, owners, plan=plan, known=known, workers=workers)
    past = [past_of(before, covered)]
    return increment(past, InMemory(given), owners, since=since, known=covered, plan=plan, workers=workers).findings(records)


def can_increment(owners: Owners, known: Known, since: date) -> bool:
    """Whether there are records from before the weeks that would be looked at."""
    return looked_from(owners, since) > known.first


def looked_from(owners: Owners, since: date) -> date:
    """The first day whose records are read of everybody."""
    return _resume(since) - timedelta(weeks=_look_back(owners))


def increment(
    before: Sequence[Past],
    shelf: Shelf,
    owners: Owners,
    *,
    since: date,
    known: Known,
    plan: bool = False,
    workers: int | None = None,
) -> Increment:
    """As `recheck`, told by what changed, and reading of the shelf only what decides. `can_increment` must be true."""
    resume, begin = _resume(since), looked_from(owners, since)
    turn, old = Turn(_midnight(begin), _midnight(resume), _midnight(since)), Earlier(before, shelf.employees)
    ask = _Asking(owners, known, plan, workers)
    recent = shelf.recent(begin)
    looked = ask(partial(look, turn=turn, old=old), recent.records, begin=begin)
    shapes = owners.terms.shapes
    episodes = np.array([*(shape.count == "episode" for shape in shapes), False], dtype=np.bool_)
    dated_by_start = np.array([*(shape.report_date == "window_start" for shape in shapes), False], dtype=np.bool_)
    deep = set().union(*(each.deep for each in looked)) | shelf.reaching(begin)
    deep |= old.reaching(turn.resume, episodes, LONG_SUMS)
    deep |= old.night_unknown(min(each.begins for each in looked), _midnight(begin))
    # A year's sum can only pass its limit in a week with overtime: for those people a year's records are added up.
    some = np.array(sorted(set().union(*(each.overtime for each in looked)) - deep), dtype=np.int64)
    if len(some):
        year = max(resume - timedelta(weeks=_YEAR), known.first)
        deep |= set().union(*ask(_over_a_year, shelf.recent(year, some).records, codes=some, begin=year))
    codes = np.array(sorted(deep), dtype=np.int64)
    whole = shelf.all_of(codes)
    again = ask(partial(judge, question=QUESTION), whole.records, codes=codes)
    names = tuple(shelf.employees[code] for code in codes.tolist())
    new = [each.found[~np.isin(each.found["employee"], codes)] for each in looked]
    unknown = ((each.unknown[~np.isin(each.unknown["employee"], codes)], each.begins) for each in looked)
    new += [old.lengthened(*stretches, dated_by_start) for stretches in unknown]
    remarks = {remark for each in looked for remark in each.remarks} | set(_of_rows(recent, owners, plan=plan))
    reread = {remark for each in again for remark in each.remarks} | set(_of_rows(whole, owners, plan=plan))
    here = frozenset(shelf.employees)
    earlier = [remark for past in before for remark in past.remarks if remark.employee in here]
    told = _remarks(earlier, remarks, frozenset(names), turn.resume)
    told |= {remark for remark in reread if remark.employee in frozenset(names)}
    return Increment(
        kept=old.kept(turn.resume, _begins(looked), codes),
        recent=Findings(recent.records.of_source(planned=plan), owners, tuple(new)),
        whole=Findings(whole.records.of_source(planned=plan), owners, tuple(each.entries for each in again)),
        reread=names,
        since=resume,
        remarks=tuple(sorted(told)),
    )


@dataclass(frozen=True, eq=False)
class InMemory:
    """A shelf of records that are all here."""

    given: Normalised

    @property
    def employees(self) -> Sequence[str]:
        return self.given.records.employees

    def recent(self, begin: date, codes: Ints | None = None) -> Normalised:
        records, start = self.given.records, _midnight(begin)
        chosen = records.start >= start
        if codes is not None:
            chosen &= np.isin(records.employee, codes)
        return Normalised(records.take(chosen), tuple(each for each in self.given.remarks if each.start >= start))

    def all_of(self, _codes: Ints, /) -> Normalised:
        return self.given

    def reaching(self, begin: date) -> set[int]:
        records, start = self.given.records, _midnight(begin)
        return set(records.employee[(records.start < start) & (records.end > start + 2 * DAY)].tolist())


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the blocks of some employees' records."""

    owners: Owners
    known: Known
    plan: bool
    workers: int | None

    def __call__(
        self, ask: Callable[[Block], T], records: Records, *, codes: Ints | None = None, begin: date | None = None
    ) -> list[T]:
        blocks = blocks_of(records, self.owners, self.known, planned=self.plan, codes=codes, begin=begin)
        return in_threads(ask, blocks, self.workers)


def _over_a_year(block: Block) -> set[int]:
    """Who passes a year's limit at all; also long before the change, because the next sum begins after that."""
    found = KINDS[BreachType.YEAR_OVERTIME].find(block, Level.LIMIT)
    return set(block.codes[found.employee].tolist())


def _begins(looked: Sequence[Look]) -> Ints:
    """Where the calendar of each employee's block begins, the latest where there are several."""
    begins = np.zeros(max(int(each.codes.max(initial=0)) for each in looked) + 1, dtype=np.int64)
    for each in looked:
        begins[each.codes] = np.maximum(begins[each.codes], each.begins)
    return begins


def _of_rows(given: Normalised, owners: Owners, *, plan: bool) -> Iterator[Remarked]:
    """What is to be said of the rows themselves, and of people whom no list names."""
    yield from (remark for remark in given.remarks if remark.planned == plan)
    yield from unlisted(given.records.of_source(planned=plan), owners)


def _remarks(before: Sequence[Remarked], new: set[Remarked], reread: frozenset[str], resume: int) -> set[Remarked]:
    """The remarks about all who were not read again: old ones of old records, new ones of new records."""
    kept = {each for each in before if each.employee not in reread and each.start < resume}
    told = {(each.employee, each.remark) for each in kept if each.remark in _ONCE}
    return kept | {
        each
        for each in new
        if each.employee not in reread and each.start >= resume and (each.employee, each.remark) not in told
    }


def _resume(since: date) -> date:
    """The Monday from which on windows are judged anew: a week before the week in which records change."""
    return since - timedelta(days=since.weekday() + 7)


def _look_back(owners: Owners) -> int:
    """Weeks of records that show what there is: twice four for sums, a row of Sundays, twice an average's weeks."""
    used = owners.used_terms
    in_a_row = max((int(owners.terms.in_a_row[term]) for term in used), default=0)
    averaged = max((owners.terms.shapes[term].averaging_weeks for term in used), default=1)
    return max(8, in_a_row + 2, 2 * averaged + 2 if averaged > 1 else 0)


def _midnight(day: date) -> int:
    return int(to_utc(np.array([day_number(day) * DAY], dtype=np.int64)).utc[0])
