"""The evidence of working time as one person sees it: counts, rows, and the roster that a change is tried against."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from engine.aml.measured import tree_of
from engine.aml.rights import Relation, Sight, Viewer, may_see
from engine.aml.table import WHOLE, Asked, Axis, Table, table
from engine.aml.tally import Tally
from engine.aml.whatif import Difference, difference, roster
from engine.periods import Period
from engine.rights import EVERYWHERE, Action, Thing, viewer
from engine.store.person.store import PersonStore
from engine.workplace.place import Workplace
from engine.worktime.blocks import Known, known_by
from engine.worktime.check import check
from engine.worktime.clock import instant_of
from engine.worktime.kinds import Source
from engine.worktime.normalise import normalise
from engine.worktime.owners import Owners, owners_of
from engine.worktime.profiles import Profiles
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result


@dataclass(frozen=True, slots=True)
class Counts:
    """Breaches of one year: by type and month, and by unit and month where the person sees every unit."""

    by_type: Table
    by_unit: Table | None
    years: tuple[int, ...]
    """The latest first."""
    year: int
    units: tuple[str, ...]
    """Those that may be chosen."""
    unit: str


def viewer_in(place: Workplace, organisation: str) -> Viewer | None:
    return viewer(place.person, organisation, place.trees)


def sees_rows(viewer: Viewer) -> bool:
    """Whether there can be a row that is theirs to see."""
    relations = [Relation.SELF] * bool(viewer.pseudonym) + [Relation.OWN_UNIT] * bool(viewer.units) + [Relation.OTHER]
    return any(may_see(viewer.role, relation) is Sight.ROWS for relation in relations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the counts are asked for."""

    organisation: str
    year: int | None = None
    unit: str = ""
    man_years: Decimal | None = None
    fewest: int


def counts(place: Workplace, persons: PersonStore, viewer: Viewer, asked: Question) -> Counts | None:
    """None where nothing is on record, or nothing that this person may have counted.

    Who follows up one unit gets that unit's counts and those of the units below, each by itself.
    """
    reach = place.reach(Action.SEE, Thing.AML_COUNTS)
    if asked.organisation not in reach.units or not persons.was_begun():
        return None
    tally = persons.overview(viewer, asked.organisation)
    years = tuple(sorted({month.start.year for month in tally}, reverse=True))
    units = _units(tally, reach.units[asked.organisation])
    if not years or (not units and reach.units[asked.organisation] is not EVERYWHERE):
        return None
    year = asked.year if asked.year in years else years[0]
    is_whole = reach.units[asked.organisation] is EVERYWHERE
    unit = asked.unit if asked.unit in units else (WHOLE if is_whole else units[0])
    months = [Period.parse(f"{year}-{number:02d}") for number in range(1, 13)]
    owner = place.book.organisations[asked.organisation]
    known = [month for month in months if month in tally]
    told = Asked(tally, known, unit, asked.fewest, trees={month: tree_of(owner, month) for month in known})
    return Counts(
        by_type=table(told, (Axis.TYPE, Axis.MONTH), asked.man_years),
        by_unit=table(told, (Axis.UNIT, Axis.MONTH)) if is_whole and unit == WHOLE else None,
        years=years,
        year=year,
        units=units,
        unit="" if unit == WHOLE else unit,
    )


def _units(tally: Tally, reached: frozenset[str] | None) -> tuple[str, ...]:
    named = {unit for groups in tally.values() for unit in groups if unit}
    return tuple(sorted(named if reached is EVERYWHERE else named & reached))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A shift that is planned for somebody, or two planned shifts that change hands."""

    added: Sequence[WorkRecord] = ()
    swapped: tuple[WorkRecord, WorkRecord] | None = None


def tried(rows: Sequence[WorkRecord], change: Change, profiles: Profiles) -> Difference:
    """The breaches that the change would make, make worse and take away; of the people whom it concerns."""
    concerned = {row.employee for row in (*change.added, *(change.swapped or ()))}
    before = roster(row for row in rows if row.employee in concerned)
    after = [*_swapped(before, change.swapped), *change.added]
    owners = owners_of(profiles)
    # Both are judged over the days of both, or the change would show as days that became known.
    known = known_by(normalise([*before, *after]).records.of_source(planned=True))
    return difference(*(_judged(each, owners, known) for each in (before, after)))


def shifts(rows: Sequence[WorkRecord], since: date) -> list[WorkRecord]:
    """The planned shifts from a day on that still lie ahead of what was worked, by start: what can be swapped."""
    planned = {_when(row) for row in rows if row.source is Source.PLANNED}
    ahead = [row for row in roster(rows) if _when(row) in planned and row.start.date() >= since]
    return sorted(ahead, key=lambda row: (instant_of(row.start), row.employee))


def _when(row: WorkRecord) -> tuple[str, datetime, datetime | None]:
    return row.employee, row.start, row.end


def _judged(rows: Sequence[WorkRecord], owners: Owners, known: Known | None) -> Sequence[Result]:
    return check(normalise(rows), owners, plan=True, known=known).results()


def _swapped(rows: Sequence[WorkRecord], pair: tuple[WorkRecord, WorkRecord] | None) -> list[WorkRecord]:
    if pair is None:
        return list(rows)
    one, other = pair
    owner = {one: other.employee, other: one.employee}
    return [replace(row, employee=owner[row]) if row in owner else row for row in rows]
