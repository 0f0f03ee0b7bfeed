"""Breaches and HR's cases on record, derived from their entries."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from engine.aml.cases import About, Case, CaseDraft, CaseEntry, CaseKind, CauseCode
from engine.aml.standing import BreachChange, Happened, Key, Standing
from engine.facts import digest
from engine.notify.working_time import BreachNews
from engine.store.person import models
from engine.store.person.rows import breach_entry, result_of
from engine.worktime.kinds import BreachType
from engine.worktime.result import Result


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
    for change in changes:
        breach, _ = models.Breach.objects.using(db).get_or_create(
            key=list(change.result.key), defaults={"organisation": organisation, "pseudonym_id": change.result.employee}
        )
        breach_entry(breach, change.result, change.happened.value, at).save(using=db)


def cases(db: str, organisation: str | None = None, number: int | None = None) -> tuple[Case, ...]:
    """Every case, the oldest first."""
    rows = models.Case.objects.using(db).order_by("number").prefetch_related("entries")
    rows = rows if organisation is None else rows.filter(organisation=organisation)
    rows = rows if number is None else rows.filter(number=number)
    return tuple(_case(row) for row in rows)


def add(db: str, organisation: str, drafts: Iterable[tuple[About, CaseDraft]], at: datetime) -> int:
    """Write the entries; the first of a subject makes its case. Returns how many cases were made."""
    made = 0
    for about, draft in drafts:
        case, is_new = models.Case.objects.using(db).get_or_create(
            organisation=organisation, pseudonym_id=about.person, type=about.type.value
        )
        made += is_new
        append(db, case.number, draft, at)
    return made


def append(db: str, number: int, draft: CaseDraft, at: datetime) -> None:
    models.CaseEntry.objects.using(db).create(
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
