"""What is put on record of signing in: each success, each refusal of an account that exists, each change of a second factor."""

import logging
from types import ModuleType
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from engine.store.people import models
from engine.store.people.events import Change, Kind, tell
from engine.store.people.rows import fold
from engine.web.clock import now
from engine.web.sign_in.times import begin

_log = logging.getLogger("malvakt.sign_in")


def listen() -> None:
    auth_signals.user_logged_in.connect(_signed_in, dispatch_uid="malvakt")
    auth_signals.user_logged_out.connect(_signed_out, dispatch_uid="malvakt")
    auth_signals.user_login_failed.connect(_refused, dispatch_uid="malvakt")
    account_signals.password_changed.connect(_password, dispatch_uid="malvakt")
    mfa_signals.authentication_failed.connect(_wrong_code, dispatch_uid="malvakt")
    for signal in (mfa_signals.authenticator_added, mfa_signals.authenticator_removed, mfa_signals.authenticator_reset):
        signal.connect(_second_factor, dispatch_uid="malvakt")


def _signed_in(user: models.Account, request: HttpRequest, **_: Any) -> None:
    begin(request, int(now().timestamp()))
    _visits().begin(request.session, user.id, str(request.META.get("HTTP_USER_AGENT", "")))
    _tell(user.id, Kind.SIGNED_IN)


def _signed_out(user: models.Account | None, request: HttpRequest, **_: Any) -> None:
    if user is not None:
        _visits().over(request.session, user.id)


def _refused(credentials: dict[str, Any], **_: Any) -> None:
    account = models.Account.objects.filter(email=fold(str(credentials.get("email") or ""))).first()
    # The address is not logged: people type their password into the wrong field.
    _log.warning("sign-in refused for %s", account.id if account else "an unknown account")
    if account is not None:
        _tell(account.id, Kind.REFUSED)


def _wrong_code(user: models.Account, **_: Any) -> None:
    _log.warning("second factor refused for %s", user.id)
    _tell(user.id, Kind.REFUSED)


def _password(user: models.Account, request: HttpRequest, **_: Any) -> None:
    _visits().end_all_but_this(request, user.id)
    _tell(user.id, Kind.PASSWORD)


def _second_factor(user: models.Account, request: HttpRequest, **_: Any) -> None:
    """Whoever came in with the old one, or without any, comes in again."""
    _visits().end_all_but_this(request, user.id)
    _tell(user.id, Kind.SECOND_FACTOR)


def _tell(account: str, kind: Kind) -> None:
    tell("default", account, kind, Change(account, now()))


def _visits() -> ModuleType:
    # Only now: it works with the store, and while Django loads this the store is being loaded itself.
    from engine.web.sign_in import visits

    return visits
