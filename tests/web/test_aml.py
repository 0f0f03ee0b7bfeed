"""Working time in the pages: rows only for whom they are, never without a reason, every look on record."""

import html
import re
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from engine.language import Language
from engine.people import Person, Role
from engine.store.people.events import Change
from engine.store.person import models
from tests.web.evidence import AHEAD, CASE
from tests.web.site import BY_OPERATOR, OTHER, Site, role

WHY = {"why": "Månedens gjennomgang"}
MOST_QUERIES = 40


def text(response: object) -> str:
    content = html.unescape(response.content.decode())  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content.partition("<main")[2]).split())


def told(client: Client, address: str) -> str:
    """The page after its reason was given."""
    response = client.post(address, WHY)
    assert response.status_code == 302, address
    response = client.get(address)
    assert response.status_code == 200
    return text(response)


def pseudonym(employee: str) -> str:
    return str(models.Link.objects.using("default").get(employee=employee).pseudonym_id)


def as_employee(site: Site, employee: str, *grants: Role) -> tuple[Person, Client]:
    person = site.account(*(role(each) for each in grants or (Role.EMPLOYEE,)))
    site.parts.people.edit(person.email, Change("operator", BY_OPERATOR.at), employee=pseudonym(employee))
    return person, site.client_of(person)


def test_counts_are_told_and_small_units_are_not(site: Site) -> None:
    """The board sees how many; adm, where one person works, is among the others."""
    page = text(site.client(role(Role.BOARD)).get("/aml/?organisation=hemit"))
    assert "Samlet tid per dag 5" in page
    assert "Per 100 årsverk" not in page
    assert "for få" in page
    assert not re.search(r"P-[0-9a-f]{16}", page)
    assert "Per 100 årsverk 4" in text(site.client(role(Role.BOARD)).get("/aml/?organisation=hemit&man_years=250"))


def test_an_employee_without_counts_is_led_to_the_own_rows(site: Site) -> None:
    page = text(site.client(role(Role.EMPLOYEE)).get("/aml/"))
    assert "Samlet tid" not in page
    assert "egne brudd" in page


def test_nothing_is_read_before_a_reason_is_given(site: Site) -> None:
    client = site.client(role(Role.HR))
    before = models.Access.objects.using("default").count()
    for address in ("/aml/breaches/", "/aml/cases/", f"/aml/cases/{CASE}/", "/aml/breaches.csv", "/aml/what-if/"):
        assert not re.search(r"P-[0-9a-f]{16}", client.get(address).content.decode())
    assert client.post("/aml/breaches/", {"why": "x"}).status_code == 200
    assert models.Access.objects.using("default").count() == before
    assert "P-" in told(client, "/aml/breaches/")
    assert client.get("/aml/cases/").status_code == 200  # asked once per visit
    assert {each.why for each in models.Access.objects.using("default").all()[before:]} == {WHY["why"]}


def test_hr_sees_every_row_a_leader_those_of_the_unit_and_an_employee_the_own(site: Site) -> None:
    everybody = set(re.findall(r"P-[0-9a-f]{16}", told(site.client(role(Role.HR)), "/aml/breaches/")))
    drift = set(re.findall(r"P-[0-9a-f]{16}", told(site.client(role(Role.LEADER, unit="drift")), "/aml/breaches/")))
    own = set(re.findall(r"P-[0-9a-f]{16}", told(as_employee(site, "1001")[1], "/aml/breaches/")))
    assert pseudonym("2000") in everybody - drift
    assert drift == everybody - {pseudonym("2000")}
    assert own == {pseudonym("1001")}


@pytest.mark.parametrize("who", [Role.TILLITSVALGT, Role.QUALITY, Role.BOARD, Role.AUDITOR, Role.READER])
def test_who_sees_counts_gets_no_row(site: Site, who: Role) -> None:
    page = text(site.client(role(who)).get("/aml/breaches/"))
    assert "P-" not in page


def test_the_records_behind_a_breach_open_under_it_and_are_logged(site: Site) -> None:
    client = site.client(role(Role.HR))
    told(client, "/aml/breaches/")
    page = client.get("/aml/breaches/").content.decode()
    name = re.search(r"breach=([0-9a-f]{16})#", page)
    assert name
    opened = text(client.get(f"/aml/breaches/?breach={name[1]}"))
    assert "08:00–22:00, ordinær tid" in opened
    last = models.Access.objects.using("default").order_by("-id").first()
    assert last.what.startswith("records of")


def test_hr_gives_the_cause_notes_closes_and_reopens(site: Site) -> None:
    """A walk through a case: it cannot be closed before its cause is known."""
    client, address = site.client(role(Role.HR)), f"/aml/cases/{CASE}/?organisation=hemit"
    told(client, address)
    assert "årsaken er ikke" in text(client.post(address, {"move": "close", "text": ""}))
    for move in (
        {"move": "cause", "cause": "cover"},
        {"move": "note", "text": "Avtalt <b>ny</b> turnus"},
        {"move": "close", "text": "Ferdig"},
    ):
        assert client.post(address, move).status_code == 302
    page = client.get(address).content.decode()
    assert "&lt;b&gt;ny&lt;/b&gt;" in page
    assert "lukket" in page
    assert client.post(address, {"move": "reopen", "text": "Ny opplysning"}).status_code == 302
    assert "Kari Nordmann" in text(client.get(address))


def test_a_case_that_is_none_is_no_page_and_no_other_role_writes(site: Site) -> None:
    client = site.client(role(Role.HR))
    told(client, "/aml/cases/")
    assert client.get("/aml/cases/H-999999/").status_code == 404
    leader = site.client(role(Role.LEADER, unit="drift"))
    assert leader.post(f"/aml/cases/{CASE}/", {"move": "note", "text": "x"}).status_code == 404


def test_hr_of_another_organisation_reaches_neither_rows_nor_looks(site: Site) -> None:
    told(site.client(role(Role.HR)), "/aml/breaches/")
    client = site.client(role(Role.HR, OTHER))
    assert "P-" not in told(client, "/aml/breaches/")
    assert client.get(f"/aml/cases/{CASE}/").status_code == 404
    page = text(client.get("/aml/access/"))
    assert page.count(" brudd ") == 1  # the own look that found nothing


def test_who_is_an_employee_sees_who_has_looked(site: Site) -> None:
    told(site.client(role(Role.HR)), "/aml/breaches/")
    page = told(as_employee(site, "1000")[1], "/aml/breaches/")
    assert "Hvem har sett på dine rader" in page
    assert WHY["why"] in page


def test_an_auditor_reviews_the_looks_without_pseudonyms(site: Site) -> None:
    told(site.client(role(Role.HR)), "/aml/breaches/")
    page = text(site.client(role(Role.AUDITOR)).get("/aml/access/"))
    assert WHY["why"] in page
    assert "Kari Nordmann" in page
    assert "P-" not in page


def test_a_leader_tries_a_shift_and_a_swap_before_they_are_made(site: Site) -> None:
    client, address = site.client(role(Role.LEADER, unit="drift")), "/aml/what-if/?organisation=hemit"
    told(client, address)
    before = models.Record.objects.using("default").count()
    shift = {"change": "shift", "person": pseudonym("1003"), "type": "ordinary"}
    long = shift | {"start": f"{AHEAD:%Y-%m-%d}T16:30", "end": f"{AHEAD:%Y-%m-%d}T23:30"}
    page = text(client.post(address, long))
    assert re.search(r"Brudd som ville oppstå: [1-9]", page)
    swap = client.get(address).content.decode()
    names = re.findall(r'<option value="([0-9a-f]{16})"', swap)
    assert "Brudd som ville oppstå: 0" in text(client.post(address, {"change": "swap", "one": names[0], "other": names[1]}))
    assert models.Record.objects.using("default").count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "shift", "person": "P-nobody"},
        {"change": "shift", "person": "", "start": "x", "end": "y"},
        {"change": "swap", "one": "x", "other": "y"},
    ],
)
def test_what_cannot_be_tried_is_said(site: Site, wrong: dict[str, str]) -> None:
    client, address = site.client(role(Role.LEADER, unit="drift")), "/aml/what-if/"
    told(client, address)
    response = client.post(address, wrong)
    assert response.status_code == 200
    assert "Velg" in text(response)


def test_a_leader_cannot_plan_with_another_units_people(site: Site) -> None:
    client = site.client(role(Role.LEADER, unit="drift"))
    told(client, "/aml/what-if/")
    shift = {"change": "shift", "person": pseudonym("2000"), "type": "ordinary"}
    assert "Velg en person" in text(
        client.post("/aml/what-if/", shift | {"start": "2090-03-06T08:00", "end": "2090-03-06T16:00"})
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_hr_takes_rows_out_and_it_is_logged(site: Site, kind: str) -> None:
    client = site.client(role(Role.HR))
    told(client, "/aml/breaches/")
    response = client.get(f"/aml/breaches.{kind}")
    assert response["Content-Disposition"].startswith("attachment")
    last = models.Access.objects.using("default").order_by("-id").first()
    assert last.why == f"{WHY['why']} ({kind})"


def test_pages_cost_a_bounded_number_of_questions(site: Site) -> None:
    client = site.client(role(Role.HR), language=Language.EN)
    for address in ("/aml/", "/aml/breaches/", "/aml/cases/", f"/aml/cases/{CASE}/", "/aml/access/", "/aml/what-if/"):
        client.post(address, WHY) if address not in ("/aml/", "/aml/access/") else None
        asked: list[str] = []
        with connections["default"].execute_wrapper(partial(_noted, asked)):
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, address


def _noted(asked: list[str], execute: Any, sql: str, *rest: Any) -> Any:
    asked.append(sql)
    return execute(sql, *rest)
