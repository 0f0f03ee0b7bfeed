"""Tried by somebody who means harm: whose the objects are, what a body may say, how deep it may be, whose a key is."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.accounts import Act
from engine.people import Role
from engine.store.people.events import Change
from engine.web.clock import now
from tests.ordered import ordered
from tests.web.api.calls import BATCH, Script, said, script, script_of
from tests.web.site import AVVIK, BY_OPERATOR, OTHERS_AVVIK, Site, role

DEEP = 100_000


@pytest.fixture
def quality(site: Site) -> Script:
    return script(site, role(Role.QUALITY))


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "a", "text": "b"}',
        '{"text": NaN}',
        '{"text": Infinity}',
        '{"text": 1e400}',
        '{"text": "\\ud800"}',
        '{"text": "a", "expected_last_seq": 1e400}',
        '{"text": "a", "expected_last_seq": 99999999999999999999999999}',
        '{"text": "a", "expected_last_seq": true}',
        '{"text": "a", "expected_last_seq": 1.0}',
        "[" * DEEP,
        '{"text":' * DEEP,
        f'{{"text": {"[" * DEEP}{"]" * DEEP}}}',
        "9" * 5_000,
        "\x00",
        "\ufeff{}",
        "null",
        '"text"',
    ],
)
def test_what_is_no_honest_json_is_refused_and_writes_nothing(quality: Script, body: str) -> None:
    before = said(quality.get(f"avvik/{AVVIK}"))
    response = quality.post(f"avvik/{AVVIK}/comment", body.encode("utf-8", "surrogatepass"), If_Match=f'"{before["last_seq"]}"')
    assert response.status_code in (400, 422), response.content
    assert response["Content-Type"] == "application/problem+json"
    assert said(quality.get(f"avvik/{AVVIK}")) == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonx"]
)
def test_a_body_of_another_type_is_no_move(quality: Script, kind: str) -> None:
    """What a page of somebody else's could send without asking is not even read as JSON."""
    before = said(quality.get(f"avvik/{AVVIK}"))
    body = json.dumps({"text": "a", "expected_last_seq": before["last_seq"]}).encode()
    assert quality.send(f"avvik/{AVVIK}/comment", body, kind).status_code in (400, 415)
    assert said(quality.get(f"avvik/{AVVIK}")) == before


@pytest.mark.parametrize(
    "name",
    [
        OTHERS_AVVIK,
        "A-１",
        "a-000004",
        "A-000004%00",
        "A-4",
        "%2e%2e",
        "..%2fA-000001",
        "A-000004%20",
        "А-000004",
        "A-000004'--",
    ],
)
def test_another_organisations_avvik_is_reached_by_no_name(quality: Script, name: str) -> None:
    for address in (f"avvik/{name}", f"avvik/{name}/entries", f"avvik/{name}/files/1"):
        assert quality.get(address).status_code == 404
    assert quality.post(f"avvik/{name}/comment", {"text": "a", "expected_last_seq": 1}).status_code == 404


@pytest.mark.parametrize("name", ["nobody", "%00", "..%2f..%2fetc", "H-000001'", "H-１", "H--1", "H-" + "9" * 30, "0" * 3_000])
def test_no_made_up_name_is_more_than_not_there(site: Site, name: str) -> None:
    caller = script(site, *(role(each) for each in Role))
    for address in (f"deliveries/{name}", f"deliveries/{name}/original", f"aml/cases/{name}", f"rules/{name}"):
        query = "" if address.startswith("rules") else "?organisation=hemit"
        assert caller.get(f"{address}{query}", **{"Access-Reason": "oppfølging"}).status_code == 404, address


@pytest.mark.parametrize("more", [{"role": "admin"}, {"organisation": "helse-nord-ikt"}, {"id": "A-000004"}, {"who": "sjefen"}])
def test_a_body_says_no_more_than_its_fields(quality: Script, more: dict[str, Any]) -> None:
    assert quality.post(f"avvik/{AVVIK}/comment", {"text": "a", "expected_last_seq": 1, **more}).status_code == 422


def _revoked(site: Site, caller: Script, email: str) -> None:
    (token,) = (each for each in site.parts.people.tokens() if each.holder.email == email)
    site.parts.people.end_token(token.id, Change(token.holder.id, now()))


def _closed(site: Site, _caller: Script, email: str) -> None:
    ordered(site.parts.people, email, Act.CLOSE, BY_OPERATOR)


@pytest.mark.parametrize("end", [_revoked, _closed])
def test_a_token_that_ends_is_good_for_nothing_from_the_next_request_on(
    site: Site, end: Callable[[Site, Script, str], None]
) -> None:
    """In the middle of a list, and for the answer that a key was given before."""
    person = site.account(role(Role.QUALITY))
    caller = script_of(site, person)
    assert caller.push(BATCH).status_code == 201
    following = said(caller.get("avvik?organisation=hemit&limit=1"))["next"].removeprefix("/api/")
    end(site, caller, person.email)
    assert caller.get(following).status_code == 401
    assert caller.push(BATCH).status_code == 401


def test_a_key_gives_nobody_elses_answer(site: Site) -> None:
    """Nor to the same person by another token, nor to one who has lost the right since."""
    person = site.account(role(Role.QUALITY))
    first, second = script_of(site, person), script_of(site, person)
    assert said(first.push(BATCH))["new"] == 1
    assert "Idempotent-Replayed" not in second.push(BATCH)
    ordered(site.parts.people, person.email, Act.END, BY_OPERATOR, role(Role.QUALITY))
    assert first.push(BATCH).status_code == 404


@pytest.mark.parametrize("query", ["organisation=hemit&organisation=helse-nord-ikt", "organisation=hemit&limit=1&limit=2"])
def test_a_parameter_that_stands_twice_is_refused(quality: Script, query: str) -> None:
    assert quality.get(f"avvik?{query}").status_code == 422


@pytest.mark.parametrize("text", ["%00", "a" * 201, "%ud800", "%ff"])
def test_a_search_is_text_and_nothing_else(quality: Script, text: str) -> None:
    assert quality.get(f"avvik?organisation=hemit&text={text}").status_code in (200, 422)
    assert quality.get(f"avvik?organisation=hemit&owner={text}").status_code in (200, 422)


def test_every_answer_forbids_guessing_and_keeping(quality: Script) -> None:
    for response in (quality.get("me"), quality.get("nothing"), quality.get(f"avvik/{AVVIK}")):
        assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
