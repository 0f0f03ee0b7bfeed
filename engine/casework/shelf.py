"""The records of some people on the days known of them, read from the evidence only as far as they are asked for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from engine.store.person.work import PersonReading
from engine.worktime.blocks import Known
from engine.worktime.clock import Ints
from engine.worktime.normalise import Normalised, normalise
from engine.worktime.records import WorkRecord


@dataclass(frozen=True, slots=True)
class EvidenceShelf:
    """engine.worktime.recheck.Shelf over the tables of evidence."""

    read: PersonReading
    employees: Sequence[str]
    """Pseudonyms, sorted."""
    span: Known
    newcomers: Collection[str]
    """Those of whom nothing that was found before may be kept."""

    def recent(self, begin: date, codes: Ints | None = None) -> Normalised:
        return self._coded(self._rows(begin, codes))

    def all_of(self, codes: Ints, /) -> Normalised:
        return self._coded(self._rows(self.span.first, codes))

    def reaching(self, begin: date) -> set[int]:
        people = self.read.reaching(begin) | set(self.newcomers)
        return {code for code, person in enumerate(self.employees) if person in people}

    def _rows(self, first: date, codes: Ints | None) -> Iterable[WorkRecord]:
        people = self.employees if codes is None else [self.employees[code] for code in codes.tolist()]
        return self.read.records(people=people, first=max(first, self.span.first), last=self.span.last)

    def _coded(self, rows: Iterable[WorkRecord]) -> Normalised:
        """By the codes of everybody, so that an employee has one code however much of the records is read."""
        given = normalise(rows)
        own = given.records.employees
        codes = np.searchsorted(np.array(self.employees), np.array(own, dtype=str)) if own else np.empty(0, dtype=np.int64)
        records = replace(given.records, employees=tuple(self.employees), employee=codes[given.records.employee])
        return replace(given, records=records)
