"""Opening an avvik, making a move, fetching a file. Whoever may not see it is told that there is no such page."""

from typing import Final
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from engine.avvik.attachment import Attachment, FileKind
from engine.avvik.avvik import Avvik
from engine.avvik.repeated import as_seen
from engine.avvik.states import Move
from engine.errors import MoveRefused, Overtaken
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.web.access import View, WorkRequest, needs
from engine.web.asked import whole_number
from engine.web.clock import now
from engine.web.ours import ours
from engine.web.picture import picture
from engine.web.review.attaching import checked, require_size
from engine.web.review.forms import FORMS, AttachForm, MoveForm
from engine.web.review.page import Refused, chart_of, context_of, show
from engine.web.review.timeline import files
from engine.workplace import Workplace
from engine.workplace.review import moves
from engine.workplace.review.grounds import course
from engine.workplace.review.people import candidates
from engine.workplace.review.rows import one

CONFLICT: Final = 409
_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@needs(Action.SEE, Thing.AVVIK)
@require_safe
def avvik(request: WorkRequest, name: str) -> HttpResponse:
    return show(request, _found(request.place, name))


@needs(Action.SEE, Thing.AVVIK)
@require_safe
def chart(request: WorkRequest, name: str) -> HttpResponse:
    found = _found(request.place, name)
    return picture(chart_of(found, course(request.place, found), request.language), request.language)


@needs(Action.SEE, Thing.AVVIK)
@require_safe
def attachment(request: WorkRequest, name: str, number: int) -> HttpResponse:
    """Always saved, never shown in the page: whatever is in it runs nothing here."""
    told = files(_found(request.place, name))
    entry = told[number - 1] if 0 < number <= len(told) else None
    data = None if entry is None or entry.erased else request.place.store.attachment(entry.seq)
    if entry is None or data is None:
        raise Http404
    response = HttpResponse(data, content_type=FileKind(entry.words["type"]).media_type)
    response.headers["Content-Disposition"] = _as_file(entry.words["name"])
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def made(move: Move) -> View:
    """The view that makes this move. Opened as a page, it leads to the avvik."""

    @needs(moves.WANTS[move], Thing.AVVIK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def make(request: WorkRequest, name: str) -> HttpResponse:
        found = _found(request.place, name)
        if not moves.may(request.place, found, move):
            raise Http404
        if request.method != "POST":
            return redirect("avvik-one", found.id)
        return _make(request, found, move)

    return make


def _make(request: WorkRequest, found: Avvik, move: Move) -> HttpResponse:
    form = _form(request, found, move)
    if not form.is_valid():
        form.carry_on_from(found.entries[-1].seq)
        return show(request, found, Refused(form=form))
    seen = form.cleaned_data["seen"]
    try:
        done = _write(request, found, form, seen)
    except Overtaken:
        newest = _found(request.place, found.id)
        form.carry_on_from(newest.entries[-1].seq)
        return show(request, newest, Refused(form=form, overtaken_since=seen), CONFLICT)
    except MoveRefused as refused:
        form.carry_on_from(found.entries[-1].seq)
        return show(request, found, Refused(form=form, problems=_said(refused, _language(request))))
    if done is moves.Done.WRITTEN:
        messages.success(request, translate(mark("Written."), _language(request)))
    return redirect("avvik-one", found.id)


def _form(request: WorkRequest, found: Avvik, move: Move) -> MoveForm:
    """With the choices that the person saw: a second click must not fail on the first one's work."""
    seen = whole_number(request.POST.get("seen", "")) or 0
    place, organisation = request.place, found.subject.organisation
    verdicts = place.store.timeline(found.subject) if move in (Move.VERIFY, Move.FAIL) else ()
    context = context_of(place, as_seen(found, seen) or found, _language(request), candidates(place, organisation), verdicts)
    return FORMS[move](context, data=request.POST, files=request.FILES)


def _write(request: WorkRequest, found: Avvik, form: MoveForm, seen: int) -> moves.Done:
    place = request.place
    if isinstance(form, AttachForm):
        return moves.attach(place, found, seen, _attached(form), now())
    if form.move in (Move.VERIFY, Move.FAIL) and moves.is_own_work(place, found):
        raise MoveRefused(mark("you are responsible for an action here: the effect is judged by somebody else"))
    return moves.make(place, found, seen, form.make(place.person.email), now())


def _attached(form: AttachForm) -> Attachment:
    """The file, or MoveRefused."""
    upload = form.cleaned_data["file"]
    require_size(upload.size, ours())
    return checked(upload.name, upload.read(), ours())


def _said(refused: MoveRefused, language: Language) -> list[str]:
    return [problem.text(language) for problem in refused.problems] or [refused.text(language)]


def _found(place: Workplace, name: str) -> Avvik:
    found = one(place, name)
    if found is None:
        raise Http404
    return found


def _language(request: HttpRequest) -> Language:
    found: Language = request.language  # type: ignore[attr-defined]
    return found


def _as_file(name: str) -> str:
    """RFC 6266, with a plain name for whoever does not read the encoded one."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
