"""The one guard in front of every view: one without a policy stays closed, and what may not be seen does not exist.

@public                                  whoever comes, such as the sign-in page
@signed_in                               whoever has an account, for what is their own
@needs(Action.SEE, Thing.VERDICT)        whoever may do that anywhere; the view then asks `request.place` for the rows
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter as second_factor
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from engine.language import Language
from engine.people import Person
from engine.rights import Action, Thing
from engine.web.headers import Respond
from engine.web.ours import ours
from engine.web.parts import parts
from engine.workplace import Workplace

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may open a view."""

    is_public: bool = False
    wants: tuple[Action, Thing] | None = None
    is_on_the_way_in: bool = False
    """Open to whoever still lacks the second factor that the settings demand: there it is set up."""


PUBLIC: Final = Policy(is_public=True)
SIGNED_IN: Final = Policy()
ON_THE_WAY_IN: Final = Policy(is_on_the_way_in=True)


class WorkRequest(HttpRequest):
    """What a guarded view is given."""

    place: Workplace
    language: Language
    reference: str


def guarded(view: View, policy: Policy) -> View:
    """The view under a policy; for views that other people wrote."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.policy = policy  # type: ignore[attr-defined]
    return opened


def public(view: View) -> View:
    return guarded(view, PUBLIC)


def signed_in(view: View) -> View:
    return guarded(view, SIGNED_IN)


def needs(action: Action, thing: Thing) -> Callable[[View], View]:
    return lambda view: guarded(view, Policy(wants=(action, thing)))


class Guard:
    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        policy: Policy | None = getattr(view, "policy", None)
        if policy is None:
            raise Http404
        if policy.is_public:
            return None
        if not request.user.is_authenticated:
            wanted = request.get_full_path()
            # Not everybody has an overview: whoever only wants in is led to the own first page.
            return redirect_to_login("/home/" if wanted == "/" else wanted, resolve_url(settings.LOGIN_URL))
        place = Workplace(person=_person(request), book=parts().shelf.book(), store=parts().store)
        request.place = place  # type: ignore[attr-defined]
        if not policy.is_on_the_way_in and lacks_second_factor(request):
            return redirect("mfa_activate_totp")
        if policy.wants is not None and not place.reach(*policy.wants):
            raise Http404
        return None


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the settings demand one that the account does not have. Who came by the organisation's sign-in had it there."""
    if ours().second_factor != "required":
        return False
    ways = {record.get("method") for record in get_authentication_records(request, request.user)}
    if "socialaccount" in ways:
        return False
    return not second_factor().is_mfa_enabled(request.user)


def _person(request: HttpRequest) -> Person:
    found = parts().people.by_id(str(request.user.pk))
    if found is None:
        raise Http404
    return found
