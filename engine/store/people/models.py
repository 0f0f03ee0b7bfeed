"""The tables of accounts. Only an account's own row and its visits are ever changed; every change is an event as well.

Account ── Grant ── GrantEnd              a role, and from when on it no longer held
        ├─ Duty ── DutyEnd
        ├─ Invitation ── Acceptance       a one-time code, kept as its hash, and its one use
        ├─ Token ── TokenEnd              what a script shows instead of signing in, kept as its hash
        ├─ Visit                          a session that lasts; the row goes when it ends
        └─ Event                          what happened to the account, when and by whom
"""

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from engine.language import Language
from engine.store.fields import JsonText, SafeText

ID_LENGTH = 16
EMAIL_LENGTH = 254


def new_id() -> str:
    """Nothing about it follows from the person, and nobody can guess another's."""
    return secrets.token_hex(ID_LENGTH // 2)


class Account(AbstractBaseUser):
    """Somebody who signs in. The e-mail address is the login; it is kept case-folded, so that no two differ by case alone."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id)
    email = models.CharField(unique=True, max_length=EMAIL_LENGTH)
    name = SafeText()
    language = models.CharField(max_length=2, default=Language.NB.value)
    is_active = models.BooleanField(default=True)
    leader = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    employee = models.CharField(max_length=20, default="")
    session_epoch = models.PositiveIntegerField(default=0)
    """Raised to end every session of the account at once."""
    erased_at = models.DateTimeField(null=True)
    """Since when its name and address are gone."""

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def get_session_auth_hash(self) -> str:
        """What a session must have been begun with to go on: it changes with the password and with the epoch."""
        return salted_hmac("malvakt.session", f"{self.password}:{self.session_epoch}", algorithm="sha256").hexdigest()


class Grant(models.Model):
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.TextField()
    organisation = models.TextField(db_index=True)
    unit = models.TextField()
    since = models.DateTimeField()
    by = SafeText()


class GrantEnd(models.Model):
    grant = models.OneToOneField(Grant, models.PROTECT, primary_key=True, related_name="end")
    at = models.DateTimeField()
    by = SafeText()


class Duty(models.Model):
    account = models.ForeignKey(Account, models.PROTECT, related_name="duties")
    name = models.TextField()
    organisation = models.TextField(db_index=True)
    unit = models.TextField()
    since = models.DateTimeField()
    by = SafeText()


class DutyEnd(models.Model):
    duty = models.OneToOneField(Duty, models.PROTECT, primary_key=True, related_name="end")
    at = models.DateTimeField()
    by = SafeText()


class Invitation(models.Model):
    """Whoever has the code may set the account's password once. A newer invitation puts an end to the older ones."""

    number = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by = SafeText()


class Acceptance(models.Model):
    invitation = models.OneToOneField(Invitation, models.PROTECT, primary_key=True, related_name="acceptance")
    at = models.DateTimeField()


class Token(models.Model):
    """Of an account, with what that account may; or of a system, with one role in one place."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    secret_hash = models.CharField(max_length=64, unique=True)
    name = SafeText()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="tokens")
    role = models.TextField()
    organisation = models.TextField()
    unit = models.TextField()
    scopes = JsonText()
    sources = JsonText()
    since = models.DateTimeField()
    expires_at = models.DateTimeField()
    by = SafeText()


class TokenEnd(models.Model):
    token = models.OneToOneField(Token, models.PROTECT, primary_key=True, related_name="end")
    at = models.DateTimeField()
    by = SafeText()


class Visit(models.Model):
    """A session, as its owner and administrators see it. Without its row a session is worth nothing."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH * 2)
    account = models.ForeignKey(Account, models.PROTECT, related_name="visits")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.TextField()


class Event(models.Model):
    account = models.ForeignKey(Account, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = SafeText()
    kind = models.TextField()
    details = JsonText()
