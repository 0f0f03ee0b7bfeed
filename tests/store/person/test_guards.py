"""What is on record about persons is never changed in place, whoever asks; it can only be deleted in its time."""

import django.db
import pytest
from django.db import models as django_models
from django.db import transaction

from engine.store.person import models
from engine.store.person.store import PersonStore
from tests.store.person.samples import AT, HR, handover, round_of, work

GUARDED = [
    (models.Record, "unit"),
    (models.BreachEntry, "happened"),
    (models.CaseEntry, "text"),
    (models.Access, "who"),
    (models.Deletion, "who"),
    (models.Link, "employee"),
    (models.Batch, "by"),
]


@pytest.fixture
def db(persons: PersonStore) -> str:
    from engine.aml.retention import cuts

    persons.take([work("1001", 6, hours=14)], handover())
    round_of(persons)
    persons.cases(HR, "hemit", why="review", at=AT)
    persons.retain(cuts(AT.date(), 14, 36), by="x", at=AT)
    with persons.round("hemit") as held:
        return held._db


def test_no_row_is_changed(db: str) -> None:
    for model, column in GUARDED:
        rows: django_models.QuerySet[django_models.Model] = model._default_manager.using(db)
        assert rows.exists()
        with pytest.raises(django.db.Error), transaction.atomic(using=db):
            rows.update(**{column: "changed"})


def test_who_looked_and_what_was_deleted_stays(db: str) -> None:
    for model in (models.Access, models.Deletion):
        with pytest.raises(django.db.Error), transaction.atomic(using=db):
            model._default_manager.using(db).all().delete()
