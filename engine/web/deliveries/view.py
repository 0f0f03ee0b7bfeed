"""The pages `/deliveries/` and below: the calendar, what came, the quarantine with every problem, and the originals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engine.expected import Delivery, State
from engine.language import Language
from engine.periods import Period
from engine.rights import Action, Thing
from engine.rulebook.book import Rulebook
from engine.rulebook.schema import Rule
from engine.store import Refused
from engine.store.review.cards import Card
from engine.web.access import WorkRequest, needs
from engine.web.asked import organisation_asked, organisations_of, whole_number
from engine.web.clock import today
from engine.web.deliveries.words import how, names_of, stands
from engine.web.exports import attachment
from engine.web.paging import page_asked, paging
from engine.workplace.deliveries import PAGE, Calendar, calendar, one, quarantine, received, uncalled

_YEARS: Final = range(1990, 2200)
_TROUBLE: Final = (State.LATE, State.GRACE, State.CAME_LATE)


@dataclass(frozen=True, slots=True)
class Line:
    """One period of one source, in the reader's words."""

    delivery: Delivery
    sign: str
    word: str
    how: str
    rule: Rule
    avvik: Card | None


@dataclass(frozen=True, slots=True)
class Month:
    month: Period
    lines: tuple[Line, ...]
    troubled: int
    """How many are, or came, too late."""
    is_open: bool
    """The newest that has begun; the others are opened by who wants them."""


@needs(Action.SEE, Thing.DELIVERY)
@require_safe
def deliveries(request: WorkRequest) -> HttpResponse:
    place, language = request.place, request.language
    organisation = organisation_asked(place, request.GET, Action.SEE, Thing.DELIVERY)
    year = _year(request.GET)
    told = calendar(place, organisation.id, today(), year)
    page, refused_page = page_asked(request.GET, "page"), page_asked(request.GET, "refused")
    came, refused = received(place, organisation.id, page), quarantine(place, organisation.id, refused_page)
    senders = {each.sender for each in told.came} | {each.sender for each in came.rows} | {each.sender for each in refused.rows}
    names = names_of(senders)
    shown = {
        "organisation": organisation,
        "organisations": organisations_of(place, Action.SEE, Thing.DELIVERY),
        "year": year,
        "is_kept": told.is_kept,
        "owed": [(each, place.book.by_id[each.first.rule].rule, *stands(each.first.state, language)) for each in told.owed],
        "months": _months(told, place.book, language, names),
        "uncalled": uncalled(place, organisation.id, today()),
        "received": [(each, how(each.way, each.sender, language, names)) for each in came.rows],
        "received_total": came.total,
        "received_paging": paging("page", page, came.total, PAGE),
        "refused": [(each, how(each.way, each.sender, language, names)) for each in refused.rows],
        "refused_total": refused.total,
        "refused_paging": paging("refused", refused_page, refused.total, PAGE),
        "may_deliver": place.may(Action.DELIVER, Thing.DELIVERY, organisation.id),
    }
    return render(request, "deliveries/deliveries.html", shown)


@needs(Action.SEE, Thing.DELIVERY)
@require_safe
def delivery(request: WorkRequest, name: str) -> HttpResponse:
    found = one(request.place, name, Action.SEE)
    if found is None:
        raise Http404
    page = {
        "delivery": found,
        "organisation": request.place.book.organisations.get(found.declaration.organisation),
        "how": how(found.way, found.sender, request.language, names_of([found.sender])),
        "problems": found.problems if isinstance(found, Refused) else (),
        "is_refused": isinstance(found, Refused),
        "may_fetch": one(request.place, name, Action.EXPORT) is not None,
    }
    return render(request, "deliveries/delivery.html", page)


@needs(Action.EXPORT, Thing.DELIVERY)
@require_safe
def original(request: WorkRequest, name: str) -> HttpResponse:
    """The bytes as they came, never opened by the browser itself."""
    found = one(request.place, name, Action.EXPORT)
    if found is None:
        raise Http404
    return attachment(request.place.store.content(found.content_hash), found.file_name, "application/octet-stream")


def _year(query: QueryDict) -> int:
    year = whole_number(query.get("year") or str(today().year), 4)
    if year is None or year not in _YEARS:
        raise Http404
    return year


def _months(told: Calendar, book: Rulebook, language: Language, names: Mapping[str, str]) -> Sequence[Month]:
    newest = max((month for month, _ in told.months if month.start <= today()), default=None)
    return [
        Month(
            month=month,
            lines=tuple(_line(each, told, book, language, names) for each in due),
            troubled=sum(each.state in _TROUBLE for each in due),
            is_open=month == newest,
        )
        for month, due in told.months
    ]


def _line(each: Delivery, told: Calendar, book: Rulebook, language: Language, names: Mapping[str, str]) -> Line:
    came = each.came
    return Line(
        delivery=each,
        sign=stands(each.state, language)[0],
        word=stands(each.state, language)[1],
        how="" if came is None else how(came.way, came.sender, language, names),
        rule=book.by_id[each.rule].rule,
        avvik=told.avvik.get(each.rule) if each.state is State.LATE else None,
    )
