"""What allauth may do here: let in who has an account; never make one, never write mail, never say who is known."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import Http404, HttpRequest
from django.shortcuts import render

from engine.store.people.events import Change, Kind, tell
from engine.web.clock import now
from engine.web.sign_in import identity

JUST_NOW_SECONDS = 300


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])  # proxies.py has seen to it that it is the person's

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Not of somebody who has just signed in: who sets up a code app at the first sign-in says the password once."""
        request = context.request
        records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
        if records and now().timestamp() - records[-1]["at"] < JUST_NOW_SECONDS:
            return False
        return bool(super().is_reauthentication_required(app=app, **given))

    def add_message(self, *_: Any, **__: Any) -> None:
        """The pages say themselves what happened."""

    def send_mail(self, *_: Any, **__: Any) -> None:
        """Mail is the notices' business."""

    def is_safe_url(self, url: str) -> bool:
        return url.startswith("/") and not url.startswith(("//", "/\\")) and bool(super().is_safe_url(url))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of code apps lie sealed in the database: whoever copies it cannot make codes without the secret key."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Mail is the notices' business."""


class OwnSignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Whoever the organisation's own sign-in vouches for gets the account that its issuer and subject are tied to."""
        if sociallogin.state.get("process", "login") != "login":
            raise Http404
        answers = identity.claims(request, sociallogin)
        if not answers:
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=403))
        if sociallogin.is_existing:
            return
        account = identity.account_for(request, answers)
        if account is None:
            raise ImmediateHttpResponse(render(request, "sign_in/no_account.html", status=403))
        sociallogin.connect(request, account)
        tell("default", account.id, Kind.IDENTITY, Change(account.id, now()))

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Mail is the notices' business."""


def _seal() -> Fernet:
    key = hashlib.sha256(b"malvakt.second-factor:" + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
