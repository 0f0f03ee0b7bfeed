"""What addresses ask for on more than one page; what is not there, or not for this person, is no page."""

from typing import Final

from django.http import Http404, QueryDict

from engine.catalogue import Organisation
from engine.rights import Action, Thing
from engine.workplace import Workplace

_MOST_DIGITS: Final = 15
"""As many as every column of numbers holds."""


def whole_number(text: str, most_digits: int = _MOST_DIGITS) -> int | None:
    """The number that digits alone say; None for anything else, and for more digits than are asked for."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


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
