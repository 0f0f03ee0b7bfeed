"""HR's cases by the API: HR alone moves them, each look and move is logged, and nobody writes over what they did not see."""

import threading
from typing import Any

import pytest

from engine.people import Role, Scope
from tests.web.api.calls import Script, said, script
from tests.web.site import Site, role

WHY = {"Access-Reason": "oppfølging"}
CASE = "aml/cases/H-000001"
HERE = "?organisation=hemit"


@pytest.fixture
def hr(site: Site) -> Script:
    return script(site, role(Role.HR))


def move(caller: Script, name: str, **body: Any) -> Any:
    seen = said(caller.get(f"{CASE}{HERE}", **WHY)).get("last_seq", 1)
    return caller.post(f"{CASE}/{name}{HERE}", {"expected_last_seq": seen, **body}, **WHY)


def test_a_case_is_worked_from_new_to_closed_and_open_again(hr: Script) -> None:
    assert move(hr, "close").status_code == 409  # its cause is not given yet
    walk = (
        ("note", {"text": "snakket med lederen"}, "under_behandling"),
        ("cause", {"cause": "incident"}, "under_behandling"),
        ("close", {}, "lukket"),
        ("reopen", {"text": "for tidlig"}, "under_behandling"),
    )
    for name, body, state in walk:
        response = move(hr, name, **body)
        assert (response.status_code, said(response)["state"]) == (200, state), response.content
        assert response["ETag"] == f'"{said(response)["last_seq"]}"'
    told = said(hr.get(f"{CASE}{HERE}", **WHY))
    assert [each["kind"] for each in told["entries"]][-4:] == ["note", "cause", "closed", "reopened"]
    assert len(told["found"]) == told["breaches"]


def test_each_look_and_move_stands_in_the_access_log(site: Site, hr: Script) -> None:
    move(hr, "note", text="sett på")
    looks = [(look.what, look.why) for look in site.parts.persons.access_log()[-2:]]
    assert looks == [("case H-000001", "oppfølging"), ("note H-000001", "oppfølging")]
    assert hr.get(f"{CASE}{HERE}").status_code == 422
    assert hr.post(f"{CASE}/note{HERE}", {"text": "a", "expected_last_seq": 1}).status_code == 422


def test_a_move_on_what_has_changed_is_refused(hr: Script) -> None:
    seen = hr.get(f"{CASE}{HERE}", **WHY)["ETag"]
    assert hr.post(f"{CASE}/note{HERE}", {"text": "a"}, **WHY).status_code == 428
    for wrong in ("*", '"0"', "W/" + seen):
        assert hr.post(f"{CASE}/note{HERE}", {"text": "a"}, If_Match=wrong, **WHY).status_code == 412
    assert hr.post(f"{CASE}/note{HERE}", {"text": "a"}, If_Match=seen, **WHY).status_code == 200
    assert hr.post(f"{CASE}/note{HERE}", {"text": "b"}, If_Match=seen, **WHY).status_code == 412
    assert move(hr, "note", text="b", expected_last_seq=1).status_code == 409


def test_of_many_who_race_one_writes(hr: Script) -> None:
    seen, answers = hr.get(f"{CASE}{HERE}", **WHY)["ETag"], []

    def note(text: str) -> None:
        from django.db import connections

        answers.append(Script(hr.secret).post(f"{CASE}/note{HERE}", {"text": text}, If_Match=seen, **WHY).status_code)
        connections.close_all()

    threads = [threading.Thread(target=note, args=(text,)) for text in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412, 412]


def test_nobody_but_hr_of_the_whole_organisation_moves_a_case(site: Site, hr: Script) -> None:
    for caller in (
        script(site, role(Role.LEADER)),
        script(site, role(Role.HR, unit="drift")),
        script(site, role(Role.QUALITY)),
    ):
        assert caller.post(f"{CASE}/note{HERE}", {"text": "a", "expected_last_seq": 1}, **WHY).status_code == 404
    other = script(site, role(Role.HR, "helse-nord-ikt"))
    assert other.post(f"{CASE}/note{HERE}", {"text": "a", "expected_last_seq": 1}, **WHY).status_code == 404
    own = "?organisation=helse-nord-ikt"
    assert other.post(f"{CASE}/note{own}", {"text": "a", "expected_last_seq": 1}, **WHY).status_code == 404
    assert other.get(f"{CASE}{own}", **WHY).status_code == 404
    for missing in (Scope.MOVES, Scope.PERSONS):
        less = script(site, role(Role.HR), scopes=frozenset(Scope) - {missing})
        assert less.post(f"{CASE}/note{HERE}", {"text": "a", "expected_last_seq": 1}, **WHY).status_code == 403


def test_a_leader_reads_the_case_without_hrs_words(site: Site, hr: Script) -> None:
    """The leader of the unit that it was found in; to the other's leader it is not there."""
    assert move(hr, "note", text="for HR alene").status_code == 200
    answers = [script(site, role(Role.LEADER, unit=unit)).get(f"{CASE}{HERE}", **WHY) for unit in ("drift", "adm")]
    assert sorted(each.status_code for each in answers) == [200, 404]
    told = said(next(each for each in answers if each.status_code == 200))
    assert told["entries"][-1]["text"] == told["entries"][-1]["who"] == ""
    assert script(site, role(Role.READER)).get(f"{CASE}{HERE}", **WHY).status_code == 403
