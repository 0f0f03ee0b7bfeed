"""Work records on record: a delivery says everything about its days, and what it says otherwise replaces what was known."""

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Func, QuerySet, TextField

from engine.errors import UsageError
from engine.language import mark
from engine.periods import Period
from engine.store.person import models
from engine.store.person.rows import COLUMNS, Row, row_of, work_record
from engine.timesheets.days import day_of
from engine.worktime.blocks import Known
from engine.worktime.clock import instant_of
from engine.worktime.kinds import Source
from engine.worktime.records import WorkRecord
from engine.worktime.result import Result

BATCH = 500
"""Rows an insert, and names a question: SQLite takes no more than 32 766 values in a statement."""


_LONG = timedelta(days=62)
"""How long a standby or an absence may have begun before a window that it reaches into."""


class _Month(Func):
    """The month of a day as text, 2023-03. Django's own on SQLite is a Python function: a hundred times slower."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="strftime('%%Y-%%m', %(expressions)s)", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="to_char(%(expressions)s, 'YYYY-MM')", **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What is said about records when they are handed over."""

    organisation: str
    by: str
    at: datetime
    files: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    """The days that the files cover; those of the first and the last record when left out."""
    complete: bool = False
    """True: whoever is not in the files did not work on those days. Else they speak only of those whom they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of records that were handed over."""

    records: int
    people: int
    new: int
    replaced: int
    """Records on record before that the files say otherwise, or no more."""


def take(db: str, rows: Sequence[WorkRecord], handover: Handover) -> Taken:
    """Keep the rows of one source, all actual or all planned. Raises UsageError where they lie outside the days declared."""
    days = [day_of(row) for row in rows]
    first, last = handover.first or min(days), handover.last or max(days)
    if not first <= min(days) <= max(days) <= last:
        message = mark("the records reach from {first} to {last}, which is not inside the days that --from and --to declare")
        raise UsageError(message, first=min(days), last=max(days))
    names = _pseudonyms(db, handover.organisation, {row.employee for row in rows})
    source = rows[0].source.value
    wanted = {row_of(row, names[row.employee]): day for row, day in zip(rows, days, strict=True)}
    people = set(names.values())
    spoken_of = None if handover.complete else people
    ids = {(row[0], row[5]) for row in wanted if row[5]}
    held = _spoken_of(_current(db, handover.organisation, source, (first, last), ids), (first, last), spoken_of, ids)
    new, gone = wanted.keys() - held.keys(), [record for row, records in held.items() for record in records[row in wanted :]]
    if not new and not gone and _covered_already(db, handover, source, first, last, people):
        return Taken(records=len(rows), people=len(people), new=0, replaced=0)
    batch = models.Batch.objects.using(db).create(
        organisation=handover.organisation,
        received_at=handover.at,
        by=handover.by,
        source=source,
        files=list(handover.files),
        first=first,
        last=last,
        complete=handover.complete,
    )
    covered = (models.Covered(batch=batch, pseudonym_id=person) for person in sorted(people))
    models.Covered.objects.using(db).bulk_create(covered, batch_size=BATCH)
    added = (models.Record(batch=batch, day=wanted[row], source=source, **dict(zip(COLUMNS, row, strict=True))) for row in new)
    models.Record.objects.using(db).bulk_create(added, batch_size=BATCH)
    replaced = (models.Superseded(record_id=record, by=batch) for record in gone)
    models.Superseded.objects.using(db).bulk_create(replaced, batch_size=BATCH)
    return Taken(records=len(rows), people=len(people), new=len(new), replaced=len(gone))


def records(
    db: str, organisation: str, *, people: Collection[str] | None = None, first: date = date.min, last: date = date.max
) -> Iterator[WorkRecord]:
    """The records that hold, under pseudonyms, of everybody or of some, that begin on the days from `first` to `last`."""
    held = _held(db, organisation).filter(day__gte=first, day__lte=last)
    for some in _portions(held, people):
        for source, person, *rest in some.values_list("source", *COLUMNS).iterator(chunk_size=5000):
            yield work_record((person, *rest), source)


def known(db: str, organisation: str) -> Mapping[str, tuple[Known, ...]]:
    """The days known of each person, in order and apart; what is older than the last deletion is not known any more."""
    last = models.Deletion.objects.using(db).order_by("-id").first()
    begins = last.records_before if last else date.min
    batches = models.Batch.objects.using(db).filter(organisation=organisation, source=Source.ACTUAL.value, last__gte=begins)
    spoken_of = models.Covered.objects.using(db).filter(batch__in=batches)
    # A complete batch speaks of everybody, also of those who came later.
    everybody = dict.fromkeys(spoken_of.values_list("pseudonym_id", flat=True))
    of_all = [(person, *days) for days in batches.filter(complete=True).values_list("first", "last") for person in everybody]
    spans: defaultdict[str, list[Known]] = defaultdict(list)
    for person, first, until in (*of_all, *spoken_of.values_list("pseudonym_id", "batch__first", "batch__last")):
        spans[person].append(Known(max(first, begins), until))
    return {person: _joined(found) for person, found in spans.items()}


def present(db: str, organisation: str) -> set[tuple[str, str, Period]]:
    """Who worked in which unit in which month."""
    worked = _held(db, organisation).filter(source=Source.ACTUAL.value)
    rows = worked.values_list("pseudonym_id", "unit", _Month("day")).distinct()
    return {(person, unit, Period.parse(month)) for person, unit, month in rows}


def people(db: str, organisation: str, first: date, last: date) -> set[str]:
    """Who has a record that begins on the days from `first` to `last`."""
    rows = _held(db, organisation).filter(day__gte=first, day__lte=last)
    return set(rows.values_list("pseudonym_id", flat=True))


def behind(db: str, organisation: str, result: Result) -> tuple[WorkRecord, ...]:
    """The actual records that reach into the window of a breach, by start; those that are still open too."""
    begins, ends = instant_of(result.since), instant_of(result.window_end)
    own = records(db, organisation, people=[result.employee], first=result.since.date() - _LONG, last=result.window_end.date())
    there = (row for row in own if row.source is Source.ACTUAL and instant_of(row.start) < ends)
    found = (row for row in there if instant_of(row.end or result.window_end) > begins)
    return tuple(sorted(found, key=lambda row: instant_of(row.start)))


def reaching(db: str, organisation: str, first: date) -> set[str]:
    """Who has a record from before a day that ends more than a day after it."""
    # Times are kept as they were written, but all begin with a date.
    until = (first + timedelta(days=1)).isoformat()
    rows = _held(db, organisation).filter(day__lt=first, end__gte=until)
    return set(rows.values_list("pseudonym_id", flat=True))


def pseudonyms(db: str, organisation: str) -> dict[str, str]:
    """Employee number → pseudonym, of everybody on record."""
    return dict(models.Link.objects.using(db).filter(organisation=organisation).values_list("employee", "pseudonym_id"))


def _pseudonyms(db: str, organisation: str, employees: set[str]) -> Mapping[str, str]:
    """The pseudonym of each; who has none gets one."""
    known = pseudonyms(db, organisation)
    new = {employee: f"P-{secrets.token_hex(8)}" for employee in sorted(employees - known.keys())}
    rows = (models.Pseudonym(pseudonym=name, organisation=organisation) for name in new.values())
    models.Pseudonym.objects.using(db).bulk_create(rows, batch_size=BATCH)
    links = (models.Link(pseudonym_id=name, organisation=organisation, employee=each) for each, name in new.items())
    models.Link.objects.using(db).bulk_create(links, batch_size=BATCH)
    return {employee: name for employee, name in (known | new).items() if employee in employees}


def _portions(rows: "QuerySet[models.Record]", people: Collection[str] | None) -> Iterator["QuerySet[models.Record]"]:
    """The rows of everybody, or of so many people at a time as a question may name."""
    if people is None:
        yield rows.order_by("id")
        return
    names = sorted(people)
    for at in range(0, len(names), BATCH):
        yield rows.filter(pseudonym__in=names[at : at + BATCH]).order_by("id")


def _held(db: str, organisation: str) -> "QuerySet[models.Record]":
    return models.Record.objects.using(db).filter(batch__organisation=organisation, superseded=None)


def _current(
    db: str, organisation: str, source: str, days: tuple[date, date], ids: set[tuple[str, str]]
) -> Iterator[tuple[int, date, Row]]:
    """The records on some days, and those elsewhere that have any of the ids."""
    held = _held(db, organisation).filter(source=source)
    names = sorted({name for _, name in ids})
    elsewhere = held.exclude(day__range=days)
    by_id = (elsewhere.filter(record_id__in=names[at : at + BATCH]) for at in range(0, len(names), BATCH))
    for rows in (held.filter(day__range=days), *by_id):
        for number, day, person, *rest in rows.values_list("id", "day", *COLUMNS).iterator(chunk_size=5000):
            yield number, day, (person, *rest)


def _spoken_of(
    known: Iterable[tuple[int, date, Row]],
    days: tuple[date, date],
    people: set[str] | None,
    ids: set[tuple[str, str]],
) -> dict[Row, list[int]]:
    """The records that a delivery speaks of: those of its people on its days, and those whose ids it has."""
    found: defaultdict[Row, list[int]] = defaultdict(list)
    for number, day, row in known:
        inside = days[0] <= day <= days[1] and (people is None or row[0] in people)
        if inside or (row[0], row[5]) in ids:
            found[row].append(number)
    return found


def _covered_already(db: str, handover: Handover, source: str, first: date, last: date, people: set[str]) -> bool:
    """Whether one earlier batch spoke of the same people, or of all, on all these days."""
    batches = models.Batch.objects.using(db).filter(
        organisation=handover.organisation, source=source, first__lte=first, last__gte=last
    )
    of_all = batches.filter(complete=True).exists()
    if of_all or handover.complete:
        return of_all
    covered = models.Covered.objects.using(db).filter(batch__in=batches).values_list("batch", "pseudonym_id")
    per_batch = Counter(batch for batch, person in covered if person in people)
    return any(count == len(people) for count in per_batch.values())


def _joined(spans: Iterable[Known]) -> tuple[Known, ...]:
    """The spans in order; those that touch or overlap are one."""
    joined: list[Known] = []
    for span in sorted(spans, key=lambda span: span.first):
        if joined and span.first <= joined[-1].last + timedelta(days=1):
            joined[-1] = Known(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return tuple(joined)
