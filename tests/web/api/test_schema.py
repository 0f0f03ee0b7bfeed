"""Unseen input, made from the API's own description: no role gets a 5xx, and every answer is as described."""

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django
from hypothesis import HealthCheck, given, settings
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
from tests.web.api.calls import Script, said, script
from tests.web.site import OTHER, Site, role

CASES = 6
"""Of each operation, in each of the two modes: with what the description allows, and with what it does not."""
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def described(quality: Script) -> dict[str, Any]:
    """The description, with names that exist where any name is allowed: what is made up gets no further than a 404."""
    one = said(quality.get("avvik?organisation=hemit"))["items"][0]
    known = {
        "organisation": ["hemit", OTHER, "nobody"],
        "avvik": [one["id"], "A-000002", "A-999999"],
        "rule": [one["rule"], "hemit-sick-leave"],
        "unit": [one["unit"], "drift"],
        "period": ["2015", "2014", "2016", "2023-03", "2099-W53"],
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


@pytest.mark.campaign
@pytest.mark.parametrize("who", Role)
def test_no_input_makes_a_5xx_or_an_answer_that_is_not_described(
    site: Site, monkeypatch: pytest.MonkeyPatch, who: Role
) -> None:
    free = {"api_per_minute": 100_000, "round_after_push": "no"}
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update=free))
    caller = script(site, role(who), role(who, OTHER))
    schema = schemathesis.openapi.from_dict(described(script(site, role(Role.QUALITY))))
    schema.app = application()
    schema.config.update(base_url="http://127.0.0.1:8000")
    answered: Counter[int] = Counter()
    for found in schema.get_all_operations():
        for mode in GenerationMode:

            @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=found.ok().as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                headers = {"Authorization": f"Bearer {caller.secret}"}
                answered[case.call_and_validate(headers=headers, checks=CHECKS).status_code] += 1

            ask()
    assert answered.total() > 200
    # What was tried got in, and what was wrong was refused.
    assert answered[200] > 10
    assert answered[422] > 10
