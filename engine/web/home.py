"""The way in: to the first page that a person may open, for not everybody has an overview."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from engine.web.access import WorkRequest, signed_in
from engine.web.navigation import shown_to


@signed_in
@require_safe
def home(request: WorkRequest) -> HttpResponse:
    """To the own account where there is nothing else: an account before its first role."""
    first = next(shown_to(request.place), None)
    return redirect("mfa_index" if first is None else first.name)
