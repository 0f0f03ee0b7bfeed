"""The pages `/aml/cases/` and `/aml/cases/<id>/`: HR's work with what was found, one case per employee and type of breach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from engine.aml import cases as moves
from engine.aml.cases import CAUSES, Case, CaseDraft, CaseEntry, CaseState
from engine.errors import MoveRefused, UsageError
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.aml.breaches import shown
from engine.web.aml.desk import Desk, ask_reason, desk, page
from engine.web.aml.words import HAPPENED, STATES
from engine.web.clock import now
from engine.web.parts import parts
from engine.worktime.kinds import TITLES

Act = Callable[[Case, str], CaseDraft]


def _moves(given: QueryDict) -> Mapping[str, Act]:
    """What may be done with a case, by the button's name."""
    text = given.get("text", "")
    return {
        "cause": lambda case, who: moves.set_cause(case, who, given.get("cause", "")),
        "note": lambda case, who: moves.note(case, who, text),
        "close": lambda case, who: moves.close(case, who, text),
        "reopen": lambda case, who: moves.reopen(case, who, text),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with who wrote it by name, and when the breach that it is about was."""

    entry: CaseEntry
    happened: str
    who: str
    cause: str


@needs(Action.WORK, Thing.AML_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: WorkRequest) -> HttpResponse:
    own = desk(request, Action.WORK, Thing.AML_ROWS)
    context = page(own, "aml-cases", Action.WORK, Thing.AML_ROWS)
    if asked := ask_reason(request, own, context):
        return asked
    state = request.GET.get("state", "")
    if state and state not in [*CaseState]:
        raise Http404
    found = own.persons.cases(own.viewer, own.organisation.id, why=own.why, at=now()) if own.has_rows else ()
    language = request.language
    context |= {
        "cases": [
            {
                "case": case,
                "type": translate(TITLES[case.about.type], language),
                "state": translate(STATES[case.state], language),
                "cause": translate(CAUSES[case.cause], language) if case.cause else "",
                "count": len(case.breaches),
                "last": case.entries[-1].at,
            }
            for case in found
            if state in ("", case.state.value)
        ],
        "states": [(each.value, STATES[each]) for each in CaseState],
        "state": state,
    }
    return render(request, "aml/cases.html", context)


@needs(Action.WORK, Thing.AML_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: WorkRequest, name: str) -> HttpResponse:
    own = desk(request, Action.WORK, Thing.AML_ROWS)
    context = page(own, "aml-cases", Action.WORK, Thing.AML_ROWS)
    if asked := ask_reason(request, own, context):
        return asked
    if not own.has_rows:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            if answer := _acted(request, own, name):
                return answer
        except MoveRefused as refused:
            wrong = " ".join(problem.text(request.language) for problem in refused.problems)
    context |= {**_told(own, name, request.GET.get("breach", ""), request.language), "wrong": wrong}
    context["text"] = request.POST.get("text", "")[: moves.LONGEST_TEXT] if wrong else ""
    context["employee"] = _employee(request, own, context["case"])
    return render(request, "aml/case.html", context)


def _acted(request: WorkRequest, own: Desk, name: str) -> HttpResponse | None:
    """None where nothing was to be written; MoveRefused for what the case does not allow."""
    act = _moves(request.POST).get(request.POST.get("move", ""))
    if act is None:
        return None
    try:
        own.persons.move(own.viewer, name, lambda case: act(case, own.viewer.who), at=now())
    except UsageError:
        raise Http404 from None
    messages.success(request, translate(mark("It is written."), request.language))
    return HttpResponseRedirect(request.get_full_path())


def _employee(request: WorkRequest, own: Desk, case: object) -> str:
    """Whom the pseudonym stands for, for HR who asks; that too is logged."""
    if request.POST.get("move") != "link" or not isinstance(case, Case):
        return ""
    return own.persons.employee(own.viewer, case.about.person, why=own.why, at=now())


def _told(own: Desk, name: str, opened: str, language: Language) -> dict[str, object]:
    try:
        found, breaches = own.persons.case(own.viewer, name, why=own.why, at=now())
    except UsageError:
        raise Http404 from None
    names = {person.id: person.name for person in parts().store.people(own.organisation.id)}
    return {
        "case": found,
        "type": translate(TITLES[found.about.type], language),
        "state": translate(STATES[found.state], language),
        "is_closed": found.state is CaseState.LUKKET,
        "cause": translate(CAUSES[found.cause], language) if found.cause else "",
        "causes": [(code.value, text) for code, text in CAUSES.items()],
        "breaches": [*shown(own, breaches, opened, language)],
        "lines": [
            Line(
                entry=entry,
                happened=translate(HAPPENED[entry.kind], language),
                who="Målvakt" if entry.who == moves.MACHINE else names.get(entry.who, entry.who),
                cause=translate(CAUSES[entry.cause], language) if entry.cause else "",
            )
            for entry in reversed(found.entries)
        ],
    }
