"""The own sessions: each begins with a row of its own, is listed to whoever it belongs to, and is over when the row is gone."""

import re
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from engine.language import mark, translate
from engine.store.people.events import Change
from engine.web.access import WorkRequest, signed_in
from engine.web.clock import now
from engine.web.configuration import ABSOLUTE_SECONDS
from engine.web.parts import parts

VISIT: Final = "visit"
"""Where a session keeps the id of its row."""
NOTED_EVERY: Final = timedelta(minutes=1)
_BROWSERS: Final = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS: Final = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def begin(session: SessionBase, account: str, agent: str) -> None:
    at = now()
    over = at - timedelta(seconds=ABSOLUTE_SECONDS)
    session[VISIT] = parts().people.begin_visit(account, browser_of(agent), at, over)


def lasts(session: SessionBase, account: str) -> bool:
    """False for a session whose row is gone, and for one that never had any."""
    return parts().people.visit_lasts(str(session.get(VISIT, "")), account, now(), NOTED_EVERY)


def over(session: SessionBase, account: str) -> None:
    """The session in hand ends by itself: there is nothing to put on record."""
    if visit := session.get(VISIT):
        parts().people.end_visits(account, only=visit)


def browser_of(agent: str) -> str:
    """«Firefox, Linux»: enough to know the own sessions apart. The text itself is not kept: it tells of more than is needed."""
    found = [next((name for sign, name in signs if re.search(sign, agent)), "") for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


@signed_in
@require_safe
def sessions(request: WorkRequest) -> HttpResponse:
    shown = {"visits": parts().people.visits(request.place.person.id), "this": request.session.get(VISIT, "")}
    return render(request, "sign_in/sessions.html", shown)


@signed_in
@require_POST
def end(request: WorkRequest, visit: str) -> HttpResponse:
    """404 for somebody else's. Ending the one in hand is signing out."""
    person = request.place.person
    if not parts().people.end_visits(person.id, only=visit, change=Change(person.id, now())):
        raise Http404
    if visit == request.session.get(VISIT):
        logout(request)
        return redirect("account_login")
    messages.success(request, translate(mark("The session is ended."), request.language))
    return redirect("sessions")


@signed_in
@require_POST
def end_others(request: WorkRequest) -> HttpResponse:
    end_all_but_this(request, request.place.person.id)
    messages.success(request, translate(mark("You are signed out everywhere else."), request.language))
    return redirect("sessions")


def end_all_but_this(request: HttpRequest, account: str) -> None:
    this = str(request.session.get(VISIT, ""))
    parts().people.end_visits(account, but=this, change=Change(account, now()))
