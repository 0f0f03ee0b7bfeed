"""Turns away zero bytes where nobody writes them by hand: PostgreSQL takes none in a text, and raises."""

from django.http import HttpRequest, HttpResponse

from engine.web import errors
from engine.web.headers import Respond


class ZeroBytes:
    """An address with one is no page; a cookie with one is no cookie. What forms and filters do with them is theirs to say."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            return errors.not_found(request)
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in name + value}
        return self._respond(request)
