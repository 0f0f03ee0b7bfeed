"""What went wrong, as problem+json (RFC 9457): a title, what to do, every single objection, and a reference into the log."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from engine.errors import MoveRefused, NotAllowed, Problem, StoreError, UserError
from engine.language import Language, mark, translate
from engine.web.api.field_messages import message
from engine.web.headers import Respond
from engine.web.reader import language_of

UNDER = "/api/"
MEDIA_TYPE = "application/problem+json"
_MOST_ERRORS = 101
"""Whoever reads a file names 100 problems and says how many more there are."""
_LONGEST_NAME = 100
_log = logging.getLogger("malvakt.web")

_SAID: Mapping[int, str] = {
    400: mark("The request could not be read."),
    401: mark("Sign in, or send a token that is good: Authorization: Bearer mvk_…"),
    403: mark("That is not allowed."),
    404: mark("There is no such thing, or it is not for you to see."),
    405: mark("This address does not take that method."),
    413: mark("The request is too large; send it in several parts."),
    415: mark("The body has another type than the description says."),
    429: mark("Too many requests; wait as long as Retry-After says."),
    500: mark("The fault is ours, and it is in the log. Give the operator the reference."),
    503: mark("The database does not answer. Wait a little and try again."),
}


class Refused(Exception):
    """What the API refuses for reasons of its own. `message` is marked; `errors` as `problem` takes them."""

    def __init__(self, status: int, code: str, message: str, **details: object) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.details = status, code, message, details


def body(
    request: HttpRequest, status: int, detail: str, code: str = "", errors: Iterable[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """`detail`: in the caller's language already."""
    title = HTTPStatus(status).phrase
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    shown = [*errors][:_MOST_ERRORS]
    return {**said, "code": code or title.lower().replace(" ", "_"), "reference": _reference(request), "errors": shown}


def problem(
    request: HttpRequest, status: int, detail: str = "", code: str = "", errors: Iterable[Mapping[str, Any]] = ()
) -> HttpResponse:
    told = detail or translate(_SAID.get(status, ""), language(request))
    response = HttpResponse(json.dumps(body(request, status, told, code, errors)), content_type=MEDIA_TYPE, status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def told(each: Problem, reader: Language, pointer: str = "") -> dict[str, str]:
    return {"pointer": pointer, "code": each.code, "message": each.text(reader), "place": str(each.place)}


def language(request: HttpRequest) -> Language:
    found: Language = getattr(request, "language", None) or language_of(request)
    return found


def attach(api: NinjaAPI) -> None:
    """Every error of an operation becomes a problem."""
    handlers: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
        (ValidationError, _invalid),
        (Refused, _refused),
        (Throttled, lambda request, _: problem(request, 429)),
        (AuthenticationError, lambda request, _: problem(request, 401)),
        (HttpError, lambda request, error: problem(request, error.status_code)),
        (Http404, lambda request, _: problem(request, 404)),
        (RequestDataTooBig, lambda request, _: problem(request, 413)),
        # A form that cannot be taken apart, or has far too many parts; a caller who went away in the middle.
        (MultiPartParserError, lambda request, _: problem(request, 400)),
        (SuspiciousOperation, lambda request, _: problem(request, 400)),
        (UnreadablePostError, lambda request, _: problem(request, 400)),
        (UserError, _user_error),
        (Exception, _bug),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


class ApiErrors:
    """What is refused before an operation is reached, such as an unknown address, is a problem too and no page."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._respond(request)
        is_ours = request.path.startswith(UNDER) and response.get("Content-Type", "").startswith(MEDIA_TYPE)
        if not request.path.startswith(UNDER) or is_ours or response.status_code < HTTPStatus.BAD_REQUEST:
            return response
        replaced = problem(request, response.status_code)
        for name, value in response.items():
            if not name.lower().startswith("content-") or name.lower() == "content-security-policy":
                replaced.setdefault(name, value)  # what every answer carries, and which methods there are
        return replaced


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    detail = translate(mark("The request does not have the form that the description demands."), language(request))
    reader = language(request)
    return problem(request, 422, detail, "invalid", (_field(each, reader) for each in error.errors))


def _field(each: Mapping[str, Any], reader: Language) -> dict[str, str]:
    where, *rest = (str(part) for part in each["loc"])
    # The model's own name stands first for a body; the field is what follows.
    path = rest[1:] if where == "body" else rest
    # A name that nobody knows may be as long as the request.
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1")[:_LONGEST_NAME] for part in path)
    return {"pointer": pointer, "code": str(each["type"]), "message": message(each, reader)}


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, error.status, translate(error.message, language(request)).format(**error.details), error.code)


def _user_error(request: HttpRequest, error: UserError) -> HttpResponse:
    reader = language(request)
    if isinstance(error, StoreError):
        _log.error("%s, reference %s", error, _reference(request))
        return problem(request, 503)
    status = 409 if isinstance(error, MoveRefused) else 403 if isinstance(error, NotAllowed) else 422
    return problem(request, status, error.text(reader), "refused", (told(each, reader) for each in error.problems))


def _bug(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("failed, reference %s", _reference(request), exc_info=error)
    return problem(request, 500)


def _reference(request: HttpRequest) -> str:
    return str(getattr(request, "reference", ""))
