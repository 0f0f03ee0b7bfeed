"""What a check found, as narrow entries; a row with its words is made only when somebody reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from engine.worktime.clock import Ints, date_of, oslo
from engine.worktime.kinds import BreachType, Quantity, RecordType, Status
from engine.worktime.normalise import Remarked
from engine.worktime.owners import Owners
from engine.worktime.records import TYPES as RECORD_TYPES
from engine.worktime.records import Records
from engine.worktime.remarks import STATUS_OF, of_remark
from engine.worktime.result import Result, two_places
from engine.worktime.terms import AT_LEAST, quantity_of

TYPES = tuple(sorted(BreachType))
"""In the order of their names, in which results are sorted."""
STATUSES = tuple(Status)
COUNTED_STATUSES = (Status.BRUDD, Status.ABSOLUTT)
_IS_EVIDENCE = np.array([kind not in (RecordType.ABSENCE, RecordType.BREAK) for kind in RECORD_TYPES], dtype=np.bool_)


# One entry per window. Times in minutes UTC, dates as day numbers, `type` and `status` as places in TYPES and STATUSES,
# `actual` and `limit` in ticks or counts, `actual` as the sum over `mean_of` weeks. Narrow, because there may be millions.
_ENTRY = np.dtype(
    [
        ("employee", np.int32),
        ("type", np.int8),
        ("status", np.int8),
        ("mean_of", np.int8),
        ("date", np.int32),
        ("start", np.int32),
        ("end", np.int32),
        ("since", np.int32),
        ("actual", np.int64),
        ("limit", np.int64),
        ("term", np.int32),
    ]
)
Entries = npt.NDArray[np.void]


@dataclass(frozen=True, eq=False)
class Findings:
    """Everything that was found, in the entries of each block and the remarks on records."""

    records: Records
    """What was judged: the planned records, or the actual ones."""
    owners: Owners
    parts: tuple[Entries, ...]
    """As the blocks gave them; joining them would hold them twice."""
    remarks: tuple[Remarked, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, self.parts)) + len(self.remarks)

    def results(self, statuses: Iterable[Status] = STATUSES) -> list[Result]:
        """The rows with any of the statuses, sorted by employee, date, type and start of the window."""
        wanted = frozenset(statuses)
        places = [STATUSES.index(status) for status in wanted]
        chosen = (part[np.isin(part["status"], places)] for part in self.parts)
        rows = [self._result(_Entry(*entry)) for part in chosen for entry in part.tolist()]
        rows += [of_remark(remark, self.owners) for remark in self.remarks if STATUS_OF[remark.remark] in wanted]
        return sorted(rows, key=lambda row: row.order)

    def count(self, breach: BreachType, statuses: Iterable[Status] = COUNTED_STATUSES) -> int:
        """How many windows of a type have any of the statuses; no row is made for it."""
        places, kind = [STATUSES.index(status) for status in statuses], TYPES.index(breach)
        return sum(int(((part["type"] == kind) & np.isin(part["status"], places)).sum()) for part in self.parts)

    def _result(self, entry: "_Entry") -> Result:
        breach, status = TYPES[entry.type], STATUSES[entry.status]
        term = self.owners.terms.terms[entry.term]
        scale = 1 if quantity_of(breach) is Quantity.COUNT else self.owners.terms.ticks * 60
        actual, limit = Fraction(entry.actual, scale * entry.mean_of), Fraction(entry.limit, scale)
        known = status is not Status.NOT_EVALUATED
        evidence = self._evidence(entry) if known else np.empty(0, dtype=np.int64)
        return Result(
            employee=self.records.employees[entry.employee],
            type=breach,
            status=status,
            day=date_of(entry.date),
            window_start=oslo(entry.start),
            window_end=oslo(entry.end),
            since=oslo(entry.since),
            quantity=quantity_of(breach),
            actual=two_places(actual) if known else None,
            limit=two_places(limit),
            excess=two_places(limit - actual if breach in AT_LEAST else actual - limit) if known else None,
            profile=term.profile.aml_profile,
            profile_from=term.profile.valid_from,
            law_ref=term.law.reference(breach),
            records=tuple(self.records.name(each) for each in evidence.tolist()),
            unit=self._unit(evidence),
            mean_of=entry.mean_of,
        )

    def _evidence(self, entry: "_Entry") -> Ints:
        rows = self.records.within(entry.employee, entry.since, entry.end)
        return rows[_IS_EVIDENCE[self.records.type[rows]]]

    def _unit(self, evidence: Ints) -> str:
        """Where the employee worked last in the window."""
        return self.records.units[int(self.records.unit[evidence[-1]])] if len(evidence) else ""


class _Entry(NamedTuple):
    """One entry as numbers, in the order of its fields."""

    employee: int
    type: int
    status: int
    mean_of: int
    date: int
    start: int
    end: int
    since: int
    actual: int
    limit: int
    term: int


def entries(count: int, **values: npt.NDArray[np.integer[Any]] | int) -> Entries:
    """So many entries from an array or a single value for each field."""
    found = np.empty(count, dtype=_ENTRY)
    for name, value in values.items():
        found[name] = value
    return found


def in_order(found: Entries) -> Entries:
    """Sorted by employee, date, type and start."""
    return found[np.lexsort((found["start"], found["type"], found["date"], found["employee"]))]
