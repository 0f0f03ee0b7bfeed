"""Moves by the API: what was seen must still hold, two who race are told so, and a life is walked from ny to avvist."""

import threading
from typing import Any

import pytest

from engine.people import Role
from tests.web.api.calls import Script, said, script, script_of
from tests.web.site import Site, role


@pytest.fixture
def quality(site: Site) -> Script:
    return script(site, role(Role.QUALITY))


def first(caller: Script) -> dict[str, Any]:
    found: dict[str, Any] = said(caller.get("avvik?organisation=hemit&limit=1"))["items"][0]
    return found


def move(caller: Script, one: dict[str, Any], name: str, **body: Any) -> Any:
    return caller.post(f"avvik/{one['id']}/{name}", {**body, "expected_last_seq": one["last_seq"]})


def test_an_avvik_is_worked_from_new_to_its_action_and_ended(quality: Script) -> None:
    """ny → under_behandling → tiltak → effektvurdering, the own effect is not the own to judge → avvist → gjenåpnet."""
    one = first(quality)
    me = "p1@hemit.no"
    walk = (
        ("assign", {"to": me}, "under_behandling"),
        ("cause", {"code": "capacity", "text": "for få folk"}, "under_behandling"),
        ("act", {"text": "ansette to", "responsible": me, "due": "2026-12-31"}, "tiltak"),
        ("done", {"action": "1"}, "effektvurdering"),
        ("reject", {"reason": "feil tall"}, "avvist"),
        ("reopen", {"reason": "tallene stemte"}, "gjenåpnet"),
        ("comment", {"text": "tas opp i ledermøtet"}, "gjenåpnet"),
    )
    for name, body, state in walk:
        assert name in one["moves"], name
        response = move(quality, one, name, **body)
        assert response.status_code == 200, response.content
        one = said(response)
        assert one["state"] == state
        assert response["ETag"] == f'"{one["last_seq"]}"'
    assert (one["cause"]["code"], one["actions"][0]["responsible"]) == ("capacity", me)


def test_nobody_verifies_the_own_effect_by_another_of_the_own_names(site: Site) -> None:
    person = site.account(role(Role.QUALITY))
    caller = script_of(site, person)
    one = first(caller)
    for name, body in (
        ("assign", {"to": person.email}),
        ("act", {"text": "ansette to", "responsible": person.name, "due": "2026-12-31"}),
        ("done", {"action": "1"}),
    ):
        one = said(move(caller, one, name, **body))
    assert "verify" not in one["moves"]
    response = move(caller, one, "verify")
    assert response.status_code == 409
    assert said(response)["errors"][0]["code"] == "M006"


def test_a_move_on_what_has_changed_is_refused(quality: Script) -> None:
    one = first(quality)
    path = f"avvik/{one['id']}/comment"
    assert quality.post(path, {"text": "a"}).status_code == 428
    assert quality.post(path, {"text": "a"}, If_Match='"1000000"').status_code == 412
    assert quality.post(path, {"text": "a"}, If_Match="*").status_code == 412
    assert quality.post(path, {"text": "a"}, If_Match=f'"{one["last_seq"]}"').status_code == 200
    response = move(quality, one, "comment", text="b")
    assert response.status_code == 409
    assert said(response)["code"] == "changed"


def test_a_move_that_the_state_does_not_allow_says_which_are_possible(quality: Script) -> None:
    response = move(quality, first(quality), "close")
    assert response.status_code == 409
    assert "assign" in said(response)["errors"][0]["message"]


def test_two_who_race_are_one_entry_and_one_refusal(quality: Script) -> None:
    one = first(quality)
    answers = []

    def comment(text: str) -> None:
        from django.db import connections

        answers.append(move(Script(quality.secret), one, "comment", text=text).status_code)
        connections.close_all()

    threads = [threading.Thread(target=comment, args=(text,)) for text in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409]
    entries = said(quality.get(f"avvik/{one['id']}/entries"))["items"]
    assert [entry["kind"] for entry in entries if entry["seq"] > one["last_seq"]] == ["comment"]


@pytest.mark.parametrize("more", [{"who": "sjefen"}, {"by": "sjefen"}, {"state": "lukket"}, {"at": "2020-01-01"}])
def test_nobody_writes_in_anothers_name_or_past_the_moves(quality: Script, more: dict[str, str]) -> None:
    response = move(quality, first(quality), "comment", text="a", **more)
    assert response.status_code == 422
    assert said(response)["errors"][0]["pointer"] == f"/{next(iter(more))}"


def test_an_entry_bears_the_name_of_whose_token_it_was(site: Site) -> None:
    person = site.account(role(Role.QUALITY))
    caller = script_of(site, person)
    one = said(move(caller, first(caller), "comment", text="sett på"))
    assert said(caller.get(f"avvik/{one['id']}/entries"))["items"][-1]["who"] == person.email


@pytest.mark.parametrize("move", [{"to": "{}"}, {"text": "ansette to", "responsible": "{}", "due": "2026-12-31"}])
def test_nobody_is_given_what_they_may_not_see(site: Site, move: dict[str, str]) -> None:
    """Whoever an avvik is given to is told of it: neither a stranger, nor an employee, nor a leader of another unit."""
    caller = script(site, role(Role.QUALITY))
    blind = [site.account(*grants).email for grants in ((), (role(Role.EMPLOYEE),), (role(Role.LEADER, unit="drift"),))]
    path, kind = "avvik/A-000001", "assign" if "to" in move else "act"
    before = said(caller.get(path))["last_seq"]
    for name in (*blind, site.account(role(Role.QUALITY, "helse-nord-ikt")).email, "nobody@evil.example", "<img src=x>"):
        asked = {key: text.format(name) for key, text in move.items()}
        answer = caller.post(f"{path}/{kind}", {**asked, "expected_last_seq": before})
        assert (answer.status_code, [each["code"] for each in said(answer)["errors"]]) == (409, ["M015"]), name
    assert said(caller.get(path))["last_seq"] == before
