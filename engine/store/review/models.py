"""The tables of the review queue. Cards and hands are derived and may be made anew; attachments are part of the log.

Card ── Hand        an avvik as the queue shows it, and in whose hands it is
Attachment          the bytes of a file, kept until its entry's words are erased
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from engine.store.fields import PeriodText, SafeText

_IN_ORDER = ("organisation", "severity", "number", "unit", "rule")


def _partial(flag: str) -> models.Index:
    """One queue in its usual order: neither its page nor its count ever reads a row, its own or the others'.

    With the flag among the columns SQLite sees that the index alone is enough, also where nobody ever ran ANALYZE.
    """
    return models.Index(name=f"card_{flag}", fields=[*_IN_ORDER, flag], condition=Q(**{flag: True}))


class Card(models.Model):
    number = models.PositiveIntegerField(primary_key=True)
    organisation = models.TextField()
    rule = models.TextField()
    unit = models.TextField()
    dimension = models.TextField()
    state = models.TextField()
    condition = models.TextField()
    severity = models.PositiveSmallIntegerField()
    """1 = low … 4 = critical, so that the database can order by it."""
    owner = SafeText()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_seq = models.PositiveBigIntegerField(db_index=True)
    first_period = PeriodText(null=True)
    last_period = PeriodText(null=True)
    missed = models.PositiveIntegerField()
    """How many periods."""
    due = models.DateField(null=True)
    is_open = models.BooleanField()
    is_new = models.BooleanField()
    is_worse = models.BooleanField()
    is_unseen = models.BooleanField()
    is_effect = models.BooleanField()
    found_by = SafeText()
    """Everything that people wrote, folded: what a search looks through."""

    class Meta:
        indexes: ClassVar = [
            *map(_partial, ("is_open", "is_new", "is_worse", "is_unseen", "is_effect")),
            models.Index(name="card_all", fields=list(_IN_ORDER)),
            models.Index(name="card_state", fields=["organisation", "state", "severity", "number"]),
            # The rest of the order is in it, so that ten thousand overdue are counted and ordered without reading their rows.
            models.Index(
                name="card_due",
                fields=["organisation", "due", "number", "severity", "unit", "rule", "is_open"],
                condition=Q(due__isnull=False),
            ),
            # For those that are found by their numbers, such as somebody's own.
            models.Index(name="card_number", fields=["number", "organisation", "severity", "unit", "rule", "is_open"]),
            models.Index(name="card_changed", fields=["organisation", "last_seq"]),
            models.Index(name="card_subject", fields=["organisation", "rule", "unit", "dimension"]),
        ]


class Hand(models.Model):
    card = models.ForeignKey(Card, models.CASCADE, related_name="hands")
    name = SafeText()

    class Meta:
        indexes: ClassVar = [models.Index(name="hand_name", fields=["name", "card"])]


class Attachment(models.Model):
    entry = models.OneToOneField("store.Entry", models.PROTECT, primary_key=True, related_name="attachment")
    data = models.BinaryField()
