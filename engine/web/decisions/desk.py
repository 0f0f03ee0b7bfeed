"""What the pages of decisions have in common: whose, the tabs, sections of a list, ending what holds, the names of people."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from django.contrib import messages

from engine.catalogue import Organisation
from engine.errors import DecisionRefused
from engine.language import mark, translate
from engine.rights import Action, Thing
from engine.web.access import WorkRequest
from engine.web.asked import organisation_asked, organisations_of
from engine.web.decisions.forms import DecisionForm
from engine.workplace.decisions.deciding import Make, decide
from engine.workplace.review.people import candidates

CONFLICT: Final = 409
"""Somebody else was faster."""
MOST_OVER: Final = 100
TABS = (
    ("exemptions", mark("Exemptions"), Thing.EXEMPTION),
    ("maintenance", mark("Planned maintenance"), Thing.MAINTENANCE),
    ("held", mark("Held rounds"), Thing.HELD_ROUND),
)


class _Standing(Protocol):
    @property
    def standing(self) -> StrEnum: ...


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


def sections(
    titles: Sequence[tuple[StrEnum, str, str]], lines: Sequence[_Standing], over: StrEnum
) -> Iterator[dict[str, object]]:
    """The lines under the title of their standing, in their order; of what is `over` no more than MOST_OVER.

    `titles`: with what is said where there is none; a section that says nothing then is left out.
    """
    for standing, title, nothing in titles:
        own = [line for line in lines if line.standing == standing]
        most = MOST_OVER if standing == over else len(own)
        if own or nothing:
            yield {"id": standing.value, "title": title, "lines": own[:most], "more": len(own[most:]), "nothing": nothing}


def ended(request: WorkRequest, form: DecisionForm, make: Make, at: datetime) -> bool:
    """Whether what the person asked for is decided; what stands against it is in the form then."""
    form.is_valid()
    try:
        decide(request.place, make, form.has_seen, at)
    except DecisionRefused as refused:
        form.refuse(refused)
        return False
    messages.success(request, translate(mark("Written."), request.language))
    return True


def status(form: DecisionForm) -> int:
    """Of the page that shows a refusal: a form whose fields can be mended is no conflict."""
    return CONFLICT if form.non_field_errors() else 200
