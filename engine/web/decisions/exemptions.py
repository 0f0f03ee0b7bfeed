"""The pages `/exemptions/…`: for whom nobody is told, why, by whose word and until when; registered, and ended early."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engine.catalogue import Organisation
from engine.decisions import exemption as decisions
from engine.decisions.decision import Decision, DecisionDraft
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.rulebook.schema import Rule
from engine.web.access import WorkRequest, needs
from engine.web.clock import now, today
from engine.web.decisions.desk import about, ended, listed, sections, status
from engine.web.decisions.forms import Choices, EndForm, ExemptionForm
from engine.web.tags import titled
from engine.workplace import Workplace
from engine.workplace.decisions import exemptions as seen_by
from engine.workplace.decisions.deciding import decide
from engine.workplace.decisions.exemptions import Line, Standing

SECTIONS = (
    (Standing.IN_FORCE, mark("In force"), mark("No exemption is in force: everybody is told of everything.")),
    (Standing.PLANNED, mark("Planned"), ""),
    (Standing.OVER, mark("Over"), ""),
)
STANDINGS = {
    Standing.IN_FORCE: ("●", mark("in force")),
    Standing.PLANNED: ("○", mark("planned")),
    Standing.OVER: ("–", mark("over")),
}


@needs(Action.SEE, Thing.EXEMPTION)
@require_safe
def exemptions(request: WorkRequest) -> HttpResponse:
    organisation, page = listed(request, "exemptions", Thing.EXEMPTION)
    lines = seen_by.exemptions(request.place, organisation.id, today())
    page |= {
        "sections": [*sections(SECTIONS, lines, Standing.OVER)],
        "may_register": organisation.id in request.place.reach(Action.REGISTER, Thing.EXEMPTION).units,
    }
    return render(request, "decisions/exemptions.html", page)


@needs(Action.SEE, Thing.EXEMPTION)
@require_safe
def exemption(request: WorkRequest, name: str) -> HttpResponse:
    line = _found(request.place, name)
    return _shown(request, line, _end_form(request))


@needs(Action.REGISTER, Thing.EXEMPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: WorkRequest, name: str) -> HttpResponse:
    line = _found(request.place, name)
    if not seen_by.may_register(request.place, line.exemption.organisation, line.exemption.unit):
        raise Http404
    if request.method != "POST":
        return redirect("exemption", line.exemption.id)
    form = EndForm(request.language, data=request.POST)

    def make(known: Sequence[Decision]) -> DecisionDraft:
        who, why = request.place.person.email, form.said("reason") or ""
        return decisions.end(decisions.exemptions(known), name, by=who, reason=why, today=today())

    if ended(request, form, make, now()):
        return redirect("exemption", line.exemption.id)
    return _shown(request, _found(request.place, name), form, status(form))


@needs(Action.REGISTER, Thing.EXEMPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: WorkRequest) -> HttpResponse:
    organisation, page = listed(request, "exemptions", Thing.EXEMPTION, Action.REGISTER)
    form = _form(request, organisation)
    if request.method == "POST" and form.tried(lambda: _draft(request, form, request.place.store.decisions())):
        written = decide(request.place, lambda known: _draft(request, form, known), form.has_seen, now())
        messages.success(request, translate(mark("Written."), request.language))
        return redirect("exemption", written.about)
    people = sorted({person.name for person in request.place.store.people(organisation.id) if person.active})
    return render(request, "decisions/exemption_new.html", {**page, "form": form, "people": people})


def _draft(request: WorkRequest, form: ExemptionForm, known: Sequence[Decision]) -> DecisionDraft:
    """Raises DecisionRefused. A day that cannot be read has been told as that; the other one stands in for it."""
    me = request.place.person
    since = form.said("since") or form.said("until") or today()
    return decisions.register(
        request.place.book,
        decisions.exemptions(known),
        rule=form.said("rule") or "",
        unit=form.said("unit") or "",
        reason=form.said("reason") or "",
        approver=form.said("approver") or "",
        by=me.email,
        since=since,
        until=form.said("until") or since,
        today=today(),
        also_known_as={me.name, me.id},
    )


def _form(request: WorkRequest, organisation: Organisation) -> ExemptionForm:
    """Empty, begun with the rule and unit of the page that led here, or with what was typed."""
    rules, units, may_for_all = seen_by.choices(request.place, organisation.id)
    language = request.language
    choices = _titles([each.rule for each in rules], language), [(each.id, titled(each, language)) for each in units]
    if request.method == "POST":
        return ExemptionForm(language, *choices, may_for_all=may_for_all, data=request.POST)
    begun = {
        "seen": len(request.place.store.decisions()),
        "rule": request.GET.get("rule", ""),
        "unit": request.GET.get("unit", ""),
        "since": today(),
    }
    return ExemptionForm(language, *choices, may_for_all=may_for_all, initial=begun)


def _titles(rules: Sequence[Rule], language: Language) -> Choices:
    return sorted(((each.id, titled(each, language)) for each in rules), key=lambda choice: choice[1].casefold())


def _end_form(request: WorkRequest) -> EndForm:
    return EndForm(request.language, initial={"seen": len(request.place.store.decisions())})


def _shown(request: WorkRequest, line: Line, form: EndForm, code: int = 200) -> HttpResponse:
    organisation = request.place.book.organisations[line.exemption.organisation]
    sign, word = STANDINGS[line.standing]
    page = {"line": line, "form": form, "sign": sign, "word": word}
    return render(request, "decisions/exemption.html", {**about(request, "exemptions", organisation), **page}, status=code)


def _found(place: Workplace, name: str) -> Line:
    found = seen_by.one(place, name, today())
    if found is None:
        raise Http404
    return found
