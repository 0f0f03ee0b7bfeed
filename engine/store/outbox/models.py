"""The tables of the outbox. What was told to whom stays for ever under a meaningless id; the letter itself may be deleted.

Notice ── Letter          the address and the words: never changed, deleted when their time is over
       ├─ Told            of which matters the recipient has heard with it, and why
       ├─ Outgoing        the one row that changes: waiting, sent or dead, and who holds it
       └─ Attempt         every try, with what the other side said
"""

from django.db import models

from engine.store.fields import JsonText, SafeText


class Notice(models.Model):
    """That a recipient is told something. The key follows from what it is: the same notice cannot be written twice."""

    number = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=16, unique=True)
    organisation = models.TextField()
    recipient = models.TextField()
    channel = models.TextField()
    at = models.DateTimeField()


class Letter(models.Model):
    notice = models.OneToOneField(Notice, models.PROTECT, primary_key=True, related_name="letter")
    message_id = models.TextField()
    references = JsonText()
    address = SafeText()
    subject = SafeText()
    text = SafeText()
    html = SafeText()
    data = JsonText()
    language = models.TextField()


class Told(models.Model):
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="told")
    about = models.TextField()
    reason = models.TextField()
    upto = models.PositiveBigIntegerField()


class Outgoing(models.Model):
    notice = models.OneToOneField(Notice, models.PROTECT, primary_key=True, related_name="outgoing")
    recipient = models.TextField()
    channel = models.TextField()
    state = models.CharField(max_length=8)
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    """How often the other side would not have this very message now."""
    unreached = models.PositiveIntegerField(default=0)
    """How often nobody answered at all, which says nothing about the message."""
    claim = models.CharField(max_length=32, default="")
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="outgoing_line", fields=["state", "recipient", "channel"])]


class Attempt(models.Model):
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    said = SafeText()
