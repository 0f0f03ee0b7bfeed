"""Each role at each operation, in the own organisation and another: what is answered follows from the policy alone."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from engine.avvik.entries import EntryKind
from engine.people import Role, Scope
from engine.web.api.root import operations
from engine.web.api.wants import Wants
from tests.test_rights import expected
from tests.web.api.calls import BATCH, Script, said, script
from tests.web.site import OTHER, Site, browser, role

NOT_FOUND = 404
FAR = {**BATCH, "organisation": OTHER}
WHY = {"Access-Reason": "månedlig gjennomgang"}


@dataclass(frozen=True, slots=True)
class Example:
    """`{own}` and `{other}` in a path are an organisation with an avvik of it."""

    path: str
    body: Any = None
    far: Any = None


def moved(name: str, **body: Any) -> Example:
    return Example(f"avvik/{{avvik}}/{name}", body)


EXAMPLES = {
    "api-me": Example("me"),
    "api-openapi": Example("openapi.json"),
    "api-organisations": Example("organisations"),
    "api-units": Example("units?organisation={organisation}"),
    "api-metrics": Example("metrics?organisation={organisation}"),
    "api-rules": Example("rules?organisation={organisation}"),
    "api-rule": Example("rules/{rule}"),
    "api-verdicts": Example("verdicts?organisation={organisation}"),
    "api-verdict-history": Example("verdicts/history?organisation={organisation}&rule={rule}&unit={unit}"),
    "api-overview": Example("overview?organisation={organisation}&period=2015"),
    "api-avvik-list": Example("avvik?organisation={organisation}"),
    "api-avvik": Example("avvik/{avvik}"),
    "api-avvik-entries": Example("avvik/{avvik}/entries"),
    "api-avvik-comment": moved("comment", text="spør Kari"),
    "api-avvik-assign": moved("assign", to="hr"),
    "api-avvik-cause": moved("cause", code="other", text="vet ikke"),
    "api-avvik-act": moved("act", text="opplæring", responsible="hr", due="2026-12-01"),
    "api-avvik-done": moved("done", action="1"),
    "api-avvik-verify": moved("verify"),
    "api-avvik-fail": moved("fail", text="hjalp ikke"),
    "api-avvik-close": moved("close"),
    "api-avvik-reject": moved("reject", reason="feil tall"),
    "api-avvik-reopen": moved("reopen", reason="kom igjen"),
    "api-figures": Example("figures", BATCH, FAR),
    "api-deliver": Example("deliveries?organisation={organisation}&name=x.csv&source=tidy", b"x"),
    "api-delivery-original": Example("deliveries/{delivery}/original?organisation={organisation}"),
    "api-avvik-attach": Example("avvik/{avvik}/files?name=x.txt", b"x"),
    "api-avvik-file": Example("avvik/{avvik}/files/{file}"),
    "api-deliveries": Example("deliveries?organisation={organisation}"),
    "api-delivery": Example("deliveries/{delivery}?organisation={organisation}"),
    "api-aml-counts": Example("aml/counts?organisation={organisation}"),
    "api-aml-breaches": Example("aml/breaches?organisation={organisation}"),
    "api-aml-cases": Example("aml/cases?organisation={organisation}"),
    "api-aml-case": Example("aml/cases/H-000001?organisation={organisation}"),
    "api-aml-case-cause": Example("aml/cases/H-000001/cause?organisation={organisation}", {"cause": "other"}),
    "api-aml-case-note": Example("aml/cases/H-000001/note?organisation={organisation}", {"text": "sett på"}),
    "api-aml-case-close": Example("aml/cases/H-000001/close?organisation={organisation}", {}),
    "api-aml-case-reopen": Example("aml/cases/H-000001/reopen?organisation={organisation}", {"text": "kom igjen"}),
    "api-exemptions": Example("exemptions?organisation={organisation}"),
    "api-maintenance": Example("maintenance?organisation={organisation}"),
    "api-storms": Example("storms?organisation={organisation}"),
}
OPERATIONS = {operation.url_name: operation for _, operation in operations()}
OF_AN_ORGANISATION = [name for name, each in EXAMPLES.items() if "{" in each.path or each.far]


def wants(name: str) -> Wants:
    found = OPERATIONS[name].view_func.wants
    assert isinstance(found, Wants)
    return found


def call(caller: Script, name: str, organisation: str, things: dict[str, dict[str, str]]) -> int:
    each = EXAMPLES[name]
    path = each.path.format(organisation=organisation, **things[organisation])
    if each.body is None:
        return int(caller.get(path, **WHY).status_code)
    if isinstance(each.body, bytes):
        return int(caller.send(path, each.body, Idempotency_Key="k").status_code)
    body = each.far if organisation == OTHER and each.far else each.body
    return int(caller.post(path, body, Idempotency_Key="k", **WHY).status_code)


@pytest.fixture
def things(site: Site) -> dict[str, dict[str, str]]:
    """Of each organisation an avvik that is not about persons, with its rule and unit, and a delivery."""
    found = {}
    for organisation in ("hemit", OTHER):
        one = said(script(site, role(Role.READER, organisation)).get(f"avvik?organisation={organisation}"))["items"][0]
        (delivery, *_) = site.parts.store.deliveries(organisation)
        found[organisation] = {"avvik": one["id"], "rule": one["rule"], "unit": one["unit"], "delivery": delivery.id}
        found[organisation]["file"] = file_of(site, one["id"])
    return found


def file_of(site: Site, avvik: str) -> str:
    entries = site.parts.store.one_avvik(avvik).entries
    return next(str(each.seq) for each in entries if each.kind is EntryKind.ATTACHED)


def test_every_operation_says_what_it_wants_and_has_an_example() -> None:
    """An operation that is added without a right, or without an example here, is found."""
    assert {name for name in OPERATIONS if not isinstance(getattr(OPERATIONS[name].view_func, "wants", None), Wants)} == set()
    assert set(OPERATIONS) == set(EXAMPLES)
    assert {name for name in OPERATIONS if wants(name).right is None} == {"api-me", "api-openapi"}


@pytest.mark.parametrize("who", Role)
def test_each_role_gets_what_the_policy_says_and_nothing_of_another_organisation(
    site: Site, things: dict[str, dict[str, str]], who: Role
) -> None:
    caller = script(site, role(who))
    for name in OPERATIONS:
        right = wants(name).right
        may = right is None or who.value in expected()[(right[1].value, right[0].value)]
        assert (call(caller, name, "hemit", things) != NOT_FOUND) is may, name
        if name in OF_AN_ORGANISATION:
            assert call(caller, name, OTHER, things) == NOT_FOUND, name


def test_a_token_without_the_scope_opens_no_operation(site: Site, things: dict[str, dict[str, str]]) -> None:
    for scope in Scope:
        others = script(site, *(role(each) for each in Role), scopes=frozenset(Scope) - {scope})
        closed = {name for name in OPERATIONS if call(others, name, "hemit", things) == 403}
        assert closed == {name for name in OPERATIONS if scope in wants(name).scopes}


def test_nobody_without_a_token_gets_anything(site: Site, things: dict[str, dict[str, str]]) -> None:
    """Nor with one that is wrong, cut short, somebody's password or very long, whoever is signed in beside it."""
    signed_in = site.client(role(Role.QUALITY))
    good = script(site, role(Role.QUALITY)).secret
    for secret in ("", "x", good[:-1], good + "x", "mvk_" + "0" * 16 + "_x", "mvk__", good * 9, "mvk_\x00", "å"):
        for client in (browser(), signed_in):
            caller = Script(secret.encode().decode("latin-1"), client)
            assert {call(caller, name, "hemit", things) for name in EXAMPLES} == {401}, secret


def test_a_leader_of_a_unit_moves_no_other_units_avvik(site: Site, things: dict[str, dict[str, str]]) -> None:
    units = {each["unit"] for each in said(script(site, role(Role.QUALITY)).get("avvik?organisation=hemit"))["items"]}
    one = things["hemit"]
    other = next(unit.id for unit in site.parts.shelf.book().organisations["hemit"].units.values() if unit.id not in units)
    leader = script(site, role(Role.LEADER, unit=other))
    assert call(leader, "api-avvik", "hemit", things) == NOT_FOUND
    assert call(leader, "api-avvik-comment", "hemit", things) == NOT_FOUND
    assert one["avvik"] not in json.dumps(said(leader.get("avvik?organisation=hemit")))
