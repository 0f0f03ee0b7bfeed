"""The pages `/held/…`: rounds that would have opened too many avvik at once; a person lets each through, or rejects it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from engine.decisions.storm import FATES, Fate, Verb, is_answered_so
from engine.errors import DecisionRefused, UserError
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.ruling import TOLD, Answered, answer
from engine.station import Station
from engine.web.access import View, WorkRequest, needs
from engine.web.clock import now
from engine.web.decisions.desk import about, listed, status
from engine.web.decisions.forms import AnswerForm
from engine.web.ours import ours
from engine.workplace import Workplace
from engine.workplace.decisions import held as seen_by
from engine.workplace.decisions.held import Held

MOST_OPENINGS = 500
MOST_SETTLED = 100
SIGNS = {Fate.HELD: "⚠", Fate.RELEASED: "✓", Fate.REJECTED: "✗", Fate.OVER: "–"}


@needs(Action.SEE, Thing.HELD_ROUND)
@require_safe
def held(request: WorkRequest) -> HttpResponse:
    organisation, page = listed(request, "held", Thing.HELD_ROUND)
    found = seen_by.held(request.place, organisation.id)
    settled = [each for each in found if not each.waits]
    page |= {
        "waiting": [each for each in found if each.waits],
        "settled": [_told(each) for each in settled[:MOST_SETTLED]],
        "more": len(settled[MOST_SETTLED:]),
    }
    return render(request, "decisions/held.html", page)


@needs(Action.SEE, Thing.HELD_ROUND)
@require_safe
def one(request: WorkRequest, name: str) -> HttpResponse:
    return _shown(request, _found(request.place, name), AnswerForm(request.language))


def answered(verb: Verb) -> View:
    """The view that gives this answer. Opened as a page, it leads to the held round."""

    @needs(Action.DECIDE, Thing.HELD_ROUND)
    @require_http_methods(["GET", "HEAD", "POST"])
    def give(request: WorkRequest, name: str) -> HttpResponse:
        found = _found(request.place, name)
        if not found.may_decide:
            raise Http404
        if request.method != "POST":
            return redirect("held-one", found.storm.id)
        return _give(request, found, verb)

    return give


def _give(request: WorkRequest, found: Held, verb: Verb) -> HttpResponse:
    """The round runs before the page is answered: it is one transaction, so that a page that never came is no half answer."""
    form, place, language = AnswerForm(request.language, data=request.POST), request.place, request.language
    form.is_valid()
    reason = form.said("reason") or ""
    telling = Station(ours()).telling_by(place.book)
    try:
        done = answer(place.store, telling, found.storm.id, verb, by=place.person.email, reason=reason, at=now())
    except UserError as refused:
        newest = _found(place, found.storm.id)
        if is_answered_so(newest.storm, verb, by=place.person.email, reason=reason):  # a second click is no conflict
            return redirect("held-one", found.storm.id)
        if not isinstance(refused, DecisionRefused):
            form.add_error(None, refused.text(language))
            return _shown(request, newest, form)
        form.refuse(refused)
        return _shown(request, newest, form, status(form))
    for message in _said(done, language):
        messages.success(request, message)
    return redirect("held-one", found.storm.id)


def _said(done: Answered, language: Language) -> Sequence[str]:
    """What has become of the held round, what the round wrote, and whether another one is held in its place."""
    told = [translate(TOLD[done.storm.fate], language).format(id=done.storm.id)]
    if done.round.opened or done.round.changed:
        text = translate(mark("{opened} avvik opened, {changed} added to."), language)
        told.append(text.format(opened=len(done.round.opened), changed=len(done.round.changed)))
    if done.round.held:
        text = translate(mark("Another round is held in its place: {ids}."), language)
        told.append(text.format(ids=", ".join(each.id for each in done.round.held)))
    return told


def _told(found: Held) -> tuple[Held, str, str]:
    return found, SIGNS[found.storm.fate], FATES[found.storm.fate]


def _shown(request: WorkRequest, found: Held, form: AnswerForm, code: int = 200) -> HttpResponse:
    _, sign, word = _told(found)
    page = {
        "held": found,
        "form": form,
        "sign": sign,
        "word": word,
        "openings": found.openings[:MOST_OPENINGS],
        "more": len(found.openings[MOST_OPENINGS:]),
    }
    organisation = request.place.book.organisations[found.storm.organisation]
    return render(request, "decisions/held_one.html", {**about(request, "held", organisation), **page}, status=code)


def _found(place: Workplace, name: str) -> Held:
    found = seen_by.one(place, name)
    if found is None:
        raise Http404
    return found
