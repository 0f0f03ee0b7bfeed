"""Organisations with their units and metrics, and the rules as they are written and in force."""

from typing import Any

from django.http import Http404
from ninja import Query, Router

from engine.catalogue import Metric, Organisation, Unit
from engine.numbers import plain
from engine.people import Scope
from engine.periods import Period
from engine.rights import Action, Thing
from engine.rulebook.book import InForce
from engine.web.api.caller import Request
from engine.web.api.pages import turn
from engine.web.api.shapes import Name, Page, Paged, Told
from engine.web.api.wants import needs, within

router = Router(tags=["organisations"])


class Me(Told):
    name: str
    roles: list[dict[str, str]]
    """role, organisation and unit; an empty unit is the whole organisation."""
    scopes: list[str]
    sources: list[str]
    """What the token may deliver; empty = every source."""


class OrganisationTold(Told):
    id: str
    title: str


class UnitTold(Told):
    id: str
    title: str
    title_en: str
    parent: str | None
    valid_from: str | None
    valid_to: str | None


class MetricTold(Told):
    id: str
    title: str
    title_en: str
    unit_of_measure: str
    decimals: int
    better: str
    grain: str
    due_days: int
    dimension: str
    members: list[str]
    minimum: str | None
    maximum: str | None
    privacy: str
    definition_version: int


class RuleTold(Told):
    id: str
    organisation: str
    title: str
    metric: str
    check: str
    severity: str
    owner: str
    version: str
    definition: dict[str, Any]
    """The rule with all of its keys, as they hold."""


class OfOrganisation(Paged):
    organisation: Name


@router.get("/me", response=Me, url_name="api-me")
@needs(Scope.READ)
def me(request: Request) -> dict[str, Any]:
    """Who the token or the session is, and what it is good for."""
    caller = request.auth
    held = sorted(caller.person.grants)
    return {
        "name": caller.person.name,
        "roles": [{"role": each.role.value, "organisation": each.organisation, "unit": each.unit} for each in held],
        "scopes": sorted(caller.token.scopes if caller.token else Scope),
        "sources": sorted(caller.token.sources) if caller.token else [],
    }


@router.get("/organisations", response=Page[OrganisationTold], url_name="api-organisations")
@needs(Scope.READ, Action.SEE, Thing.RULE)
def organisations(request: Request, asked: Query[Paged]) -> dict[str, Any]:
    """Those in which the caller has a role that sees rules."""
    place = request.auth.place
    found = [place.book.organisations[name] for name in place.organisations(Thing.RULE)]
    return turn(request, asked).of_all(found, _id, lambda each: {"id": each.id, "title": each.title})


@router.get("/units", response=Page[UnitTold], url_name="api-units")
@needs(Scope.READ, Action.SEE, Thing.RULE)
def units(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """Every unit that there is or was, with the one above it."""
    within(request, Action.SEE, Thing.RULE, asked.organisation)
    found = request.auth.place.book.organisations[asked.organisation].units
    return turn(request, asked).of_all([*found.values()], _id, _unit)


@router.get("/metrics", response=Page[MetricTold], url_name="api-metrics")
@needs(Scope.READ, Action.SEE, Thing.RULE)
def metrics(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """What is measured, in which unit of measure and how often."""
    within(request, Action.SEE, Thing.RULE, asked.organisation)
    found = request.auth.place.book.organisations[asked.organisation].metrics
    return turn(request, asked).of_all([*found.values()], _id, _metric)


@router.get("/rules", response=Page[RuleTold], url_name="api-rules")
@needs(Scope.READ, Action.SEE, Thing.RULE)
def rules(request: Request, asked: Query[OfOrganisation]) -> dict[str, Any]:
    """As they are written and in force, by their ids."""
    within(request, Action.SEE, Thing.RULE, asked.organisation)
    found = [*request.auth.place.rules(asked.organisation)]
    return turn(request, asked).of_all(found, lambda each: (each.rule.id,), rule_told)


@router.get("/rules/{rule}", response=RuleTold, url_name="api-rule")
@needs(Scope.READ, Action.SEE, Thing.RULE)
def rule(request: Request, rule: str) -> dict[str, Any]:
    """One rule as it is written and in force."""
    found = request.auth.place.book.by_id.get(rule)
    if found is None:
        raise Http404
    within(request, Action.SEE, Thing.RULE, found.organisation.id)
    return rule_told(found)


def rule_told(each: InForce) -> dict[str, Any]:
    return {
        "id": each.rule.id,
        "organisation": each.organisation.id,
        "title": each.rule.title,
        "metric": each.rule.metric,
        "check": each.rule.check,
        "severity": each.rule.severity.value,
        "owner": each.rule.owner,
        "version": each.version,
        "definition": each.rule.model_dump(mode="json", by_alias=True),
    }


def _id(each: Unit | Metric | Organisation) -> tuple[str]:
    return (each.id,)


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "title": unit.title,
        "title_en": unit.title_en,
        "parent": unit.parent,
        "valid_from": _text(unit.valid_from),
        "valid_to": _text(unit.valid_to),
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "id": metric.id,
        "title": metric.title,
        "title_en": metric.title_en,
        "unit_of_measure": metric.unit_of_measure,
        "decimals": metric.decimals,
        "better": metric.better,
        "grain": metric.grain.value,
        "due_days": metric.due_days,
        "dimension": metric.dimension,
        "members": [*metric.by_member],
        "minimum": None if metric.minimum is None else plain(metric.minimum),
        "maximum": None if metric.maximum is None else plain(metric.maximum),
        "privacy": metric.privacy,
        "definition_version": metric.definition_version,
    }


def _text(period: Period | None) -> str | None:
    return None if period is None else str(period)
