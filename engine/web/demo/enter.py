"""A link of the demo: to look at it changes nothing, its button signs in, and signs in as somebody else who is in already.

It is good as often as wanted, so that whoever looks around goes from role to role: for some hours, and at this machine alone.
"""

from datetime import timedelta
from ipaddress import ip_address
from typing import Final

from django.contrib.auth import login
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from engine.store.people.models import Account
from engine.web.access import public
from engine.web.parts import parts

LASTS: Final = timedelta(hours=12)
_SALT: Final = "engine.web.demo"


def code_of(email: str) -> str:
    """What a link carries: whose it is, and since when, under this machine's own key."""
    return TimestampSigner(salt=_SALT).sign(email.partition("@")[0])


@public
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """404 for a code that is too old or none, and for whoever is not at this machine."""
    account = Account.objects.filter(email=f"{_name(code)}@demo.invalid", is_active=True).first()
    if account is None or not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        raise Http404
    if request.method == "POST":
        login(request, account)
        return redirect("home")
    return render(request, "demo/enter.html", {"invited": parts().people.by_id(str(account.pk))})


def _name(code: str) -> str:
    try:
        return TimestampSigner(salt=_SALT).unsign(code, max_age=LASTS)
    except BadSignature:
        raise Http404 from None
