"""What happened to an account, by whom and when: written in the same transaction as the change itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.store.people import models


class Kind(StrEnum):
    ADDED = "added"
    EDITED = "edited"
    GRANTED = "granted"
    REVOKED = "revoked"
    BOUND = "bound"
    """Was given a duty."""
    RELEASED = "released"
    INVITED = "invited"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    REOPENED = "reopened"
    SIGNED_OUT = "signed_out"
    """Of every session at once."""
    VISIT_ENDED = "visit_ended"
    """One session, or all but the one in hand, by the person."""
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    """Somebody gave a wrong password or a wrong code."""
    PASSWORD = "password"  # noqa: S105 -- what happened, not a secret
    SECOND_FACTOR = "second_factor"
    """The second factor was set up, used up or taken away."""
    FACTOR_RESET = "factor_reset"
    """An administrator took the second factor away."""
    IDENTITY = "identity"
    """An identity of the organisation's own sign-in was tied to the account."""
    ERASED = "erased"
    TOKEN_ISSUED = "token_issued"  # noqa: S105 -- what happened, not a secret
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


BY_PEOPLE = frozenset(Kind) - {Kind.SIGNED_IN, Kind.REFUSED, Kind.VISIT_ENDED}
"""What changes the account; the rest is coming and going."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who makes a change, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an account's history."""

    at: datetime
    by: str
    kind: Kind
    details: Mapping[str, Any]


def tell(db: str, account: str, kind: Kind, change: Change, details: Mapping[str, Any] | None = None) -> None:
    """`account`: its id."""
    models.Event.objects.using(db).create(
        account_id=account, at=change.at, by=change.by, kind=kind.value, details=dict(details or {})
    )


def history(db: str, account: str) -> tuple[Happened, ...]:
    """The oldest first."""
    rows = models.Event.objects.using(db).filter(account_id=account).order_by("id")
    return tuple(Happened(row.at, row.by, Kind(row.kind), row.details) for row in rows)
