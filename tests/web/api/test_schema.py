"""Unseen input, made from the API's own description: no role gets a 5xx, and every answer is as described."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from engine.people import Role
from engine.web.api.root import api
from engine.web.server import application
from tests.web.api.calls import said, script
from tests.web.site import OTHER, Site, role

FEW, MANY = 4, 30
"""Of each operation, in each of the two modes: with what the description allows, and with what it does not."""
Way = Callable[[Site, Role], dict[str, dict[str, str]]]
"""Makes somebody in a role, and tells the headers and cookies that they send."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def described(site: Site) -> dict[str, Any]:
    """The description, with names that exist where any name is allowed: what is made up gets no further than a 404."""
    one = said(script(site, role(Role.QUALITY)).get("avvik?organisation=hemit"))["items"][0]
    delivery, *_ = site.parts.store.deliveries("hemit")
    known = {
        "organisation": ["hemit", OTHER, "nobody"],
        "avvik": [one["id"], "A-000002", "A-999999"],
        "rule": [one["rule"], "hemit-sick-leave"],
        "unit": [one["unit"], "drift"],
        "period": ["2015", "2014", "2016", "2023-03", "2099-W53"],
        "case": ["H-000001", "H-000009"],
        "delivery": [delivery.id, "nobody"],
        "name": ["tidy.csv", "notat.txt"],
        "metric": ["sick_leave_total", "turnover"],
    }
    return _with(json.loads(json.dumps(api.get_openapi_schema())), known)


def _with(part: Any, known: dict[str, list[str]]) -> Any:
    if isinstance(part, list):
        return [_with(each, known) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("in") in ("query", "path") and part["name"] in known:
        return {**part, "schema": {"enum": known[part["name"]]}}
    changed = {name: _with(each, known) for name, each in part.items()}
    if str(part.get("title")).endswith("Said") and "properties" in part:
        named = {name: {"enum": known[name]} for name in part["properties"] if name in known}
        changed["properties"] = {**changed["properties"], **named}
    return changed


def test_the_description_is_valid_and_tells_of_every_operation() -> None:
    description = json.loads(json.dumps(api.get_openapi_schema()))
    assert description["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(description).validate()
    told = {
        (method, path): each.get("description")
        for path, found in description["paths"].items()
        for method, each in found.items()
    }
    assert {where for where, text in told.items() if not text} == set()


def asked(site: Site, monkeypatch: pytest.MonkeyPatch, shown: dict[str, dict[str, str]], cases: int) -> Counter[int]:
    """Ask every operation so many times in each of the two modes; how often each status was answered."""
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update={"api_per_minute": 100_000}))
    schema = schemathesis.openapi.from_dict(described(site))
    schema.app = application()
    schema.config.update(base_url="http://127.0.0.1:8000")
    schema.config.generation.update(with_security_parameters=False)  # who asks is ours to say
    answered: Counter[int] = Counter()
    for found in schema.get_all_operations():
        for mode in _modes(found.ok()):

            @settings(
                max_examples=cases,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=found.ok().as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                answered[case.call_and_validate(**shown, checks=CHECKS).status_code] += 1

            ask()
    # What was tried got in, and what was wrong was refused.
    assert answered[200] > 0, answered  # an employee without evidence may ask for little more than who they are
    assert answered[422] > 10
    return answered


def _modes(operation: Any) -> list[GenerationMode]:
    """What takes nothing can be given nothing wrong."""
    takes_something = operation.body or any(operation.iter_parameters())
    return list(GenerationMode) if takes_something else [GenerationMode.POSITIVE]


def by_token(site: Site, who: Role) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {script(site, role(who), role(who, OTHER)).secret}"}}


def signed_in(site: Site, who: Role) -> dict[str, dict[str, str]]:
    """The cookies of a browser, with what its own pages send when they write."""
    client = site.client(role(who), role(who, OTHER))
    client.get("/account/")
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    return {"headers": {"X-CSRFToken": cookies[django.CSRF_COOKIE_NAME]}, "cookies": cookies}


WAYS = pytest.mark.parametrize("way", [by_token, signed_in])


@pytest.mark.api
@WAYS
@pytest.mark.parametrize("who", Role)
def test_no_input_makes_a_5xx_or_an_answer_that_is_not_described(
    site: Site, monkeypatch: pytest.MonkeyPatch, who: Role, way: Way
) -> None:
    asked(site, monkeypatch, way(site, who), FEW)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@WAYS
@pytest.mark.parametrize("who", Role)
def test_nor_does_any_of_many_inputs(site: Site, monkeypatch: pytest.MonkeyPatch, who: Role, way: Way) -> None:
    asked(site, monkeypatch, way(site, who), MANY)
