"""The tables of person-level evidence. None of them is ever changed in place; what is too old is deleted by the retention job.

Pseudonym ── Link                         the only place that knows employee numbers
Batch ── Record ── Superseded             what was delivered, and which later batch said otherwise
Breach ── BreachEntry                     what was found in the records, and how that changed
Case ── CaseEntry                         HR's work with the breaches of one employee and type
Judged                                    what the last round found, so that the next reads only what changed
Access   Deletion                         who looked at what and why; what was deleted
Head                                      the one row that every writer holds
"""

from django.db import models

from engine.store.fields import JsonText, SafeText


class Head(models.Model):
    """`revision` counts the changes of the evidence: what is derived from it says from which."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    revision = models.PositiveBigIntegerField()


class Pseudonym(models.Model):
    """A random name for an employee of an organisation. Nothing about it follows from who it stands for."""

    pseudonym = models.CharField(primary_key=True, max_length=20)
    organisation = models.TextField()


class Link(models.Model):
    """Which employee number a pseudonym stands for. HR alone reads it; gone, the rest speaks of nobody."""

    pseudonym = models.OneToOneField(Pseudonym, models.CASCADE, primary_key=True, related_name="link")
    organisation = models.TextField()
    employee = SafeText()

    class Meta:
        constraints = [models.UniqueConstraint(name="link_once", fields=["organisation", "employee"])]


class Batch(models.Model):
    """One delivery of records: it says everything about its days, for its employees or for all (`complete`)."""

    organisation = models.TextField(db_index=True)
    received_at = models.DateTimeField()
    by = SafeText()
    source = models.TextField()
    files = JsonText()
    first = models.DateField()
    last = models.DateField()
    complete = models.BooleanField()


class Covered(models.Model):
    """Whom a batch speaks of, on the batch's days."""

    batch = models.ForeignKey(Batch, models.CASCADE)
    pseudonym = models.ForeignKey(Pseudonym, models.CASCADE)


class Record(models.Model):
    """One row as it came; times as text, because «02:30 by Oslo's clock» is not the same as a point in time."""

    batch = models.ForeignKey(Batch, models.CASCADE)
    pseudonym = models.ForeignKey(Pseudonym, models.CASCADE)
    day = models.DateField(db_index=True)
    start = models.TextField()
    end = models.TextField(null=True)
    type = models.TextField()
    unit = SafeText()
    source = models.TextField()
    record_id = SafeText()

    class Meta:
        indexes = [models.Index(name="record_by_id", fields=["record_id"])]


class Superseded(models.Model):
    """A record that a later batch replaced, or left out."""

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Batch, models.CASCADE)


class Breach(models.Model):
    """The identity of a breach; what is known of it is in its entries."""

    organisation = models.TextField(db_index=True)
    pseudonym = models.ForeignKey(Pseudonym, models.CASCADE)
    key = JsonText(unique=True)


class BreachEntry(models.Model):
    """Found, changed, withdrawn or returned, with the whole row as it was then."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    happened = models.TextField()
    date = models.DateField(db_index=True)
    unit = SafeText()
    row = JsonText()


class Judged(models.Model):
    """What the last round found in all records: derived, replaced by each round, gone with the first deletion.

    `batch` is the last one that it knew of; `profiles` tells under which profiles and laws it was judged.
    """

    organisation = models.TextField(primary_key=True)
    batch = models.PositiveBigIntegerField()
    profiles = models.TextField()
    found = models.BinaryField()


class Case(models.Model):
    number = models.BigAutoField(primary_key=True)
    organisation = models.TextField(db_index=True)
    pseudonym = models.ForeignKey(Pseudonym, models.CASCADE)
    type = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="case_once", fields=["organisation", "pseudonym", "type"])]


class CaseEntry(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    at = models.DateTimeField()
    kind = models.TextField()
    who = SafeText()
    breach = JsonText()
    cause = models.TextField(null=True)
    text = SafeText()


class Access(models.Model):
    """Somebody looked at rows about persons, or took them out. Whose they were is told by pseudonym."""

    at = models.DateTimeField()
    who = SafeText()
    role = models.TextField()
    what = SafeText()
    why = SafeText()
    rows = models.PositiveIntegerField()
    pseudonyms = JsonText()


class Deletion(models.Model):
    """What the retention job deleted, by number only."""

    at = models.DateTimeField()
    who = SafeText()
    records_before = models.DateField()
    breaches_before = models.DateField()
    records = models.PositiveIntegerField()
    breaches = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
