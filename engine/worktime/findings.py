"""What a check found, as columns; a row with its words is made only when somebody reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np

from engine.worktime.clock import Ints, date_of, oslo
from engine.worktime.kinds import BreachType, Quantity, RecordType, Status
from engine.worktime.normalise import Remarked
from engine.worktime.owners import Owners
from engine.worktime.records import TYPES as RECORD_TYPES
from engine.worktime.records import Records
from engine.worktime.remarks import STATUS_OF, of_remark
from engine.worktime.result import Result, two_places
from engine.worktime.terms import REST_TYPES, quantity_of

TYPES = tuple(sorted(BreachType))
"""In the order of their names, in which results are sorted."""
STATUSES = tuple(Status)
_IS_EVIDENCE = np.array([kind not in (RecordType.ABSENCE, RecordType.BREAK) for kind in RECORD_TYPES], dtype=np.bool_)


@dataclass(frozen=True, eq=False, kw_only=True)
class Columns:
    """One entry per window; times in minutes UTC, dates as day numbers."""

    employee: Ints
    type: Ints
    """Place in TYPES."""
    status: Ints
    """Place in STATUSES."""
    date: Ints
    start: Ints
    end: Ints
    since: Ints
    actual: Ints
    """Ticks or a count, a sum over `mean_of` weeks."""
    limit: Ints
    mean_of: Ints
    term: Ints

    def __len__(self) -> int:
        return len(self.employee)

    def take(self, chosen: Ints) -> "Columns":
        return Columns(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})


@dataclass(frozen=True, eq=False)
class Findings:
    """Everything that was found, sorted by employee, date, type and window."""

    records: Records
    """What was judged: the planned records, or the actual ones."""
    owners: Owners
    columns: Columns
    remarks: tuple[Remarked, ...] = ()

    def __len__(self) -> int:
        return len(self.columns) + len(self.remarks)

    def results(self, statuses: Iterable[Status] = STATUSES) -> list[Result]:
        """The rows with any of the statuses, sorted by employee, date, type and start of the window."""
        wanted = frozenset(statuses)
        chosen = np.flatnonzero(np.isin(self.columns.status, [STATUSES.index(status) for status in wanted]))
        rows = [self._result(row) for row in chosen.tolist()]
        rows += [of_remark(remark, self.owners) for remark in self.remarks if STATUS_OF[remark.remark] in wanted]
        return sorted(rows, key=lambda row: row.order)

    def count(self, breach: BreachType, statuses: Iterable[Status] = (Status.BRUDD, Status.ABSOLUTT)) -> int:
        """How many windows of a type have any of the statuses; no row is made for it."""
        places = [STATUSES.index(status) for status in statuses]
        return int(((self.columns.type == TYPES.index(breach)) & np.isin(self.columns.status, places)).sum())

    def _result(self, row: int) -> Result:
        entry = _Entry(**{field.name: int(getattr(self.columns, field.name)[row]) for field in fields(Columns)})
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
            date=date_of(entry.date),
            window_start=oslo(entry.start),
            window_end=oslo(entry.end),
            since=oslo(entry.since),
            quantity=quantity_of(breach),
            actual=two_places(actual) if known else None,
            limit=two_places(limit),
            excess=two_places(limit - actual if breach in REST_TYPES else actual - limit) if known else None,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    employee: int
    type: int
    status: int
    date: int
    start: int
    end: int
    since: int
    actual: int
    limit: int
    mean_of: int
    term: int


def concatenated(parts: Sequence[Columns]) -> Columns:
    """All entries, sorted by employee, date, type and start."""
    whole = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Columns)}
    columns = Columns(**whole)
    return columns.take(np.lexsort((columns.start, columns.type, columns.date, columns.employee)))


def no_columns() -> Columns:
    none: Ints = np.empty(0, dtype=np.int64)
    return Columns(**{field.name: none for field in fields(Columns)})
