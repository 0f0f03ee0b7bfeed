"""Changing the own password, for an account that has one: who signs in elsewhere has none to change here."""

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse

from engine.store.people.models import Account
from engine.web.access import signed_in


@signed_in
def change(request: HttpRequest) -> HttpResponse:
    if not (isinstance(request.user, Account) and request.user.has_usable_password()):
        raise Http404
    response: HttpResponse = account.password_change(request)
    return response
