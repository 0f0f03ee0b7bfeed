"""The pages `/deliveries/` and below: the calendar, what came, the quarantine with every problem, and the originals."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.language import mark
from engine.rights import Action, Thing
from engine.store import Refused
from engine.web.access import WorkRequest, needs
from engine.web.asked import organisation_asked, organisations_of
from engine.web.clock import today
from engine.web.exports import attachment
from engine.workplace.deliveries import Standing, calendar, one

PER_PAGE = 100
STANDINGS = {
    Standing.LATE: ("✗", mark("late")),
    Standing.DUE: ("○", mark("due")),
    Standing.RECEIVED: ("✓", mark("received")),
}


@needs(Action.SEE, Thing.DELIVERY)
@require_safe
def deliveries(request: WorkRequest) -> HttpResponse:
    place = request.place
    organisation = organisation_asked(place, request.GET, Action.SEE, Thing.DELIVERY)
    awaited = calendar(place, organisation.id, today())
    received = place.store.deliveries(organisation.id)[::-1]
    page = {
        "organisation": organisation,
        "organisations": organisations_of(place, Action.SEE, Thing.DELIVERY),
        "awaited": [(each, *STANDINGS[each.standing]) for each in awaited if each.standing is not Standing.RECEIVED],
        "came": sum(each.standing is Standing.RECEIVED for each in awaited),
        "received": received[:PER_PAGE],
        "total": len(received),
        "refused": place.store.refused(organisation.id)[::-1],
        "may_deliver": place.may(Action.DELIVER, Thing.DELIVERY, organisation.id),
        "may_fetch": place.may(Action.EXPORT, Thing.DELIVERY, organisation.id),
    }
    return render(request, "deliveries/deliveries.html", page)


@needs(Action.SEE, Thing.DELIVERY)
@require_safe
def delivery(request: WorkRequest, name: str) -> HttpResponse:
    found = one(request.place, name, Action.SEE)
    if found is None:
        raise Http404
    page = {
        "delivery": found,
        "organisation": request.place.book.organisations[found.declaration.organisation],
        "problems": found.problems if isinstance(found, Refused) else (),
        "is_refused": isinstance(found, Refused),
        "may_fetch": request.place.may(Action.EXPORT, Thing.DELIVERY, found.declaration.organisation),
    }
    return render(request, "deliveries/delivery.html", page)


@needs(Action.EXPORT, Thing.DELIVERY)
@require_safe
def original(request: WorkRequest, name: str) -> HttpResponse:
    """The bytes as they came, never opened by the browser itself."""
    found = one(request.place, name, Action.EXPORT)
    if found is None:
        raise Http404
    return attachment(request.place.store.content(found.content_hash), found.file_name, "application/octet-stream")
