"""What the pages of decisions have in common: whose, the tabs, and what people and organisations are called."""

from collections.abc import Mapping
from typing import Final

from engine.catalogue import Organisation
from engine.language import mark
from engine.rights import Action, Thing
from engine.web.access import WorkRequest
from engine.web.asked import organisation_asked, organisations_of
from engine.workplace.review.people import candidates

CONFLICT: Final = 409
"""Somebody else was faster."""
TABS = (
    ("exemptions", mark("Exemptions"), Thing.EXEMPTION),
    ("maintenance", mark("Planned maintenance"), Thing.MAINTENANCE),
    ("held", mark("Held rounds"), Thing.HELD_ROUND),
)


def listed(request: WorkRequest, tab: str, thing: Thing, action: Action = Action.SEE) -> tuple[Organisation, dict[str, object]]:
    """The organisation in the address and what the page of its list has. 404 where the person may not do that."""
    organisation = organisation_asked(request.place, request.GET, action, thing)
    return organisation, {
        **about(request, tab, organisation),
        "organisations": organisations_of(request.place, action, thing),
    }


def about(request: WorkRequest, tab: str, organisation: Organisation) -> dict[str, object]:
    """What every page of decisions has."""
    reachable = (entry for entry in TABS if organisation.id in request.place.reach(Action.SEE, entry[2]).units)
    return {
        "organisation": organisation,
        "tabs": [(name, title) for name, title, _ in reachable],
        "tab": tab,
        "here": TABS[0][0],  # the pages' one entry in the navigation
        "names": names(request, organisation),
    }


def names(request: WorkRequest, organisation: Organisation) -> Mapping[str, str]:
    return candidates(request.place, organisation.id).called()
