"""Working time: counts of groups in which nobody is recognised, and rows by right, each look logged with its reason."""

from typing import Annotated, Any

from django.http import Http404
from ninja import Header, Query, Router

from engine.aml.cases import Case
from engine.aml.rights import Viewer
from engine.aml.standing import Standing
from engine.facts import Observation
from engine.numbers import plain
from engine.people import Scope
from engine.rights import Action, Thing, viewer
from engine.store.person.store import PersonStore, open_person_store
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.shapes import Name, Page, Paged, PeriodText, Told
from engine.web.api.wants import needs, within
from engine.web.clock import now
from engine.web.ours import ours
from engine.workplace.counted import counted

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
    last_seq: int
    """The number of its last entry; a move says which one its maker saw."""


class OfCounts(Paged):
    organisation: Name
    period: PeriodText | None = None
    unit: Name | None = None


class OfRows(Paged):
    organisation: Name


@router.get("/aml/counts", response=Page[CountTold], url_name="api-aml-counts")
@needs(Scope.READ, Action.SEE, Thing.AML_COUNTS)
def counts(request: Request, asked: Query[OfCounts]) -> dict[str, Any]:
    """Breaches by unit, type and month, as they were handed over to the organisation's figures."""
    within(request, Action.SEE, Thing.AML_COUNTS, asked.organisation, asked.unit or "")
    part = turn(request, asked)
    found = counted(request.auth.place, asked.organisation, asked.unit, asked.period, part.after, part.most)
    return part.page(found, _key, _count)


@router.get("/aml/breaches", response=Page[BreachTold], url_name="api-aml-breaches")
@needs(Scope.PERSONS, Action.SEE, Thing.AML_ROWS)
def breaches(request: Request, asked: Query[OfRows], why: Why) -> dict[str, Any]:
    """Those of whom the caller may see rows (HR, the own leader, the person), in the order in which they were found."""
    looking, persons, part = viewer_of(request, asked.organisation), evidence(), turn(request, asked)
    found = (
        ()
        if persons is None
        else persons.breaches_after(
            looking, asked.organisation, part.after[0] if part.after else None, asked.limit, why=why, at=now()
        )
    )
    return part.page(found, lambda each: (each[0],), lambda each: breach_told(each[1]))


@router.get("/aml/cases", response=Page[CaseTold], url_name="api-aml-cases")
@needs(Scope.PERSONS, Action.SEE, Thing.AML_ROWS)
def cases(request: Request, asked: Query[OfRows], why: Why) -> dict[str, Any]:
    """HR's cases, likewise, the oldest first."""
    looking, persons, part = viewer_of(request, asked.organisation), evidence(), turn(request, asked)
    found = (
        ()
        if persons is None
        else persons.cases_after(
            looking, asked.organisation, part.after[0] if part.after else None, asked.limit, why=why, at=now()
        )
    )
    return part.page(found, lambda each: (int(each.id.removeprefix("H-")),), case_told)


def viewer_of(request: Request, organisation: str) -> Viewer:
    place = request.auth.place
    found = viewer(place.person, organisation, place.trees)
    if found is None:
        raise Http404
    return found


def evidence() -> PersonStore | None:
    """None where no evidence was ever taken in."""
    settings = ours()
    persons = open_person_store(settings.person_database_url or settings.database_url)
    return persons if persons.was_begun() else None


def _key(each: Observation) -> tuple[str, ...]:
    series = each.figure.series
    return series.metric, series.unit, series.dimension, str(each.figure.period)


def _count(each: Observation) -> dict[str, Any]:
    figure = each.figure
    return {
        "unit": figure.series.unit,
        "type": figure.series.dimension,
        "period": str(figure.period),
        "value": None if figure.value is None else plain(figure.value),
        "status": figure.status.value,
    }


def breach_told(each: Standing) -> dict[str, Any]:
    return {**each.result.as_json(), "withdrawn": each.withdrawn}


def case_told(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "person": case.about.person,
        "type": case.about.type.value,
        "state": case.state.value,
        "cause": case.cause.value if case.cause else None,
        "breaches": len(case.breaches),
        "last_seq": case.entries[-1].seq,
    }
