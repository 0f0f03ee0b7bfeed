"""What the last round found, kept between rounds; and what has changed in the records since."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from engine.store.person import models


@dataclass(frozen=True, slots=True)
class Judged:
    batch: int
    """The last batch of records that was judged; 0 before the first."""
    profiles: str
    """A fingerprint of the profiles and laws."""
    found: bytes
    """As engine.worktime.past writes it."""


def last_batch(db: str, organisation: str) -> int:
    last = models.Batch.objects.using(db).filter(organisation=organisation).aggregate(Max("id"))["id__max"]
    return int(last or 0)


def judged(db: str, organisation: str) -> Judged | None:
    row = models.Judged.objects.using(db).filter(organisation=organisation).first()
    return None if row is None else Judged(row.batch, row.profiles, bytes(row.found))


def keep(db: str, organisation: str, new: Judged) -> None:
    values = {"batch": new.batch, "profiles": new.profiles, "found": new.found}
    models.Judged.objects.using(db).update_or_create(organisation=organisation, defaults=values)


def changed_since(db: str, organisation: str, batch: int) -> Mapping[str, frozenset[date]]:
    """By pseudonym the days of records that are new, or do not hold any more, since a batch."""
    new = models.Record.objects.using(db).filter(batch__organisation=organisation, batch_id__gt=batch)
    gone = models.Superseded.objects.using(db).filter(by__organisation=organisation, by_id__gt=batch)
    found: defaultdict[str, set[date]] = defaultdict(set)
    for person, day in new.values_list("pseudonym_id", "day").distinct():
        found[person].add(day)
    for person, day in gone.values_list("record__pseudonym_id", "record__day").distinct():
        found[person].add(day)
    return {person: frozenset(days) for person, days in found.items()}
