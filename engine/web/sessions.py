"""How long a session lasts: half an hour without a click, ten hours in all, until somebody ends it; always on the server."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from engine.web.clock import now
from engine.web.configuration import ABSOLUTE_SECONDS, IDLE_SECONDS
from engine.web.headers import Respond
from engine.web.sign_in import visits
from engine.web.sign_in.times import BEGAN, SEEN, begin

_NOTED_EVERY = 60
"""Seconds between two writes of when the session was last used: a page need not cost a write each."""


class SessionLimits:
    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _keep_or_end(request, int(now().timestamp()))
        return self._respond(request)


def _keep_or_end(request: HttpRequest, at: int) -> None:
    session = request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        begin(request, at)
    elif at - seen > IDLE_SECONDS or at - began > ABSOLUTE_SECONDS:
        logout(request)
    elif at - seen > _NOTED_EVERY:
        session[SEEN] = at
    if request.user.is_authenticated and not visits.lasts(session, str(request.user.pk)):
        logout(request)
