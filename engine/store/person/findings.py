"""Breaches and HR's cases on record, derived from their entries."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import cast

from django.db.models import Exists, OuterRef, Q, Subquery

from engine.aml.cases import About, Case, CaseDraft, CaseEntry, CaseKind, CauseCode
from engine.aml.rights import Viewer
from engine.aml.standing import BreachChange, Happened, Key, Standing
from engine.facts import digest
from engine.notify.working_time import BreachNews
from engine.people import Role
from engine.store.after import after
from engine.store.person import models
from engine.store.person.rows import breach_entry, result_of
from engine.worktime.kinds import BreachType
from engine.worktime.result import Result

_AT_A_TIME = 500
"""Rows an insert, and keys a question: SQLite takes no more than 32 766 values in a statement."""


def standing(db: str, organisation: str | None = None, *, about: About | None = None) -> dict[Key, Standing]:
    """Every breach on record as it was last found, withdrawn ones too; of all, or of one person and type."""
    entries = models.BreachEntry.objects.using(db).order_by("id")
    if organisation is not None:
        entries = entries.filter(breach__organisation=organisation)
    if about is not None:
        entries = entries.filter(breach__pseudonym_id=about.person)
    found: dict[Key, Standing] = {}
    for happened, row in entries.values_list("happened", "row").iterator(chunk_size=5000):
        result = result_of(row)
        if about is None or result.type is about.type:
            found[result.key] = Standing(result, happened == Happened.WITHDRAWN)
    return found


def standing_after(db: str, organisation: str, viewer: Viewer, key: int | None, most: int) -> tuple[tuple[int, Standing], ...]:
    """The next `most` breaches after the key that can be the viewer's to see, in the order in which they were first found."""
    last = models.BreachEntry.objects.using(db).filter(breach=OuterRef("pk")).order_by("-id")
    rows = models.Breach.objects.using(db).filter(organisation=organisation)
    rows = rows.annotate(unit=Subquery(last.values("unit")[:1]), entry=Subquery(last.values("id")[:1]))
    if viewer.role is not Role.HR:
        rows = rows.filter(Q(unit__in=sorted(viewer.units)) | Q(pseudonym=viewer.pseudonym))
    found = list(after(rows, ["pk"], None if key is None else [key], most).values_list("pk", "entry"))
    entries = models.BreachEntry.objects.using(db).in_bulk([entry for _, entry in found])
    return tuple((number, _standing(entries[entry])) for number, entry in found)


def cases_after(db: str, organisation: str, viewer: Viewer, key: int | None, most: int) -> tuple[Case, ...]:
    """The next `most` cases after the key that can be the viewer's to see, the oldest first."""
    rows = models.Case.objects.using(db).filter(organisation=organisation).prefetch_related("entries")
    if viewer.role is not Role.HR:
        own = models.BreachEntry.objects.using(db).filter(
            breach__pseudonym=OuterRef("pseudonym"), unit__in=sorted(viewer.units)
        )
        rows = rows.filter(Exists(own) | Q(pseudonym=viewer.pseudonym))
    return tuple(map(_case, after(rows, ["number"], None if key is None else [key], most)))


def standing_of(db: str, people: Collection[str]) -> dict[Key, Standing]:
    """Every breach of these people as it was last found, withdrawn ones too."""
    entries = models.BreachEntry.objects.using(db).filter(breach__pseudonym__in=sorted(set(people))).order_by("id")
    found = (_standing(entry) for entry in entries)
    return {each.result.key: each for each in found}


def _standing(entry: models.BreachEntry) -> Standing:
    return Standing(result_of(entry.row), entry.happened == Happened.WITHDRAWN)


def news(db: str, organisation: str) -> tuple[BreachNews, ...]:
    """Every entry about a breach, in the order in which they were written, without whom it is about."""
    rows = models.Case.objects.using(db).filter(organisation=organisation)
    numbers = {(person, type_): number for number, person, type_ in rows.values_list("number", "pseudonym_id", "type")}
    entries = models.BreachEntry.objects.using(db).filter(breach__organisation=organisation).order_by("id")
    return tuple(
        _news(seq, happened, result_of(row), numbers)
        for seq, happened, row in entries.values_list("id", "happened", "row").iterator(chunk_size=5000)
    )


def _news(seq: int, happened: str, result: Result, numbers: Mapping[tuple[str, str], int]) -> BreachNews:
    number = numbers.get((result.employee, result.type.value))
    return BreachNews(
        seq=seq,
        breach=digest(list(result.key)),
        happened=Happened(happened),
        type=result.type,
        status=result.status,
        unit=result.unit,
        case=case_id(number) if number else "",
    )


def write(db: str, organisation: str, changes: Iterable[BreachChange], at: datetime) -> None:
    told = list(changes)
    breaches = _breaches(db, {change.result.key for change in told})
    new = {change.result.key: change.result for change in told if change.result.key not in breaches}
    rows = [models.Breach(key=list(key), organisation=organisation, pseudonym_id=key[0]) for key in new]
    models.Breach.objects.using(db).bulk_create(rows, batch_size=_AT_A_TIME)
    breaches |= dict(zip(new, rows, strict=True))
    entries = (breach_entry(breaches[each.result.key], each.result, each.happened.value, at) for each in told)
    models.BreachEntry.objects.using(db).bulk_create(entries, batch_size=_AT_A_TIME)


def _breaches(db: str, keys: Collection[Key]) -> dict[Key, models.Breach]:
    """Those on record, by their keys."""
    wanted, found = [list(key) for key in sorted(keys)], models.Breach.objects.using(db)
    parts = (found.filter(key__in=wanted[at : at + _AT_A_TIME]) for at in range(0, len(wanted), _AT_A_TIME))
    return {cast("Key", tuple(row.key)): row for part in parts for row in part}


def cases(db: str, organisation: str | None = None, number: int | None = None) -> tuple[Case, ...]:
    """Every case, the oldest first."""
    rows = models.Case.objects.using(db).order_by("number").prefetch_related("entries")
    rows = rows if organisation is None else rows.filter(organisation=organisation)
    rows = rows if number is None else rows.filter(number=number)
    return tuple(_case(row) for row in rows)


def add(db: str, organisation: str, drafts: Iterable[tuple[About, CaseDraft]], at: datetime) -> int:
    """Write the entries; the first of a subject makes its case. Returns how many cases were made."""
    given = list(drafts)
    of_all = models.Case.objects.using(db).filter(organisation=organisation)
    numbers = {(person, kind): number for number, person, kind in of_all.values_list("number", "pseudonym_id", "type")}
    subjects = dict.fromkeys((about.person, about.type.value) for about, _ in given)
    new = [subject for subject in subjects if subject not in numbers]
    rows = [models.Case(organisation=organisation, pseudonym_id=person, type=kind) for person, kind in new]
    models.Case.objects.using(db).bulk_create(rows, batch_size=_AT_A_TIME)
    numbers |= {subject: row.number for subject, row in zip(new, rows, strict=True)}
    entries = (_entry_row(numbers[about.person, about.type.value], draft, at) for about, draft in given)
    models.CaseEntry.objects.using(db).bulk_create(entries, batch_size=_AT_A_TIME)
    return len(new)


def append(db: str, number: int, draft: CaseDraft, at: datetime) -> None:
    _entry_row(number, draft, at).save(using=db)


def _entry_row(number: int, draft: CaseDraft, at: datetime) -> models.CaseEntry:
    return models.CaseEntry(
        case_id=number,
        at=at,
        kind=draft.kind.value,
        who=draft.who,
        breach=None if draft.breach is None else list(draft.breach),
        cause=None if draft.cause is None else draft.cause.value,
        text=draft.text,
    )


def case_id(number: int) -> str:
    return f"H-{number:06d}"


def _case(row: models.Case) -> Case:
    entries = sorted(row.entries.all(), key=lambda entry: entry.pk)
    return Case(case_id(row.number), About(row.pseudonym_id, BreachType(row.type)), [_entry(entry) for entry in entries])


def _entry(row: models.CaseEntry) -> CaseEntry:
    first, *rest = row.breach or (None,)
    return CaseEntry(
        seq=row.pk,
        at=row.at,
        kind=CaseKind(row.kind),
        who=row.who,
        breach=None if first is None else (first, rest[0], rest[1], rest[2], rest[3]),
        cause=None if row.cause is None else CauseCode(row.cause),
        text=row.text,
    )
