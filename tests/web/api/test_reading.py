"""Reading by the API: the same rows as the pages, exact numbers, pages of a list, one answer for what is not to be seen."""

import pytest

from engine.accounts import Act
from engine.people import Role, Scope
from tests.ordered import ordered
from tests.web.api.calls import said, script
from tests.web.site import Site, browser, role


def test_numbers_are_exact_text_and_periods_are_text(site: Site) -> None:
    quality = script(site, role(Role.QUALITY))
    found = said(quality.get("verdicts?organisation=hemit&period=2015"))
    assert len(found["items"]) > 10
    values = [each["value"] for each in found["items"] if each["value"] is not None]
    assert values
    assert all(isinstance(value, str) for value in values)
    assert {each["period"] for each in found["items"]} == {"2015"}


def test_a_verdict_shows_every_edition_that_stood(site: Site) -> None:
    quality = script(site, role(Role.QUALITY))
    first = said(quality.get("verdicts?organisation=hemit&limit=1"))["items"][0]
    where = "&".join(f"{name}={first[name]}" for name in ("organisation", "rule", "unit", "dimension"))
    found = said(quality.get(f"verdicts/history?{where}"))
    assert first in found["items"]


def test_the_overview_has_the_rows_of_the_page(site: Site) -> None:
    found = said(script(site, role(Role.QUALITY)).get("overview?organisation=hemit&period=2015"))
    assert sum(found["counts"].values()) == len(found["rows"]) > 5


def test_an_avvik_has_its_entries_and_a_tag_that_says_whether_it_changed(site: Site) -> None:
    quality = script(site, role(Role.QUALITY))
    one = said(quality.get("avvik?organisation=hemit&limit=1"))["items"][0]
    response = quality.get(f"avvik/{one['id']}")
    assert said(response) == one
    assert quality.get(f"avvik/{one['id']}", **{"If-None-Match": response["ETag"]}).status_code == 304
    entries = said(quality.get(f"avvik/{one['id']}/entries"))
    assert entries["items"][-1]["seq"] == one["last_seq"]
    assert entries["items"][0]["at"].endswith("+00:00")


def test_a_leader_sees_the_own_unit_alone(site: Site) -> None:
    leader = script(site, role(Role.LEADER, unit="drift"))
    seen = said(leader.get("verdicts?organisation=hemit&limit=500"))["items"]
    assert {each["unit"] for each in seen} == {"drift"}
    assert leader.get("verdicts?organisation=helse-nord-ikt").status_code == 404
    assert leader.get("verdicts/history?organisation=hemit&unit=hemit&rule=x").status_code == 404


def test_what_may_not_be_seen_answers_like_what_does_not_exist(site: Site) -> None:
    """An avvik of another organisation, and one that nobody has: only the reference differs."""
    quality = script(site, role(Role.QUALITY))
    others = said(script(site, role(Role.QUALITY, "helse-nord-ikt")).get("avvik?organisation=helse-nord-ikt"))["items"]
    answers = []
    for name in (others[0]["id"], "A-999999", "A-1", "..%2f"):
        response = quality.get(f"avvik/{name}")
        assert response.status_code == 404
        answers.append({**said(response), "reference": ""})
    assert all(answer == answers[0] for answer in answers)


def test_a_role_that_is_taken_back_is_gone_with_the_next_request(site: Site) -> None:
    from tests.web.api.calls import script_of
    from tests.web.site import BY_OPERATOR

    person = site.account(role(Role.QUALITY))
    caller = script_of(site, person)
    assert caller.get("avvik?organisation=hemit").status_code == 200
    ordered(site.parts.people, person.email, Act.END, BY_OPERATOR, role(Role.QUALITY))
    assert caller.get("avvik?organisation=hemit").status_code == 404
    ordered(site.parts.people, person.email, Act.CLOSE, BY_OPERATOR)
    assert caller.get("avvik?organisation=hemit").status_code == 401


@pytest.mark.parametrize("address", ["/api/nothing", "/api/avvik?organisation=hemit", "/api/", "/api/figures"])
def test_every_error_is_a_problem_with_a_reference(site: Site, address: str) -> None:
    response = browser().get(address)
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code in (401, 404, 405)
    assert said(response)["reference"] == response.wsgi_request.reference
    assert said(response)["status"] == response.status_code


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("limit=0", "/limit"), ("limit=x", "/limit"), ("period=2023-13", "/period"), ("outcome=bad", "/outcome"), ("x=1", "/x")],
)
def test_what_is_not_understood_is_named(site: Site, query: str, pointer: str) -> None:
    response = script(site, role(Role.QUALITY)).get(f"verdicts?organisation=hemit&{query}")
    assert response.status_code == 422
    assert [each["pointer"] for each in said(response)["errors"]] == [pointer]


def test_a_bug_tells_nothing_of_the_inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.web.api import avvik

    monkeypatch.setattr(avvik, "avvik_after", lambda *_: 1 / 0)
    response = script(site, role(Role.QUALITY)).get("avvik?organisation=hemit")
    assert response.status_code == 500
    assert "Zero" not in response.content.decode()


def test_too_many_requests_are_told_when_to_come_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings as django

    caller = script(site, role(Role.QUALITY))
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update={"api_per_minute": 2}))
    assert [caller.get("me").status_code for _ in range(2)] == [200, 200]
    response = caller.get("me")
    if response.status_code == 200:  # the minute turned between two of them
        response = [caller.get("me") for _ in range(2)][-1]
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["Content-Type"] == "application/problem+json"


def test_a_token_opens_no_more_than_its_scopes(site: Site) -> None:
    pushing = script(site, role(Role.QUALITY), scopes=frozenset({Scope.PUSH}))
    assert said(pushing.get("avvik?organisation=hemit"))["code"] == "scope"
    reading = script(site, role(Role.QUALITY), role(Role.HR), scopes=frozenset({Scope.READ}))
    assert reading.get("aml/breaches?organisation=hemit", **{"Access-Reason": "månedlig gjennomgang"}).status_code == 403


def test_a_session_reads_too(site: Site) -> None:
    assert said(site.client(role(Role.QUALITY)).get("/api/me"))["roles"][0]["role"] == "quality"
