"""Working time: counts of groups in which nobody is recognised, and rows by right, each look logged with its reason."""

from typing import Annotated, Any

from django.http import Http404
from ninja import Header, Query, Router

from engine.aml.cases import Case
from engine.aml.rights import Viewer
from engine.casework import SOURCE
from engine.facts import Observation
from engine.numbers import plain
from engine.people import Scope
from engine.rights import Action, Thing, viewer
from engine.store.person.store import PersonStore, open_person_store
from engine.web.api.caller import Request
from engine.web.api.shapes import Name, Page, Paged, PeriodText, Told, page
from engine.web.api.wants import needs, within
from engine.web.clock import now
from engine.web.ours import ours
from engine.workplace import Workplace

router = Router(tags=["working time"])

Why = Annotated[str, Header(alias="Access-Reason", min_length=5, max_length=200)]
"""Why the caller looks; it is kept in the access log, without names."""


class CountTold(Told):
    unit: str
    type: str
    period: str
    value: str | None
    """Null where the group is too small to be told of, or where the records do not cover the month."""
    status: str


class BreachTold(Told):
    employee: str
    """A pseudonym."""
    type: str
    status: str
    date: str
    window_start: str
    window_end: str
    quantity: str
    actual: str | None
    limit: str
    excess: str | None
    profile: str
    law_ref: str
    records: list[str]
    sentence_nb: str
    sentence_en: str
    withdrawn: bool


class CaseTold(Told):
    id: str
    person: str
    type: str
    state: str
    cause: str | None
    breaches: int


class OfCounts(Paged):
    organisation: Name
    period: PeriodText | None = None
    unit: Name | None = None


class OfRows(Paged):
    organisation: Name


@router.get("/aml/counts", response=Page[CountTold], url_name="api-aml-counts")
@needs(Scope.READ, Action.SEE, Thing.AML_COUNTS)
def counts(request: Request, asked: Query[OfCounts]) -> dict[str, Any]:
    """Breaches by type, month and unit, as they were handed over to the organisation's figures."""
    within(request, Action.SEE, Thing.AML_COUNTS, asked.organisation, asked.unit or "")
    found = [
        each
        for each in _counted(request.auth.place, asked.organisation)
        if asked.unit in (None, each.figure.series.unit) and asked.period in (None, str(each.figure.period))
    ]
    return page(found, asked, _count)


@router.get("/aml/breaches", response=Page[BreachTold], url_name="api-aml-breaches")
@needs(Scope.PERSONS, Action.SEE, Thing.AML_ROWS)
def breaches(request: Request, asked: Query[OfRows], access_reason: Why) -> dict[str, Any]:
    """Those of whom the caller may see rows: HR, the own leader, the person."""
    looking = _viewer(request, asked.organisation)
    persons = _persons()
    found = () if persons is None else persons.breaches(looking, asked.organisation, why=access_reason, at=now())
    return page(found, asked, lambda each: {**each.result.as_json(), "withdrawn": each.withdrawn})


@router.get("/aml/cases", response=Page[CaseTold], url_name="api-aml-cases")
@needs(Scope.PERSONS, Action.SEE, Thing.AML_ROWS)
def cases(request: Request, asked: Query[OfRows], access_reason: Why) -> dict[str, Any]:
    """HR's cases, likewise, the oldest first."""
    looking = _viewer(request, asked.organisation)
    persons = _persons()
    found = () if persons is None else persons.cases(looking, asked.organisation, why=access_reason, at=now())
    return page(found, asked, _case)


def _viewer(request: Request, organisation: str) -> Viewer:
    place = request.auth.place
    found = viewer(place.person, organisation, place.trees)
    if found is None:
        raise Http404
    return found


def _persons() -> PersonStore | None:
    """None where no evidence was ever taken in."""
    settings = ours()
    persons = open_person_store(settings.person_database_url or settings.database_url)
    return persons if persons.was_begun() else None


def _counted(place: Workplace, organisation: str) -> list[Observation]:
    """The newest count of each cell in the caller's units, in the order of period, unit and type."""
    reach = place.reach(Action.SEE, Thing.AML_COUNTS)
    latest: dict[tuple[object, ...], Observation] = {}
    for each in sorted(place.store.observations(organisation), key=lambda one: one.rank):
        series = each.figure.series
        if each.source == SOURCE and reach.covers(organisation, series.unit):
            latest[(each.figure.period.start, str(each.figure.period), series.unit, series.dimension)] = each
    return [latest[key] for key in sorted(latest)]


def _count(each: Observation) -> dict[str, Any]:
    figure = each.figure
    return {
        "unit": figure.series.unit,
        "type": figure.series.dimension,
        "period": str(figure.period),
        "value": None if figure.value is None else plain(figure.value),
        "status": figure.status.value,
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "person": case.about.person,
        "type": case.about.type.value,
        "state": case.state.value,
        "cause": case.cause.value if case.cause else None,
        "breaches": len(case.breaches),
    }
