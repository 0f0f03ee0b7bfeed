"""The tables of what is on record. All but three only ever grow: the guards in the migrations refuse to change or delete a row.

Content ── Delivery ── Observation          what arrived and was read
        └─ Refusal ── Problem               what arrived and was refused: the quarantine
Push                                        what was answered to a batch of figures under its key
Round ── Standing ── Verdict                which edition of each verdict stood from which round on
Avvik ── Entry ── EntryWords                the log; the words can go when an Erasure allows it
RoundTally                                  of each round, by organisation: the rules judged of those there are
Decision ── DecisionWords                   the ledger: exemptions, maintenance, held rounds; a DecisionErasure as above
DecisionHead                                how long the ledger is and how it ends
LogHead                                     how long the log is and how it ends; every writer holds it
Due                                         which rounds are due, who runs them, and what became of them
ReportWords                                 what people wrote for reports
ReportDraft                                 drafts that were made by themselves
Edition ── EditionFile                      final reports with their exact bytes, chained; EditionHead tells how many there are

Beside them review/ has what is derived for the queue, and the files that were attached; outbox/ what people are told.
"""

from typing import ClassVar

from django.db import models

from engine.store.fields import DecimalText, JsonText, PeriodText, SafeText
from engine.store.outbox import models as outbox
from engine.store.review import models as review

__all__ = ["outbox", "review"]  # Django knows the tables of other files only when this one imports them


class Content(models.Model):
    """The bytes of a file, once however often they arrive."""

    hash = models.CharField(primary_key=True, max_length=64)
    data = models.BinaryField()


class Arrival(models.Model):
    """What is known of a file that arrived: who sent it and what they declared."""

    source = models.TextField()
    organisation = models.TextField(db_index=True)
    period = PeriodText(null=True)
    extracted_at = models.DateField(null=True)
    status = models.TextField(null=True)
    file_name = SafeText()
    content = models.ForeignKey(Content, models.PROTECT)
    received_at = models.DateTimeField()
    way = models.TextField(null=True)
    sender = models.TextField(null=True)

    class Meta:
        abstract = True


class Delivery(Arrival):
    """A file that was read whole; its figures are observations."""

    id = models.CharField(primary_key=True, max_length=16)
    known_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="delivery_newest", fields=["organisation", "received_at", "id"])]


class Refusal(Arrival):
    """A file that was refused, with what was wrong with it then. The same file may be refused again for other reasons."""

    seq = models.BigAutoField(primary_key=True)
    delivery_id = models.CharField(max_length=16, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="refusal_newest", fields=["organisation", "received_at", "delivery_id"])]


class Problem(models.Model):
    """One thing that was wrong with a refused file, as untranslated text with its details."""

    refusal = models.ForeignKey(Refusal, models.PROTECT, related_name="problems")
    code = models.TextField()
    place = JsonText()
    message = models.TextField()
    details = JsonText()


class Push(models.Model):
    """What was answered to a batch of figures, by who sent it and the key they gave: asked again, the answer is the same."""

    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    answer = JsonText()

    class Meta:
        constraints = [models.UniqueConstraint(name="push_once", fields=["caller", "key"])]


class Observation(models.Model):
    """One figure as one delivery brought it. Which revision is current follows from the deliveries' rank."""

    delivery = models.ForeignKey(Delivery, models.PROTECT)
    organisation = models.TextField()
    metric = models.TextField()
    unit = models.TextField()
    dimension = models.TextField()
    period = PeriodText()
    value = DecimalText(null=True)
    numerator = DecimalText(null=True)
    denominator = DecimalText(null=True)
    n = DecimalText(null=True)
    status = models.TextField()
    words = SafeText()
    place = SafeText()

    KEY: ClassVar = ("organisation", "metric", "unit", "dimension", "period")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="observation_once",
                fields=["organisation", "metric", "unit", "dimension", "period", "delivery"],
            )
        ]


class Round(models.Model):
    """One judging of everything, also when it found nothing new: the trace that somebody kept watch."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    as_of = models.DateField()
    judged = models.PositiveIntegerField()


class RoundTally(models.Model):
    """What a round saw of one organisation: a guard that judges none of its rules must not look like one that does."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="tallies")
    organisation = models.TextField()
    rules = models.PositiveIntegerField()
    judged = models.PositiveIntegerField()
    held = models.BooleanField()
    """True when nothing was written to the log, because a storm waits for a person."""

    class Meta:
        constraints = [models.UniqueConstraint(name="tally_once", fields=["round", "organisation"])]


class Verdict(models.Model):
    """One edition of one verdict: what this version of the rule said of this revision of the figures.

    The conclusion is part of the key, because the engine is a basis too: what a mended check says of the same rule and figures
    must not hide behind what the broken one said.
    """

    seq = models.BigAutoField(primary_key=True)
    organisation = models.TextField()
    rule = models.TextField()
    unit = models.TextField()
    dimension = models.TextField()
    period = PeriodText()
    rule_version = models.TextField()
    data_revision = models.TextField()
    conclusion = models.CharField(max_length=16)
    outcome = models.TextField()
    cause = models.TextField(null=True)
    value = DecimalText(null=True)
    raw_value = DecimalText(null=True)
    numerator = DecimalText(null=True)
    denominator = DecimalText(null=True)
    target = JsonText()
    comparator = models.TextField(null=True)
    margin = DecimalText(null=True)
    provisional = models.BooleanField()
    words = SafeText()
    details = JsonText()
    marks = JsonText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="verdict_once",
                fields=["organisation", "rule", "unit", "dimension", "period", "rule_version", "data_revision", "conclusion"],
            )
        ]
        indexes = [models.Index(name="verdict_of_period", fields=["organisation", "period", "unit"])]


class Standing(models.Model):
    """From this round on, this edition is the verdict on its key, in the place of the one it replaces.

    An edition can stand again: a rule that is taken back, or a late delivery that ranks below what was known, brings back an
    earlier basis, and its verdict was written then.
    """

    seq = models.BigAutoField(primary_key=True)
    verdict = models.ForeignKey(Verdict, models.PROTECT)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    round = models.ForeignKey(Round, models.PROTECT)


class Avvik(models.Model):
    """The number of an avvik and what it is about. Everything else of it is in its entries."""

    number = models.PositiveIntegerField(primary_key=True)
    organisation = models.TextField(db_index=True)
    rule = models.TextField()
    unit = models.TextField()
    dimension = models.TextField()


class Entry(models.Model):
    """One line of the log, linked to the one before. `seq` has no holes."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    avvik = models.ForeignKey(Avvik, models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    kind = models.TextField()
    facts = JsonText()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    link = models.CharField(max_length=64)


class EntryWords(models.Model):
    """Who wrote an entry and in what words, under the entry's seal. An Erasure of the entry allows this row to be deleted."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="said")
    salt = models.BinaryField()
    who = JsonText()
    words = JsonText()


class Erasure(models.Model):
    """The words of this entry were lawfully erased; the entry `by` tells by whom and why."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="erasure")
    by = models.ForeignKey(Entry, models.PROTECT, related_name="erased")


class LogHead(models.Model):
    """The one row that every writer locks: so entries are numbered without holes and two rounds never judge at once."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    count = models.PositiveBigIntegerField()
    link = models.CharField(max_length=64)


class Due(models.Model):
    """One slot of one job. The row is the work itself, so it changes; what the job writes is what stays."""

    job = models.TextField()
    organisation = models.TextField()
    slot = models.TextField()
    due_at = models.DateTimeField()
    since = models.TextField()
    epoch = models.PositiveIntegerField(default=0)
    pulse = models.PositiveBigIntegerField(default=0)
    holder = models.TextField(default="")
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(default="")
    retry_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="due_once", fields=["organisation", "job", "slot"])]


class Decision(models.Model):
    """One line of the ledger, linked to the one before. `seq` has no holes."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    kind = models.TextField()
    organisation = models.TextField(db_index=True)
    about = models.TextField()
    at = models.DateTimeField()
    facts = JsonText()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    link = models.CharField(max_length=64)


class DecisionWords(models.Model):
    """Who decided and in what words, under the decision's seal. A DecisionErasure allows this row to be deleted."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="said")
    salt = models.BinaryField()
    who = JsonText()
    words = JsonText()


class DecisionErasure(models.Model):
    """The names in this decision were lawfully erased; the decision `by` tells by whom and why, and the words again."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="erasure")
    by = models.ForeignKey(Decision, models.PROTECT, related_name="erased")


class DecisionHead(models.Model):
    """The one row that tells how long the ledger is and how it ends; whoever writes holds the log's head."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    count = models.PositiveBigIntegerField()
    link = models.CharField(max_length=64)


class ReportWords(models.Model):
    """A text for a report as somebody wrote it. What holds is the newest of a thing and a period."""

    seq = models.BigAutoField(primary_key=True)
    organisation = models.TextField(db_index=True)
    about = models.TextField()
    period = PeriodText()
    text = SafeText()
    language = models.TextField()
    who = SafeText()
    at = models.DateTimeField()


class Edition(models.Model):
    """One final report, linked to the one before of whichever organisation. `seq` has no holes."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    organisation = models.TextField(db_index=True)
    report = models.TextField()
    period = PeriodText()
    number = models.PositiveIntegerField()
    language = models.TextField()
    as_of = models.DateField()
    at = models.DateTimeField()
    who = SafeText()
    accepted = SafeText()
    log_head = models.TextField()
    basis = JsonText()
    basis_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="edition_once", fields=["organisation", "report", "period", "number"]),
        ]


class EditionFile(models.Model):
    """The bytes of an edition in one format."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    format = models.TextField()
    hash = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="edition_file_once", fields=["edition", "format"])]


class ReportDraft(models.Model):
    """A draft that the scheduler made when the last figures had come. The report itself is made anew whenever it is read."""

    seq = models.BigAutoField(primary_key=True)
    organisation = models.TextField(db_index=True)
    report = models.TextField()
    period = PeriodText()
    at = models.DateTimeField()
    as_of = models.DateField()
    flags = models.PositiveIntegerField()
    content = models.CharField(max_length=64)


class EditionHead(models.Model):
    """The one row that says how many editions there are and how they end: a tail that was cut shows."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    count = models.PositiveBigIntegerField()
    link = models.CharField(max_length=64)
