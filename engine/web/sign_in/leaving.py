"""Signing out: the session ends here, and the browser is told to forget what it kept of the pages."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse

from engine.web.access import public


@public
def leave(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = account.logout(request)
    if request.method == "POST":
        # Not the cookies: the session's is void already, and the chosen language may stay.
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
