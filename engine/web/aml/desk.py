"""What every page of working time begins with: whose evidence, as whom, and why. The reason is asked once per visit."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from engine.aml.rights import Viewer
from engine.catalogue import Organisation
from engine.language import Language, mark, translate
from engine.people import Role
from engine.rights import Action, Thing
from engine.store.person.store import PersonStore
from engine.web.access import WorkRequest
from engine.web.asked import organisation_asked, organisations_of
from engine.web.parts import parts
from engine.workplace import Workplace
from engine.workplace.aml import sees_rows, viewer_in

REASONS = "aml_reasons"
"""In the session: organisation → why this person looks at rows there. It ends with the session."""
SHORTEST, LONGEST = 4, 200
OWN_ROWS = mark("My own working time")

TABS = (
    ("aml", mark("Counts"), (Action.SEE, Thing.AML_COUNTS)),
    ("aml-breaches", mark("Breaches"), (Action.SEE, Thing.AML_ROWS)),
    ("aml-cases", mark("Cases"), (Action.WORK, Thing.AML_ROWS)),
    ("aml-what-if", mark("What if?"), (Action.PLAN, Thing.AML_ROWS)),
    ("aml-access", mark("Who has looked"), (Action.SEE, Thing.ACCESS_LOG)),
)


@dataclass(frozen=True)
class Desk:
    place: Workplace
    persons: PersonStore
    organisation: Organisation
    viewer: Viewer
    why: str
    """Empty until the person has said it."""

    @property
    def has_rows(self) -> bool:
        """Whether there is evidence, and any that could be theirs to see."""
        return sees_rows(self.viewer) and self.persons.was_begun()


def desk(request: WorkRequest, action: Action, thing: Thing) -> Desk:
    """404 for an organisation in which the person may not do that."""
    place = request.place
    organisation = organisation_asked(place, request.GET, action, thing)
    viewer = viewer_in(place, organisation.id)
    if viewer is None:
        raise Http404
    why = request.session.get(REASONS, {}).get(organisation.id, "")
    return Desk(place, parts().persons, organisation, viewer, why)


def page(desk: Desk, here: str, action: Action, thing: Thing) -> dict[str, object]:
    """What every template of working time has."""
    return {
        "organisation": desk.organisation,
        "organisations": organisations_of(desk.place, action, thing),
        "tabs": [(name, title) for name, title, wants in TABS if desk.organisation.id in desk.place.reach(*wants).units],
        "tab": here,
        "why": desk.why,
    }


def ask_reason(request: WorkRequest, desk: Desk, context: dict[str, object]) -> HttpResponse | None:
    """The page that asks why, until it has been said; None when it has. Nothing is read before that."""
    if desk.why or not desk.has_rows:
        return None
    language: Language = request.language
    said = " ".join(request.POST.get("why", "").split())
    wrong = ""
    if request.method == "POST" and "why" in request.POST:
        if SHORTEST <= len(said) <= LONGEST and said.isprintable():
            request.session[REASONS] = {**request.session.get(REASONS, {}), desk.organisation.id: said}
            return HttpResponseRedirect(request.get_full_path())
        wrong = translate(mark("Say it in {least} to {most} characters."), language).format(least=SHORTEST, most=LONGEST)
    only_own = desk.viewer.role not in (Role.HR, Role.LEADER)
    proposed = said or (translate(OWN_ROWS, language) if only_own else "")
    return render(request, "aml/reason.html", {**context, "wrong": wrong, "proposed": proposed, "most": LONGEST})
