"""A link of the demo: to look at it changes nothing, its button signs in. It leaves a password that nobody knows."""

import secrets
from ipaddress import ip_address

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from engine.store.people.models import Account
from engine.web.access import public
from engine.web.clock import now
from engine.web.parts import parts


@public
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """404 for a code that is used, too old or none, and for whoever is not at this machine."""
    people = parts().people
    person = people.invited(code, now())
    if person is None or not ip_address(request.META["REMOTE_ADDR"]).is_loopback:
        raise Http404
    if request.method == "POST":
        if people.accept(code, secrets.token_urlsafe(32), now()) is None:
            raise Http404
        login(request, Account.objects.get(id=person.id))
        return redirect("home")
    return render(request, "demo/enter.html", {"invited": person})
