"""In whose language a page is: the account's, else what the visitor chose before, else bokmål."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from engine.language import Language
from engine.store.people.events import Change
from engine.store.people.models import Account
from engine.web import navigation
from engine.web.access import public
from engine.web.clock import now
from engine.web.headers import Respond
from engine.web.parts import parts

_A_YEAR = 365 * 24 * 60 * 60


class ReaderLanguage:
    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.language = language  # type: ignore[attr-defined]
        # For the words that the libraries bring themselves, such as what is wrong with a password.
        with translation.override(language.value):
            response = self._respond(request)
        response["Content-Language"] = language.value
        return response


def language_of(request: HttpRequest) -> Language:
    user = getattr(request, "user", None)
    said = user.language if isinstance(user, Account) else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return Language(said) if said in [*Language] else Language.NB


def of_page(request: HttpRequest) -> dict[str, Any]:
    """What every template has: the language, the other one, and the pages that this person may open."""
    language = getattr(request, "language", Language.NB)
    place = getattr(request, "place", None)
    return {
        "language": language,
        "other_language": Language.EN if language is Language.NB else Language.NB,
        "entries": [] if place is None else [*navigation.shown_to(place)],
        "person": None if place is None else place.person,
        "reference": getattr(request, "reference", ""),
    }


@public
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The reader wants another language: kept with the account, or in a cookie before anybody has signed in."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/home/"
    response = redirect(back)
    if wanted not in [*Language]:
        return response
    if isinstance(request.user, Account):
        parts().people.edit(request.user.email, Change(request.user.id, now()), language=wanted)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=_A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
