"""The page `/aml/access/`: who has looked at rows about persons, and why. For HR and auditors to review."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.aml.looked_at import looked_at
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.aml.desk import desk, page
from engine.web.parts import parts

SHOWN = 500


@needs(Action.SEE, Thing.ACCESS_LOG)
@require_safe
def access_log(request: WorkRequest) -> HttpResponse:
    own = desk(request, Action.SEE, Thing.ACCESS_LOG)
    names = {person.id: person.name for person in parts().store.people(own.organisation.id)}
    looks = own.persons.access_log(own.viewer, names) if own.persons.was_begun() else ()
    context = page(own, "aml-access", Action.SEE, Thing.ACCESS_LOG)
    context |= {
        "looks": [
            (look, names.get(look.who, look.who), looked_at(look.what, request.language)) for look in reversed(looks[-SHOWN:])
        ],
        "total": len(looks),
        "most": SHOWN,
    }
    return render(request, "aml/access.html", context)
