"""The pages `/aml/breaches/` and `/aml/breaches.csv`: the rows that are this person's to see, with the records behind each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from engine.aml.rights import Matter, Relation, Sight, may_see
from engine.aml.standing import Standing
from engine.catalogue import Organisation
from engine.facts import digest
from engine.language import Language, mark, translate
from engine.rights import Action, Thing
from engine.store.person.access import Looked
from engine.web.access import WorkRequest, needs
from engine.web.aml.desk import Desk, ask_reason, desk, page
from engine.web.aml.words import STATUSES
from engine.web.clock import now
from engine.web.exports import csv_file, xlsx_file
from engine.web.paging import page_asked, paging
from engine.worktime.kinds import TITLES
from engine.worktime.records import WorkRecord

PER_PAGE = 100
_HEADINGS = (
    mark("Person"),
    mark("Date"),
    mark("Type"),
    mark("Status"),
    mark("Unit"),
    mark("Actual"),
    mark("Limit"),
    mark("What happened"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A breach in words. `name` stands in the address in place of whose it is."""

    name: str
    standing: Standing
    type: str
    status: str
    unit: str
    sentence: str
    records: Sequence[WorkRecord] | None = None
    """Read when this breach is opened; an empty one when its records are deleted by their age."""


@needs(Action.SEE, Thing.AML_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def breaches(request: WorkRequest) -> HttpResponse:
    own = desk(request, Action.SEE, Thing.AML_ROWS)
    context = page(own, "aml-breaches", Action.SEE, Thing.AML_ROWS)
    if asked := ask_reason(request, own, context):
        return asked
    if not own.has_rows:
        return render(request, "aml/breaches.html", {**context, "has_rows": False})
    wanted, number = request.GET.get("breach", ""), page_asked(request.GET, "page")
    found = own.persons.breaches(own.viewer, own.organisation.id, why=own.why, at=now())
    latest = sorted(found, key=lambda each: each.result.day, reverse=True)
    part = latest[(number - 1) * PER_PAGE : number * PER_PAGE]
    context |= {
        "has_rows": True,
        "breaches": [*shown(own, part, wanted, request.language)],
        "total": len(found),
        "paging": paging("page", number, len(found), PER_PAGE),
        "looks": _looks(own),
        "may_export": own.place.may(Action.EXPORT, Thing.AML_ROWS, own.organisation.id),
    }
    return render(request, "aml/breaches.html", context)


@needs(Action.EXPORT, Thing.AML_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def breaches_file(request: WorkRequest, kind: str) -> HttpResponse:
    if kind not in ("csv", "xlsx"):
        raise Http404
    own = desk(request, Action.EXPORT, Thing.AML_ROWS)
    context = page(own, "aml-breaches", Action.SEE, Thing.AML_ROWS)
    if asked := ask_reason(request, own, context):
        return asked
    language = request.language
    found = own.persons.breaches(own.viewer, own.organisation.id, why=f"{own.why} ({kind})", at=now()) if own.has_rows else ()
    headings = [translate(each, language) for each in _HEADINGS]
    rows = [
        [
            each.standing.result.employee,
            each.standing.result.day,
            each.type,
            each.status,
            each.unit,
            each.standing.result.actual,
            each.standing.result.limit,
            each.sentence,
        ]
        for each in shown(own, found, "", language)
    ]
    name = f"aml-{own.organisation.id}"
    return csv_file(name, headings, rows, language) if kind == "csv" else xlsx_file(name, headings, rows)


def shown(own: Desk, found: Iterable[Standing], wanted: str, language: Language) -> Iterable[Shown]:
    """`wanted`: the name of the breach whose records are read, which is logged."""
    for each in found:
        result = each.result
        name = digest(list(result.key))
        records = None
        if name == wanted:
            records = own.persons.records(own.viewer, own.organisation.id, result.key, why=own.why, at=now())
        yield Shown(
            name=name,
            standing=each,
            type=translate(TITLES[result.type], language),
            status=translate(STATUSES[result.status], language),
            unit=_unit(own.organisation, result.unit, language),
            sentence=result.sentence(language),
            records=records,
        )


def _looks(own: Desk) -> Sequence[Looked]:
    """Who has looked at the person's own rows; whoever reviews all looks has a page for that."""
    is_reviewer = may_see(own.viewer.role, Relation.OTHER, Matter.ACCESS) is Sight.ROWS
    if is_reviewer or not own.viewer.pseudonym:
        return ()
    return own.persons.access_log(own.viewer)[: -PER_PAGE - 1 : -1]


def _unit(organisation: Organisation, name: str, language: Language) -> str:
    unit = organisation.units.get(name)
    return name if unit is None else (unit.title_en or unit.title if language is Language.EN else unit.title)
