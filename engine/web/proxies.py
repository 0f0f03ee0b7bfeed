"""Who the request comes from: the one at the other end of the line, or whom a trusted proxy says it is."""

from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse

from engine.web.headers import Respond
from engine.web.ours import ours


class Proxies:
    """X-Forwarded-For and X-Forwarded-Proto count only from the addresses of the setting; from others they are dropped."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._trusted = frozenset(filter(None, (each.strip() for each in ours().trusted_proxies.split(","))))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        request.META.pop("HTTP_X_FORWARDED_HOST", None)
        if request.META.get("REMOTE_ADDR") in self._trusted:
            # The last one is what our proxy saw itself; those before it are what it was told.
            last = forwarded.rpartition(",")[2].strip()
            if _is_address(last):
                request.META["REMOTE_ADDR"] = last
            if scheme in ("http", "https"):
                request.META["wsgi.url_scheme"] = scheme
        return self._respond(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
