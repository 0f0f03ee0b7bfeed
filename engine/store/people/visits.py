"""Sessions as people see them: when they began, when they were last used, where. Without its row a session is over."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from engine.store.people import models
from engine.store.people.events import Change, Kind, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    id: str
    """Known to the server alone, and to the person whose session it is."""
    began_at: datetime
    seen_at: datetime
    browser: str
    """Such as «Firefox, Linux»; empty where it does not say."""


def begin(db: str, account: str, browser: str, at: datetime, over_before: datetime) -> str:
    """A new session's id. The account's sessions that began before `over_before` are over anyway: their rows go."""
    models.Visit.objects.using(db).filter(account_id=account, began_at__lt=over_before).delete()
    begun = secrets.token_hex(models.ID_LENGTH)
    models.Visit.objects.using(db).create(id=begun, account_id=account, began_at=at, seen_at=at, browser=browser)
    return begun


def last(db: str, visit: str, account: str, at: datetime, note_every: timedelta) -> bool:
    """Whether the session lasts; when it was used is noted now and then, so that a page need not cost a write each."""
    rows = models.Visit.objects.using(db).filter(id=visit, account_id=account)
    seen = rows.values_list("seen_at", flat=True).first()
    if seen is None:
        return False
    if at - seen > note_every:
        rows.update(seen_at=at)
    return True


def of(db: str, account: str) -> tuple[Visit, ...]:
    """The one used last comes first."""
    rows = models.Visit.objects.using(db).filter(account_id=account).order_by("-seen_at", "id")
    return tuple(Visit(id=row.id, began_at=row.began_at, seen_at=row.seen_at, browser=row.browser) for row in rows)


def end(db: str, account: str, *, only: str = "", but: str = "", change: Change | None = None) -> int:
    """End all of an account's sessions, only one, or all but one; how many. With a `change` it is put on record."""
    rows = models.Visit.objects.using(db).filter(account_id=account)
    if only:
        rows = rows.filter(id=only)
    if but:
        rows = rows.exclude(id=but)
    count, _ = rows.delete()
    if count and change is not None:
        tell(db, account, Kind.VISIT_ENDED, change, {"sessions": count})
    return count


def end_sessions(db: str, account: str) -> None:
    """Every session of the account, those too that have no row."""
    models.Account.objects.using(db).filter(id=account).update(session_epoch=F("session_epoch") + 1)
    end(db, account)
