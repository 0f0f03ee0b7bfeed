"""Tokens: kept as hashes, shown once, good for a while, ended at any time. The guard keeps what was issued."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from engine.errors import UsageError
from engine.language import mark
from engine.names import shown
from engine.people import Grant, Person, Role, Scope, Token
from engine.store.people import models, rows
from engine.store.people.events import Change, Kind, tell

PREFIX = "mvk"
MOST_DAYS = 366
LONGEST_NAME = 60
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The token that somebody wants: of an account, or with `grant` of a system."""

    name: str
    scopes: frozenset[Scope]
    sources: frozenset[str] = frozenset()
    lasts: timedelta = timedelta(days=90)
    grant: Grant | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    token: Token
    secret: str
    """What the holder shows; this is the only time that it is known."""


def issue(db: str, account: models.Account | None, asked: Asked, change: Change) -> Issued:
    """UsageError for a token that would be good for nothing, or for too long."""
    _check(account, asked)
    public, secret = models.new_id(), secrets.token_urlsafe(_SECRET_BYTES)
    given = asked.grant
    models.Token.objects.using(db).create(
        id=public,
        secret_hash=_hash(secret),
        name=asked.name.strip(),
        account=account,
        role=given.role.value if given else "",
        organisation=given.organisation if given else "",
        unit=given.unit if given else "",
        scopes=sorted(asked.scopes),
        sources=sorted(asked.sources),
        since=change.at,
        expires_at=change.at + asked.lasts,
        by=change.by,
    )
    if account is not None:
        tell(db, account.id, Kind.TOKEN_ISSUED, change, {"token": public, "scopes": sorted(asked.scopes)})
    return Issued(tokens(db, Q(id=public))[0], f"{PREFIX}_{public}_{secret}")


def end(db: str, token: Token, change: Change) -> None:
    """From now on it opens nothing. Ended already, it stays as it is."""
    if models.TokenEnd.objects.using(db).filter(token_id=token.id).exists():
        return
    models.TokenEnd.objects.using(db).create(token_id=token.id, at=change.at, by=change.by)
    if not token.is_system:
        tell(db, token.holder.id, Kind.TOKEN_REVOKED, change, {"token": token.id})


def find(db: str, token: str) -> Token:
    """UsageError where there is none of this id."""
    found = tokens(db, Q(id=token))
    if not found:
        raise UsageError(mark("there is no token {name}"), name=shown(token))
    return found[0]


def bearer(db: str, shown_text: str, at: datetime) -> Token | None:
    """The good token of which this is the secret; None for any other text."""
    prefix, _, rest = shown_text.partition("_")
    public, _, secret = rest.partition("_")
    if prefix != PREFIX or len(public) != models.ID_LENGTH or not secret or not public.isalnum():
        return None
    row = models.Token.objects.using(db).filter(id=public).values_list("secret_hash", flat=True).first()
    if not hmac.compare_digest(row or "", _hash(secret)):
        return None
    found = find(db, public)
    return found if found.is_good(at) else None


def tokens(db: str, condition: Q | None = None) -> tuple[Token, ...]:
    """The newest first, ended ones too. The holders come in a query of their own."""
    found = models.Token.objects.using(db).filter(condition or Q()).select_related("end").order_by("-since", "id")
    holders = {each.id: each for each in rows.persons(db, Q(tokens__in=found))}
    return tuple(_token(row, holders) for row in found)


def _token(row: models.Token, holders: dict[str, Person]) -> Token:
    ended: Any = getattr(row, "end", None)
    return Token(
        id=row.id,
        name=row.name,
        holder=_system(row) if row.account_id is None else holders[row.account_id],
        is_system=row.account_id is None,
        scopes=frozenset(map(Scope, row.scopes)),
        sources=frozenset(row.sources),
        since=row.since,
        expires_at=row.expires_at,
        ended_at=None if ended is None else ended.at,
    )


def _system(row: models.Token) -> Person:
    """A system as the policy knows it. What it writes is signed with its name, which no e-mail address can be."""
    name = f"system {row.name}"
    held = Grant(role=Role(row.role), organisation=row.organisation, unit=row.unit)
    return Person(id=row.id, name=name, email=name, grants=frozenset({held}))


def _check(account: models.Account | None, asked: Asked) -> None:
    name = asked.name.strip()
    if not name or not name.isprintable() or len(name) > LONGEST_NAME or "@" in name:
        raise UsageError(mark("a token has a name: at most {most} printable characters, no @"), most=LONGEST_NAME)
    if not asked.scopes:
        raise UsageError(
            mark("a token is for something: name at least one scope ({scopes})"), scopes=", ".join(each.value for each in Scope)
        )
    if asked.sources and Scope.PUSH not in asked.scopes:
        raise UsageError(mark("sources are for a token with the scope push"))
    if not timedelta(0) < asked.lasts <= timedelta(days=MOST_DAYS):
        raise UsageError(mark("a token is good for 1 to {most} days"), most=MOST_DAYS)
    if account is not None and not account.is_active:
        raise UsageError(mark("the account of {name} is closed"), name=shown(account.email))


def _hash(secret: str) -> str:
    # No salt and no slow hash: 256 random bits leave nothing to guess.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
