"""Rounds as they are on record: that somebody kept watch, and what they saw."""

from datetime import datetime

from django.db.models import Max

from engine.store import models
from engine.store.nouns import Kept, Tally


def last(db: str, organisation: str | None = None) -> Kept | None:
    """The newest round, or the newest that judged this organisation; None when there was none yet."""
    rows = models.Round.objects.using(db).order_by("-number")
    if organisation is not None:
        rows = rows.filter(tallies__organisation=organisation)
    row = rows.prefetch_related("tallies").first()
    if row is None:
        return None
    tallies = [
        Tally(organisation=each.organisation, rules=each.rules, judged=each.judged, held=each.held)
        for each in row.tallies.all()
    ]
    return Kept(
        number=row.number,
        at=row.at,
        as_of=row.as_of,
        judged=row.judged,
        tallies=tuple(sorted(tallies, key=lambda each: each.organisation)),
    )


def newest_entry(db: str) -> datetime | None:
    """When the newest round, entry or decision was written; None in an empty database."""
    tables = (models.Round, models.Entry, models.Decision)
    written = [table.objects.using(db).aggregate(at=Max("at"))["at"] for table in tables]
    return max((at for at in written if at is not None), default=None)
