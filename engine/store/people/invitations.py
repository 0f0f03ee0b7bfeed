"""One-time codes with which a person sets the own password: kept as hashes, good once, for a while, the newest one only."""

import hashlib
import secrets
from datetime import datetime, timedelta

from engine.errors import UsageError
from engine.language import mark
from engine.names import shown
from engine.store.people import models
from engine.store.people.events import Change, Kind, tell
from engine.store.people.visits import end_sessions

LASTS = timedelta(days=3)


def make(db: str, account: models.Account, change: Change, lasts: timedelta) -> str:
    """A new code, in clear for the only time; the account's older ones are void from now on."""
    if not account.is_active:
        raise UsageError(mark("the account of {name} is closed"), name=shown(account.email))
    code = secrets.token_urlsafe(32)
    models.Invitation.objects.using(db).create(
        account=account, code_hash=_hash(code), at=change.at, expires_at=change.at + lasts, by=change.by
    )
    tell(db, account.id, Kind.INVITED, change)
    return code


def good(db: str, code: str, at: datetime) -> models.Invitation | None:
    """The unused, unexpired invitation of this code; None when a newer one was made, or the account was closed since."""
    invitations = models.Invitation.objects.using(db).select_related("account")
    found = invitations.filter(code_hash=_hash(code), acceptance=None, expires_at__gt=at, account__is_active=True).first()
    if found is None or invitations.filter(account=found.account, number__gt=found.number).exists():
        return None
    closed = models.Event.objects.using(db).filter(account=found.account, kind=Kind.CLOSED.value, at__gte=found.at)
    return None if closed.exists() else found


def accept(db: str, invitation: models.Invitation, password_hash: str, at: datetime) -> None:
    """Use the code up, set the password and end every session of the account."""
    models.Acceptance.objects.using(db).create(invitation=invitation, at=at)
    models.Account.objects.using(db).filter(id=invitation.account_id).update(password=password_hash)
    end_sessions(db, invitation.account_id)
    tell(db, invitation.account_id, Kind.ACCEPTED, Change(invitation.account_id, at))


def _hash(code: str) -> str:
    # No salt and no slow hash: the code has 256 random bits, so there is nothing to guess.
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
