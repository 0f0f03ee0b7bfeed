"""Records and profiles → findings: every type of breach, block by block, in threads.

Deciding is arithmetic on arrays of whole minutes; numpy lets other threads run meanwhile, so that two processors halve the
time.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

import numpy as np

from engine.worktime.block import Block
from engine.worktime.blocks import Known, blocks_of, known_by
from engine.worktime.clock import DAY, to_local
from engine.worktime.findings import Findings
from engine.worktime.judge import Judged, Question, judge, reported
from engine.worktime.kinds import BreachType, Remark
from engine.worktime.normalise import Normalised, Remarked, of_rows
from engine.worktime.owners import Owners
from engine.worktime.records import Records

EVERYTHING: Final = frozenset(BreachType)
T = TypeVar("T")


def check(
    given: Normalised,
    owners: Owners,
    *,
    plan: bool = False,
    known: Known | None = None,
    report: Known | None = None,
    soft: bool = False,
    types: Collection[BreachType] = EVERYTHING,
    workers: int | None = None,
) -> Findings:
    """Judge the actual records, or with `plan` the planned ones (status planlagt).

    known: the days that the records cover; those from the first record to the last when it is left out.
    report: only windows whose date lies on these days; all when it is left out.
    soft: also warnings, and what is over the law's main rule but inside an agreement.
    """
    records = given.records.of_source(planned=plan)
    covered = known or known_by(records)
    found: list[Judged] = []
    if covered is not None:
        ask = partial(judge, question=Question(types, soft, report))
        found = in_threads(ask, blocks_of(given.records, owners, covered, planned=plan), workers)
    remarks: Iterable[Remarked] = ()
    if BreachType.DATA_QUALITY in types:
        remarks = {*remarks_of(given, owners, plan=plan), *(remark for each in found for remark in each.remarks)}
    return Findings(records, owners, tuple(each.entries for each in found), _in_report(remarks, report))


def in_threads(ask: Callable[[Block], T], blocks: Iterable[Block], workers: int | None) -> list[T]:
    """What each block answers, in the order of the blocks."""
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return list(pool.map(ask, blocks))


def remarks_of(given: Normalised, owners: Owners, *, plan: bool) -> Iterator[Remarked]:
    """What is to be said before any block is computed: of the rows themselves, and of people whom no list names."""
    yield from (remark for remark in given.remarks if remark.planned == plan)
    yield from unlisted(given.records.of_source(planned=plan), owners)


def unlisted(records: Records, owners: Owners) -> Iterator[Remarked]:
    """The first record of each employee whom the lists of profiles forget. Where there are none nobody is forgotten."""
    if not owners.by_employee:
        return
    for code in np.flatnonzero(np.diff(records.first)).tolist():
        if records.employees[code] not in owners.by_employee:
            yield of_rows(records, Remark.UNLISTED, [records.of(code).start])


def _in_report(remarks: Iterable[Remarked], report: Known | None) -> tuple[Remarked, ...]:
    ordered = sorted(remarks)
    days = to_local(np.array([remark.start for remark in ordered], dtype=np.int64)) // DAY
    return tuple(remark for remark, kept in zip(ordered, reported(days, report).tolist(), strict=True) if kept)
