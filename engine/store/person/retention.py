"""What is older than it may be kept is deleted, and how much that was is told and stays on record."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import QuerySet

from engine.aml.cases import CaseKind
from engine.aml.retention import Cuts
from engine.store.person import models

_PEOPLES_OWN = [kind.value for kind in (CaseKind.CAUSE, CaseKind.NOTE, CaseKind.CLOSED, CaseKind.REOPENED)]

EMPTIED = (
    "record",
    "superseded",
    "covered",
    "batch",
    "breach",
    "breachentry",
    "case",
    "caseentry",
    "link",
    "pseudonym",
    "judged",
)
"""The tables in which something may have been deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    records: int
    breaches: int
    cases: int
    people: int
    """Pseudonyms with nothing left; the link to their employee number went with them."""


def delete(db: str, cuts: Cuts, *, by: str, at: datetime) -> Deleted:
    """Delete the records and breaches before the cuts, HR's words of that time, and then whoever has nothing left."""
    models.Judged.objects.using(db).all().delete()
    records = _gone(models.Record.objects.using(db).filter(day__lt=cuts.records))
    # A batch stays as long as it replaced a record that is still there, which would else come back.
    models.Batch.objects.using(db).filter(last__lt=cuts.records, superseded=None).delete()
    breaches = _gone(models.Breach.objects.using(db).exclude(entries__date__gte=cuts.breaches))
    deleted = Deleted(records=records, breaches=breaches, cases=_cases(db, cuts), people=_people(db))
    models.Deletion.objects.using(db).create(
        at=at, who=by, records_before=cuts.records, breaches_before=cuts.breaches, **asdict(deleted)
    )
    return deleted


def _cases(db: str, cuts: Cuts) -> int:
    left = [tuple(key) for key in models.Breach.objects.using(db).values_list("key", flat=True)]
    subjects, keys = {key[:2] for key in left}, set(left)
    cases = models.Case.objects.using(db).values_list("number", "pseudonym_id", "type")
    empty = [number for number, person, kind in cases if (person, kind) not in subjects]
    entries = models.CaseEntry.objects.using(db)
    told = entries.exclude(breach=None).values_list("id", "breach")
    stale = [entry for entry, breach in told if breach is not None and tuple(breach) not in keys]
    for at in range(0, len(stale), 500):
        entries.filter(id__in=stale[at : at + 500]).delete()
    entries.filter(kind__in=_PEOPLES_OWN, at__lt=datetime.combine(cuts.breaches, time.min, UTC)).delete()
    for at in range(0, len(empty), 500):
        models.Case.objects.using(db).filter(number__in=empty[at : at + 500]).delete()
    return len(empty)


def _people(db: str) -> int:
    return _gone(models.Pseudonym.objects.using(db).filter(record=None, breach=None, case=None))


def _gone(rows: "QuerySet[Any]") -> int:
    """Delete the rows; how many they were, without what went with them."""
    count = rows.count()
    rows.delete()
    return count
