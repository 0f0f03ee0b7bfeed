"""Carrying out what was decided about an account: looked at again with everything held that the decision rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from engine.accounts import Act, Order, check
from engine.errors import AccountOvertaken
from engine.language import mark
from engine.people import Grant, Person, Role
from engine.rights import Trees
from engine.store.people import given, models, rows, sign_in
from engine.store.people.events import BY_PEOPLE, Change, Kind, tell
from engine.store.people.standings import standings
from engine.store.people.visits import end_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, and what they saw."""

    by: str | None = None
    """The id of an account, looked up as it stands when the order is carried out; None for the operator at the machine."""
    trees: Trees = field(default_factory=dict)
    seen: int | None = None
    """The last change that was on the form; None where there was no form."""


def carry_out(db: str, account: models.Account, order: Order, change: Change, asked: Asked) -> None:
    """Only inside a transaction. AccountRefused for what may not be done, AccountOvertaken where somebody was faster."""
    if is_new(db, account, order, change, asked):
        _DONE[order.act](db, account, order, change)


def is_new(db: str, account: models.Account, order: Order, change: Change, asked: Asked) -> bool:
    """True when the order stands, False when it was carried out already: a second click. Raises what speaks against it."""
    _hold_administrators(db, account)
    everybody = rows.persons(db)
    (standing,) = standings(db, Q(id=account.id))
    actor = None if asked.by is None else next(each for each in everybody if each.id == asked.by)
    if asked.seen is not None and standing.seen != asked.seen:
        if _is_repeated(db, account, order, change, asked.seen):
            return False
        raise AccountOvertaken(mark("somebody else has changed the account since you opened it; nothing of yours was written"))
    check(order, standing, actor, everybody, asked.trees)
    return True


def _hold_administrators(db: str, account: models.Account) -> None:
    """So that two who close each other's account at once do not both succeed."""
    admins = models.Grant.objects.using(db).filter(role=Role.ADMIN.value, end=None).values("account")
    held = models.Account.objects.using(db).select_for_update().filter(Q(id__in=admins) | Q(id=account.id)).order_by("id")
    list(held.values_list("id", flat=True))


def _is_repeated(db: str, account: models.Account, order: Order, change: Change, seen: int) -> bool:
    """Whether the one change since is this very order by the same person: a second click."""
    since = models.Event.objects.using(db).filter(account=account, id__gt=seen, kind__in=[kind.value for kind in BY_PEOPLE])
    rows_since = [*since.order_by("id")]
    if len(rows_since) != 1 or rows_since[0].by != change.by:
        return False
    return rows_since[0].kind == _kind(order).value and (
        order.what is None or rows_since[0].details == given.columns(order.what)
    )


def _kind(order: Order) -> Kind:
    is_role = isinstance(order.what, Grant)
    match order.act:
        case Act.GIVE:
            return Kind.GRANTED if is_role else Kind.BOUND
        case Act.END:
            return Kind.REVOKED if is_role else Kind.RELEASED
        case _:
            return _KINDS[order.act]


def _give(db: str, account: models.Account, order: Order, change: Change) -> None:
    assert order.what is not None
    given.give(db, account, order.what, change)


def _end(db: str, account: models.Account, order: Order, change: Change) -> None:
    assert order.what is not None
    given.end(db, account, order.what, change)


def _reset(db: str, account: models.Account, _: Order, change: Change) -> None:
    """Whoever held the old second factor must not stay in with it."""
    sign_in.forget_second_factor(db, account.id)
    end_sessions(db, account.id)
    tell(db, account.id, Kind.FACTOR_RESET, change)


def _sign_out(db: str, account: models.Account, _: Order, change: Change) -> None:
    end_sessions(db, account.id)
    tell(db, account.id, Kind.SIGNED_OUT, change)


def _set_active(db: str, account: models.Account, kind: Kind, change: Change) -> None:
    models.Account.objects.using(db).filter(id=account.id).update(is_active=kind is Kind.REOPENED)
    end_sessions(db, account.id)
    tell(db, account.id, kind, change)


def _erase(db: str, account: models.Account, _: Order, change: Change) -> None:
    """The name, the address and everything to sign in with; the id stays, so that what was done stays one account's doing."""
    sign_in.forget(db, account.id, account.email)
    for token in models.Token.objects.using(db).filter(account=account, end=None):
        models.TokenEnd.objects.using(db).create(token=token, at=change.at, by=change.by)
        tell(db, account.id, Kind.TOKEN_REVOKED, change, {"token": token.id})
    _end_everything(db, account, change)
    models.Account.objects.using(db).filter(leader_id=account.id).update(leader=None)
    models.Account.objects.using(db).filter(id=account.id).update(
        name="",
        email=f"{account.id}@erased.invalid",
        employee="",
        leader=None,
        password=make_password(None),
        erased_at=change.at,
    )
    end_sessions(db, account.id)
    tell(db, account.id, Kind.ERASED, change)


def _end_everything(db: str, account: models.Account, change: Change) -> None:
    person: Person = rows.persons(db, Q(id=account.id))[0]
    for each in person.held:
        given.end(db, account, each, change)


_DONE: Final[Mapping[Act, Callable[[str, models.Account, Order, Change], None]]] = {
    Act.GIVE: _give,
    Act.END: _end,
    Act.RESET: _reset,
    Act.SIGN_OUT: _sign_out,
    Act.CLOSE: lambda db, account, _, change: _set_active(db, account, Kind.CLOSED, change),
    Act.REOPEN: lambda db, account, _, change: _set_active(db, account, Kind.REOPENED, change),
    Act.ERASE: _erase,
}
_KINDS: Final[Mapping[Act, Kind]] = {
    Act.INVITE: Kind.INVITED,
    Act.RESET: Kind.FACTOR_RESET,
    Act.SIGN_OUT: Kind.SIGNED_OUT,
    Act.CLOSE: Kind.CLOSED,
    Act.REOPEN: Kind.REOPENED,
    Act.ERASE: Kind.ERASED,
}
