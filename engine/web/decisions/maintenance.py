"""The pages `/maintenance/…`: windows in which a service rests; planned before they begin, called off, or ended now."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engine.catalogue import Organisation
from engine.decisions import maintenance as decisions
from engine.decisions.decision import Decision, DecisionDraft
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.web.access import WorkRequest, needs
from engine.web.clock import now
from engine.web.decisions.desk import about, ended, listed, sections, status
from engine.web.decisions.forms import Choices, EndForm, WindowForm
from engine.web.tags import titled
from engine.workplace import Workplace
from engine.workplace.decisions import windows as seen_by
from engine.workplace.decisions.deciding import decide
from engine.workplace.decisions.windows import Line, Standing

SECTIONS = (
    (Standing.RUNNING, mark("Running"), ""),
    (Standing.COMING, mark("Coming"), mark("No window is planned.")),
    (Standing.OVER, mark("Over"), ""),
)
STANDINGS = {
    Standing.RUNNING: ("●", mark("running")),
    Standing.COMING: ("○", mark("coming")),
    Standing.OVER: ("–", mark("over")),
}


@needs(Action.SEE, Thing.MAINTENANCE)
@require_safe
def maintenance(request: WorkRequest) -> HttpResponse:
    organisation, page = listed(request, "maintenance", Thing.MAINTENANCE)
    latest_first = seen_by.windows(request.place, organisation.id, now())
    over = [line for line in latest_first if line.standing is Standing.OVER]
    ahead = [line for line in reversed(latest_first) if line.standing is not Standing.OVER]  # what is next comes first
    page |= {
        "sections": [*sections(SECTIONS, [*ahead, *over], Standing.OVER)],
        "may_register": request.place.may(Action.REGISTER, Thing.MAINTENANCE, organisation.id),
    }
    return render(request, "decisions/maintenance.html", page)


@needs(Action.SEE, Thing.MAINTENANCE)
@require_safe
def window(request: WorkRequest, name: str) -> HttpResponse:
    form = EndForm(request.language, initial={"seen": len(request.place.store.decisions())})
    return _shown(request, _found(request.place, name), form)


@needs(Action.REGISTER, Thing.MAINTENANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: WorkRequest, name: str) -> HttpResponse:
    line = _found(request.place, name)
    if not request.place.may(Action.REGISTER, Thing.MAINTENANCE, line.window.organisation):
        raise Http404
    if request.method != "POST":
        return redirect("maintenance-one", line.window.id)
    form, at = EndForm(request.language, data=request.POST), now()

    def make(known: Sequence[Decision]) -> DecisionDraft:
        who, why = request.place.person.email, form.said("reason") or ""
        return decisions.end(decisions.windows(known), name, by=who, reason=why, at=at)

    if ended(request, form, make, at):
        return redirect("maintenance-one", line.window.id)
    return _shown(request, _found(request.place, name), form, status(form))


@needs(Action.REGISTER, Thing.MAINTENANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: WorkRequest) -> HttpResponse:
    organisation, page = listed(request, "maintenance", Thing.MAINTENANCE, Action.REGISTER)
    form = _form(request, organisation)
    if request.method == "POST" and form.tried(lambda: _draft(request, organisation, form, ())):
        written = decide(request.place, lambda known: _draft(request, organisation, form, known), form.has_seen, now())
        messages.success(request, translate(mark("Written."), request.language))
        return redirect("maintenance-one", written.about)
    return render(request, "decisions/window_new.html", {**page, "form": form})


def _draft(request: WorkRequest, organisation: Organisation, form: WindowForm, known: Sequence[Decision]) -> DecisionDraft:
    """Raises DecisionRefused. For a time that cannot be read, which has been told, stands one a minute from the other."""
    minute, at = timedelta(minutes=1), now()
    end = form.said("end")
    start = form.said("start") or (end - minute if end else at)
    return decisions.announce(
        request.place.book,
        decisions.windows(known),
        organisation=organisation.id,
        service=form.said("service") or "",
        start=start,
        end=end or start + minute,
        reason=form.said("reason") or "",
        by=request.place.person.email,
        at=at,
    )


def _form(request: WorkRequest, organisation: Organisation) -> WindowForm:
    choices = _services(organisation, request.language)
    if request.method == "POST":
        return WindowForm(request.language, choices, data=request.POST)
    return WindowForm(request.language, choices, initial={"seen": len(request.place.store.decisions())})


def _services(organisation: Organisation, language: Language) -> Choices:
    """Grouped by the figure that they are members of."""
    return [
        (titled(metric, language), [(name, _title(metric.by_member.get(name), name, language)) for name in names])
        for metric, names in seen_by.services(organisation)
    ]


def _title(member: object, name: str, language: Language) -> str:
    return name if member is None else titled(member, language)


def _shown(request: WorkRequest, line: Line, form: EndForm, code: int = 200) -> HttpResponse:
    organisation = request.place.book.organisations[line.window.organisation]
    sign, word = STANDINGS[line.standing]
    page = {"line": line, "form": form, "sign": sign, "word": word}
    return render(request, "decisions/window.html", {**about(request, "maintenance", organisation), **page}, status=code)


def _found(place: Workplace, name: str) -> Line:
    found = seen_by.one(place, name, now())
    if found is None:
        raise Http404
    return found
