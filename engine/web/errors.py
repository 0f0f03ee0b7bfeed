"""The pages of what went wrong: the same look, no word about how the program is built, and a reference into the log."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from engine.errors import StoreError, UserError
from engine.language import mark
from engine.web.reader import language_of

_log = logging.getLogger("malvakt.web")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django gives it
    """Also for what is there and not for this person: the answer is the same."""
    return _page(request, 404, mark("There is no such page"), mark("It may have moved, or it is not for you to see."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 400, mark("That request was not understood"), mark("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 403, mark("That is not allowed"), mark("Go back and try again."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    _log.warning("csrf refused: %s, reference %s", reason, getattr(request, "reference", ""))
    told = mark("The page had been open for too long, or the request came from elsewhere. Load the page again and retry.")
    return _page(request, 403, mark("Nothing was changed"), told)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(request, 429, mark("Too many tries"), mark("Wait a few minutes and try again."))


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, 413, mark("That is too large"), mark("Send a smaller file."))


def failed(request: HttpRequest) -> HttpResponse:
    """A bug. The traceback is in the log under the reference; the page needs no database to be shown."""
    _log.error("failed, reference %s", getattr(request, "reference", ""), exc_info=True)
    told = mark("The fault is ours, and it is in the log. Give the operator the reference.")
    return _page(request, 500, mark("Something went wrong"), told)


class UserErrors:
    """What the store refuses, told as a page: a database that is busy or away is no bug."""

    def __init__(self, respond: Any) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self._respond(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, StoreError):
            _log.error("%s, reference %s", error, getattr(request, "reference", ""))
            return _page(request, 503, mark("The database does not answer"), mark("Wait a few minutes and try again."))
        if isinstance(error, UserError):
            _log.warning("%s, reference %s", type(error).__name__, getattr(request, "reference", ""))
            return _page(request, 400, mark("That could not be done"), error.text(language_of(request)))
        return None


def _page(request: HttpRequest, status: int, title: str, told: str) -> HttpResponse:
    # Neither the session nor the account is asked: both may be what failed.
    said = {"title": title, "told": told, "status": status, "home": settings.LOGIN_REDIRECT_URL}
    return render(request, "error.html", said, status=status)
