"""Keeps the cards beside the log: in the same transaction as the entries, or made anew where they are behind."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Max

from engine.avvik.avvik import Avvik
from engine.store.figures import BATCH
from engine.store.review import models
from engine.store.review.cards import hand_rows, number_of, row_of

_CHANGING = [field.name for field in models.Card._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 -- its public name


def refresh(db: str, changed: Iterable[Avvik]) -> None:
    """Write the cards of these avvik as they stand now. Only inside the transaction that wrote their entries."""
    for each in _batches(changed):
        models.Card.objects.using(db).bulk_create(
            map(row_of, each), update_conflicts=True, unique_fields=["number"], update_fields=_CHANGING
        )
        models.Hand.objects.using(db).filter(card__in=[number_of(avvik.id) for avvik in each]).delete()
        models.Hand.objects.using(db).bulk_create((hand for avvik in each for hand in hand_rows(avvik)), batch_size=BATCH)


def rebuild(db: str, everything: Iterable[Avvik]) -> None:
    """Throw the cards away and make them anew from the log. Only inside a writing transaction."""
    models.Hand.objects.using(db).all().delete()
    models.Card.objects.using(db).all().delete()
    refresh(db, everything)


def newest(db: str) -> int:
    """The last entry that the cards know of; every entry belongs to an avvik, so the log's head has the same number."""
    return models.Card.objects.using(db).aggregate(last=Max("last_seq"))["last"] or 0


def _batches(changed: Iterable[Avvik]) -> Iterator[Sequence[Avvik]]:
    waiting = iter(changed)
    while each := list(islice(waiting, BATCH)):
        yield each
