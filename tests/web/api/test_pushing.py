"""Figures by the API: a batch is one delivery, whole or not at all, once per key, whoever else is writing."""

import json
import threading
from typing import Any

import pytest
from django.conf import settings as django

from engine.people import Role, Scope
from tests.web.api.calls import BATCH, Script, said, script
from tests.web.site import Site, browser, role


@pytest.fixture
def owner(site: Site) -> Script:
    return script(site, role(Role.DATA_OWNER))


def arrived(owner: Script) -> int:
    return len(said(owner.get("deliveries?organisation=hemit&limit=500"))["items"])


def test_a_batch_is_one_delivery_with_its_receipt(owner: Script) -> None:
    before = arrived(owner)
    response = owner.push(BATCH)
    assert response.status_code == 201, response.content
    receipt = said(response)
    assert (receipt["figures"], receipt["new"], receipt["changed"]) == (1, 1, 0)
    assert arrived(owner) == before + 1
    told = said(owner.get(f"deliveries/{receipt['delivery']}?organisation=hemit"))
    assert (told["outcome"], told["problems"], told["judging"]["state"]) == ("accepted", [], "waiting")


def test_the_same_key_gets_the_same_answer_and_another_batch_under_it_is_refused(owner: Script) -> None:
    first, before = owner.push(BATCH), arrived(owner)
    again = owner.push(BATCH)
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    other = {**BATCH, "figures": [{**BATCH["figures"][0], "value": "4.9"}]}
    assert owner.push(other).status_code == 409
    assert arrived(owner) == before


def test_a_figure_that_goes_back_to_what_it_was_is_a_correction_and_no_repeat(owner: Script) -> None:
    other = {**BATCH, "figures": [{**BATCH["figures"][0], "value": "4.9"}]}
    changed = [said(owner.push(batch, f"k{number}"))["changed"] for number, batch in enumerate((BATCH, other, BATCH))]
    assert changed == [0, 1, 1]


def test_one_wrong_figure_refuses_the_whole_batch_by_its_place(owner: Script) -> None:
    wrong = {**BATCH, "figures": [*BATCH["figures"], {**BATCH["figures"][0], "unit": "nobody"}]}
    response = owner.push(wrong)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert [each["pointer"] for each in said(response)["errors"]] == ["/figures/1/unit"]
    assert owner.push(wrong).content == response.content
    refused = said(owner.get("deliveries?organisation=hemit&refused=true"))["items"][0]
    assert refused["problems"]
    assert said(owner.push(BATCH, "k2"))["new"] == 1


@pytest.mark.parametrize(
    "change",
    [
        {"value": 4.8},
        {"value": 5},
        {"value": "4,8"},
        {"value": "NaN"},
        {"value": "１"},
        {"period": "2016-13"},
        {"period": 2016},
        {"unit": "a;b"},
        {"metric": "=cmd|x"},
        {"status": "sure"},
        {"revision": "mine"},
        {"delivery": "mine"},
    ],
)
def test_nothing_is_guessed_and_nothing_unnamed_is_taken(owner: Script, change: dict[str, Any]) -> None:
    """A number that is no text would be a float on its way; a field that is not named would be somebody else's."""
    before = arrived(owner)
    response = owner.push({**BATCH, "figures": [{**BATCH["figures"][0], **change}]})
    assert response.status_code == 422
    assert said(response)["errors"][0]["pointer"].startswith("/figures/0/")
    assert arrived(owner) == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b"null", b'{"organisation": 1}', b"[" * 100_000, b'{"organisation": NaN}', b"9" * 6_000]
)
def test_what_is_no_batch_is_refused_without_a_trace(owner: Script, body: bytes) -> None:
    before = arrived(owner)
    assert owner.push(body).status_code in (400, 422)
    assert arrived(owner) == before


def test_a_name_that_stands_twice_is_refused(owner: Script) -> None:
    """Which of the two values was meant, nobody knows."""
    twice = json.dumps(BATCH).replace('"value": "4.8"', '"value": "4.8", "value": "5.8"')
    assert owner.push(twice).status_code == 400


def test_a_batch_needs_a_key(owner: Script) -> None:
    assert owner.post("figures", BATCH).status_code == 422


def test_a_batch_that_is_too_large_is_told_so(owner: Script) -> None:
    assert owner.push(b" " * (2 << 20)).status_code == 413


def test_a_token_delivers_its_own_sources_alone(site: Site, owner: Script) -> None:
    own = script(site, role(Role.DATA_OWNER), sources=frozenset({"hemit-nokkeltall"}))
    assert said(own.push(BATCH))["code"] == "source"
    assert said(owner.push({**BATCH, "source": "aml-measured"}))["code"] == "unknown_source"


def test_nobody_delivers_for_another_organisation_or_from_a_unit(site: Site, owner: Script) -> None:
    assert owner.push({**BATCH, "organisation": "helse-nord-ikt"}).status_code == 404
    assert script(site, role(Role.QUALITY, unit="drift")).push(BATCH).status_code == 404
    assert script(site, role(Role.READER)).push(BATCH).status_code == 404
    assert script(site, role(Role.DATA_OWNER), scopes=frozenset({Scope.READ})).push(BATCH).status_code == 403


def test_one_callers_key_says_nothing_of_anothers(site: Site, owner: Script) -> None:
    other = {**BATCH, "figures": [{**BATCH["figures"][0], "value": "4.9"}]}
    assert owner.push(BATCH).status_code == 201
    assert script(site, role(Role.DATA_OWNER)).push(other).status_code == 201


def test_two_at_once_under_one_key_are_one_delivery(owner: Script) -> None:
    before = arrived(owner)
    answers: list[tuple[int, bytes]] = []

    def push() -> None:
        from django.db import connections

        response = Script(owner.secret).push(BATCH)
        answers.append((response.status_code, response.content))
        connections.close_all()

    threads = [threading.Thread(target=push) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert arrived(owner) == before + 1


def test_from_a_browser_a_batch_needs_the_csrf_token(site: Site) -> None:
    """Another site's page must not deliver with the cookie of whoever looks at it."""
    from django.test import Client

    from engine.store.people.models import Account

    person = site.account(role(Role.DATA_OWNER))
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    client.force_login(Account.objects.get(id=person.id))
    sent = {"data": BATCH, "content_type": "application/json"}
    assert said(client.post("/api/figures", headers={"Idempotency-Key": "k"}, **sent))["code"] == "csrf"
    client.get("/account/")
    headers = {"Idempotency-Key": "k", "X-CSRFToken": client.cookies[django.CSRF_COOKIE_NAME].value}
    assert client.post("/api/figures", headers=headers, **sent).status_code == 201
    assert browser().post("/api/figures", headers=headers, **sent).status_code == 401
