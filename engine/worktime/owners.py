"""Which term holds for which employee on which day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from engine.worktime.clock import Ints, day_number
from engine.worktime.law import law_on
from engine.worktime.profile import Assigned
from engine.worktime.profiles import Profiles
from engine.worktime.terms import Term, Terms

Timeline = tuple[tuple[int, int], ...]
"""(day number from which on, term), in order; the first entry begins before all days."""
_ALWAYS = day_number(date.min)


@dataclass(frozen=True, eq=False)
class Owners:
    """Every employee's timeline of terms. `terms.none` stands where no profile or no law holds."""

    terms: Terms
    by_employee: Mapping[str, Timeline]
    others: Timeline
    """Of employees that no file names."""

    def of(self, employee: str) -> Timeline:
        return self.by_employee.get(employee, self.others)

    def term_on(self, employee: str, day: int) -> int:
        return next(term for start, term in reversed(self.of(employee)) if start <= day)

    @property
    def used_terms(self) -> frozenset[int]:
        """The terms of anybody on any day."""
        timelines = {self.others, *self.by_employee.values()}
        return frozenset(term for timeline in timelines for _, term in timeline) - {self.terms.none}

    def used(self, employees: Iterable[str], first_day: int, last_day: int) -> Iterator[frozenset[int]]:
        """For each employee the terms that hold on any of the days. Most share a timeline, and it is looked at once."""
        found: dict[Timeline, frozenset[int]] = {}
        for employee in employees:
            timeline = self.of(employee)
            if timeline not in found:
                found[timeline] = _used(timeline, first_day, last_day)
            yield found[timeline]

    def by_day(self, employees: Sequence[str], first_day: int, days: int) -> Ints:
        """The term of each employee (rows) on each of the days (columns)."""
        table = np.empty((len(employees), days), dtype=np.int64)
        for row, employee in zip(table, employees, strict=True):
            for start, term in self.of(employee):
                row[max(0, start - first_day) :] = term
        return table


def _used(timeline: Timeline, first_day: int, last_day: int) -> frozenset[int]:
    ends = [start for start, _ in timeline[1:]] + [last_day + 1]
    spans = zip(timeline, ends, strict=True)
    return frozenset(term for (start, term), end in spans if start <= last_day and end > first_day)


def owners_of(profiles: Profiles) -> Owners:
    """Compile the profiles of all employees."""
    compiled: dict[tuple[int, int], int] = {}
    kept: list[Term] = []
    timelines = {name: _timeline(profiles, name, compiled, kept) for name in profiles.names}
    nothing: Timeline = ((_ALWAYS, -1),)
    others = timelines[profiles.default] if profiles.default is not None else nothing
    spans: dict[str, list[Assigned]] = {}
    for assigned in profiles.employees:
        spans.setdefault(assigned.employee, []).append(assigned)
    by_employee = {employee: _overlaid(others, given, timelines) for employee, given in spans.items()}
    none = len(kept)
    return Owners(
        Terms(kept), {employee: _named(timeline, none) for employee, timeline in by_employee.items()}, _named(others, none)
    )


def _timeline(profiles: Profiles, name: str, compiled: dict[tuple[int, int], int], kept: list[Term]) -> Timeline:
    """The terms of a profile over its versions and those of the law."""
    versions = [each for each in profiles.profiles if each.aml_profile == name]
    edges = {law.valid_from for law in profiles.laws} | {version.valid_from for version in versions}
    edges |= {version.valid_to + timedelta(days=1) for version in versions if version.valid_to is not None}
    timeline = [(_ALWAYS, -1)]
    for edge in sorted(edges):
        profile, law = profiles.version_on(name, edge), law_on(profiles.laws, edge)
        if profile is None or law is None:
            timeline.append((day_number(edge), -1))
            continue
        key = id(profile), id(law)
        if key not in compiled:
            compiled[key] = len(kept)
            kept.append(Term(profile, law))
        timeline.append((day_number(edge), compiled[key]))
    return tuple(timeline)


def _overlaid(others: Timeline, given: Sequence[Assigned], timelines: Mapping[str, Timeline]) -> Timeline:
    """The others' timeline with the employee's own profiles laid over it."""
    pieces: list[tuple[int, int]] = []
    at = _ALWAYS
    for assigned in sorted(given, key=lambda each: each.valid_from or date.min):
        begins = _ALWAYS if assigned.valid_from is None else day_number(assigned.valid_from)
        ends = day_number(date.max) if assigned.valid_to is None else day_number(assigned.valid_to) + 1
        pieces += _cut(others, at, begins)
        pieces += _cut(timelines[assigned.profile], begins, ends)
        at = ends
    pieces += _cut(others, at, day_number(date.max))
    return tuple(pieces)


def _cut(timeline: Timeline, begins: int, ends: int) -> list[tuple[int, int]]:
    """The part of a timeline in [begins, ends)."""
    closed = [*timeline, (day_number(date.max), -1)]
    spans = [(max(start, begins), min(end, ends), term) for (start, term), (end, _) in pairwise(closed)]
    return [(start, term) for start, end, term in spans if start < end]


def _named(timeline: Timeline, none: int) -> Timeline:
    return tuple((start, none if term < 0 else term) for start, term in timeline)
