"""The review queue: what waits for the quality team, and giving several avvik to somebody at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from engine.avvik import life
from engine.avvik.queues import Queue
from engine.avvik.states import State
from engine.errors import MoveRefused
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.rulebook.schema import Severity
from engine.store.review.queue import COUNTED
from engine.web.access import WorkRequest, needs
from engine.web.asked import whole_number
from engine.web.clock import now, today
from engine.web.paging import Paging
from engine.web.review.filters import asked
from engine.web.review.words import EMPTY, ORDERS, QUEUES
from engine.workplace import Workplace
from engine.workplace.decisions.held import waiting as waiting_round
from engine.workplace.review import moves
from engine.workplace.review.people import Candidates, able, candidates
from engine.workplace.review.queue import PAGE, Asked, queue
from engine.workplace.review.rows import may_anywhere, one

MOST_AT_ONCE = PAGE


@dataclass(frozen=True, slots=True)
class Tab:
    queue: Queue
    title: str
    help: str
    count: str


@needs(Action.SEE, Thing.AVVIK)
@require_safe
def waiting(request: WorkRequest) -> HttpResponse:
    return _show(request)


@needs(Action.ASSIGN, Thing.AVVIK)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: WorkRequest) -> HttpResponse:
    """Give the chosen avvik to somebody. Each that somebody else has changed in the meantime stays as it is, and is named."""
    asked(request.place, request.GET)  # 404 for a queue that is none, or none of this person's
    back = f"{reverse('avvik')}?{request.GET.urlencode()}"
    if request.method != "POST":
        return redirect(back)
    language = _language(request)
    chosen, to = [*_chosen(request)], request.POST.get("to", "")
    if not chosen or not to:
        messages.error(request, translate(mark("Nothing was assigned: choose avvik and whom they go to."), language))
        return _show(request)
    given, left = _give(request.place, chosen, to)
    if given:
        messages.success(request, translate(mark("{count} assigned."), language).format(count=given))
    if left:
        message = translate(mark("Not assigned, because they were changed in the meantime or have ended: {avvik}"), language)
        messages.warning(request, message.format(avvik=", ".join(left)))
    return redirect(back)


def _show(request: WorkRequest) -> HttpResponse:
    place, language = request.place, _language(request)
    choice = asked(place, request.GET)
    told = queue(place, choice, today())
    organisation = place.book.organisations[choice.organisation]
    found = candidates(place, choice.organisation)
    page = {
        "organisations": [place.book.organisations[name] for name in place.organisations(Thing.AVVIK)],
        "organisation": organisation.units[organisation.id],
        "units": [unit for unit in organisation.units.values() if unit.id != organisation.id],
        "rules": [each.rule for each in place.book.of(choice.organisation).rules],
        "choice": choice,
        "queue_title": QUEUES[choice.queue][0] if choice.queue else mark("All open avvik"),
        "queue_help": QUEUES[choice.queue][1] if choice.queue else "",
        "nothing": _nothing(choice),
        "tabs": [*_tabs(told.counts, language)],
        "told": told,
        "held": waiting_round(place, choice.organisation),
        "total": _capped(told.total),
        # A page that was emptied by giving its lines away is shown as empty, and is no error.
        "paging": Paging("page", choice.page, told.pages),
        "names": found.called(),
        "owners": [*_givable(place, found, choice.organisation)],
        "may_assign": may_anywhere(place, Action.ASSIGN, choice.organisation),
        "severities": [*Severity],
        "states": [*State],
        "orders": ORDERS.items(),
        "is_filtered": _is_filtered(choice),
    }
    return render(request, "review/queue.html", page)


def _give(place: Workplace, chosen: list[tuple[str, int]], to: str) -> tuple[int, list[str]]:
    """How many were given, and which were not. 404 as soon as one is not this person's to give, or `to` is nobody."""
    found = {}
    for name, seen in chosen:
        avvik = one(place, name)
        if avvik is None or not place.may(Action.ASSIGN, Thing.AVVIK, avvik.subject.organisation, avvik.subject.unit):
            raise Http404
        if to not in dict(_givable(place, candidates(place, avvik.subject.organisation), avvik.subject.organisation)):
            raise Http404
        found[avvik.id] = avvik, seen
    left = []
    for avvik, seen in found.values():
        try:
            moves.make(place, avvik, seen, lambda each: life.assign(each, place.person.email, to), now())
        except MoveRefused:
            left.append(avvik.id)
    return len(found) - len(left), left


def _chosen(request: WorkRequest) -> Iterator[tuple[str, int]]:
    """`A-000001:17`: the avvik and its last entry as the person saw it."""
    for text in request.POST.getlist("avvik")[:MOST_AT_ONCE]:
        name, _, digits = text.partition(":")
        seen = whole_number(digits)
        if seen is None:
            raise Http404
        yield name, seen


def _givable(place: Workplace, found: Candidates, organisation: str) -> Iterator[tuple[str, str]]:
    yield from ((each.email, each.name) for each in able(place, found, organisation, [organisation]) if each.active)
    yield from ((duty, duty) for duty in found.duties)


def _tabs(counts: Mapping[Queue, int], language: Language) -> Iterator[Tab]:
    for each in Queue:
        title, told = QUEUES[each]
        yield Tab(each, translate(title, language), translate(told, language), _capped(counts[each]))


def _capped(count: int) -> str:
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count)


def _is_filtered(choice: Asked) -> bool:
    return bool(choice.unit or choice.rule or choice.severity or choice.state or choice.owner or choice.text)


def _nothing(choice: Asked) -> str:
    if _is_filtered(choice):
        return mark("No avvik fits what is shown.")
    return EMPTY[choice.queue] if choice.queue else mark("No avvik is open.")


def _language(request: WorkRequest) -> Language:
    found: Language = request.language
    return found
