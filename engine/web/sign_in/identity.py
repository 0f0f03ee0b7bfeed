"""Who the organisation's own sign-in says somebody is, and whose account that is: by issuer and subject, not by an address.

An identity is tied to an account once: by the account's one-time link, or by its address where the issuer states that it has
verified it and the account has no identity yet. Whoever is later given a colleague's old address gets no old account with it.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST

from engine.store.people.models import Account
from engine.store.people.rows import fold
from engine.web.access import public
from engine.web.clock import now
from engine.web.ours import ours
from engine.web.parts import parts

_NONCE: Final = "oidc-nonce"
_CODE: Final = "oidc-welcome"
PROVIDER: Final = "own"
_VERIFIED: Final = ("email_verified", "xms_edov")
"""The claims in which an issuer vouches for an address; the second is Entra ID's."""


@public
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Of the address only `next` counts: what else is there would be passed on to the issuer."""
    nonce = secrets.token_urlsafe(24)
    asked = QueryDict(mutable=True)
    asked["auth_params"] = f"nonce={nonce}"
    if "next" in request.GET:
        asked["next"] = request.GET["next"]
    request.GET = asked  # type: ignore[assignment]
    if request.method == "POST":
        request.session[_NONCE] = nonce
    response: HttpResponse = oidc.login(request, provider_id)
    return response


@public
@require_POST
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever has the one-time link ties the account to who they are at the own sign-in, instead of choosing a password."""
    if not ours().oidc_issuer or parts().people.invited(code, now()) is None:
        raise Http404
    logout(request)  # whoever was signed in here before
    request.session[_CODE] = code
    return login(request, PROVIDER)


def claims(request: HttpRequest, sociallogin: SocialLogin) -> tuple[Mapping[str, Any], ...]:
    """The two answers of the issuer, if it gave them to this session and about the same subject; none otherwise."""
    data = sociallogin.account.extra_data
    token, said = data.get("id_token"), data.get("userinfo") or {}
    nonce = request.session.pop(_NONCE, "")
    if not isinstance(token, dict) or not isinstance(said, dict):
        return ()
    is_ours = str(token.get("iss", "")).rstrip("/") == ours().oidc_issuer
    is_for_this = bool(nonce) and constant_time_compare(str(token.get("nonce", "")), nonce)
    is_one = bool(token.get("sub")) and said.get("sub", token["sub"]) == token["sub"]
    return (token, said) if is_ours and is_for_this and is_one else ()


def account_for(request: HttpRequest, answers: Iterable[Mapping[str, Any]]) -> Account | None:
    """The account that an identity which is not known yet is to be tied to."""
    code = request.session.pop(_CODE, "")
    if code:
        person = parts().people.accept_identity(code, now())
        return None if person is None else Account.objects.filter(id=person.id).first()
    email = next(filter(None, map(_verified_email, answers)), "")
    found = Account.objects.filter(email=email, is_active=True).first() if email else None
    return None if found is None or SocialAccount.objects.filter(user=found).exists() else found


def _verified_email(answer: Mapping[str, Any]) -> str:
    """Empty where the very answer that has the address does not vouch for it."""
    is_verified = any(answer.get(claim) in (True, "true", "1") for claim in _VERIFIED)
    return fold(str(answer.get("email") or "")) if is_verified else ""
