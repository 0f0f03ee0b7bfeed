"""Turns a request away by its stated size before a byte of it is read: no upload fills the disk that waits for the next one."""

from django.http import HttpRequest, HttpResponse

from engine.web import errors
from engine.web.headers import Respond

LARGEST_REQUEST = 64 << 20
"""More than any single file may have; the forms have closer bounds of their own."""


class LargestRequest:
    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a stated size Django reads nothing, so there is no way around this one.
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if stated.isdigit() and int(stated[:20]) > LARGEST_REQUEST:
            return errors.too_large(request)
        return self._respond(request)
