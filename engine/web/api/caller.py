"""Who asks: the holder of a token, or somebody who is signed in; and how often they may."""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import BaseThrottle
from ninja.utils import check_csrf

from engine.language import mark
from engine.people import Person, Scope, Token
from engine.web.access import lacks_second_factor
from engine.web.api.problems import Refused
from engine.web.clock import now
from engine.web.ours import ours
from engine.web.parts import parts
from engine.workplace import Workplace

_SAFE = ("GET", "HEAD", "OPTIONS")
_WINDOW = 60
_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Caller:
    place: Workplace
    token: Token | None
    """None for a session, which is good for all that the person may."""

    @property
    def person(self) -> Person:
        return self.place.person

    @property
    def id(self) -> str:
        """Who it is to the count of requests and to the keys of batches."""
        return f"token:{self.token.id}" if self.token else f"account:{self.person.id}"

    def has(self, scope: Scope) -> bool:
        return self.token is None or scope in self.token.scopes

    def may_push(self, source: str) -> bool:
        return self.token is None or not self.token.sources or source in self.token.sources


class Request(HttpRequest):
    """What an operation is given."""

    auth: Caller
    reference: str


class Bearer(HttpBearer):
    """`Authorization: Bearer mvk_…`: a token from «My account» or `malvakt token add`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = parts().people.bearer(token, now()) if len(token) <= _LONGEST_TOKEN else None
        if found is None:
            return None
        request.language = found.holder.language  # type: ignore[attr-defined]
        return Caller(_place(found.holder), found)


class Session(APIKeyCookie):
    """The cookie of somebody who is signed in; what writes carries `X-CSRFToken` as well."""

    param_name = "malvakt"

    def __call__(self, request: HttpRequest) -> Caller | None:
        # A wrong token is refused, whoever is signed in beside it.
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if request.method not in _SAFE and check_csrf(request) is not None:
            raise Refused(403, "csrf", mark("The request has no valid X-CSRFToken."))
        person = parts().people.by_id(str(request.user.pk))
        if person is None or not person.active:
            return None
        if lacks_second_factor(request):
            raise Refused(403, "second_factor", mark("Set up the second factor in the pages first."))
        return Caller(_place(person), None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        raise NotImplementedError  # the session itself is asked, not the cookie's text


class PerMinute(BaseThrottle):
    """Each caller's requests are counted by the minute, over all operations together."""

    def allow_request(self, request: HttpRequest) -> bool:
        caller: Caller = request.auth  # type: ignore[attr-defined]
        key = f"api:{caller.id}:{int(now().timestamp()) // _WINDOW}"
        cache.add(key, 0, _WINDOW * 2)
        return bool(cache.incr(key) <= ours().api_per_minute)

    def wait(self) -> float:
        return float(_WINDOW - int(now().timestamp()) % _WINDOW)


def _place(person: Person) -> Workplace:
    return Workplace(person=person, book=parts().shelf.book(), store=parts().store)
