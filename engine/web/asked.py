"""What addresses ask for on more than one page; what is not there, or not for this person, is no page."""

from django.http import Http404, QueryDict

from engine.catalogue import Organisation
from engine.rights import Action, Thing
from engine.workplace import Workplace


def organisation_asked(place: Workplace, query: QueryDict, action: Action, thing: Thing) -> Organisation:
    """The one in the address, else the first in which the person may do that. 404 for any other."""
    own = organisations_of(place, action, thing)
    wanted = query.get("organisation")
    found = next((each for each in own if wanted in (None, "", each.id)), None)
    if found is None:
        raise Http404
    return found


def organisations_of(place: Workplace, action: Action, thing: Thing) -> list[Organisation]:
    """Those in which the person may do that, by their titles."""
    seen = (place.book.organisations[name] for name in place.reach(action, thing).units)
    return sorted(seen, key=lambda organisation: organisation.title)
