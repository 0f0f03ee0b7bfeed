"""The demo's own way in: links that sign in at this machine alone, for some hours."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import RequestFactory

from engine.language import Language
from engine.people import Role
from engine.web.demo.accounts import PEOPLE, open_accounts
from engine.web.demo.enter import LASTS, code_of, enter
from tests.web.site import BY_OPERATOR, Site, role


@pytest.fixture
def opened(site: Site) -> Site:
    open_accounts(site.parts.people, BY_OPERATOR, lambda _number: "")
    return site


def look(code: str, address: str = "127.0.0.1") -> int:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.language = Language.NB  # type: ignore[attr-defined]
    return enter(request, code).status_code


def test_there_is_somebody_for_every_role() -> None:
    assert {grant.role for someone in PEOPLE for grant in someone.grants} == set(Role)


def test_a_link_is_good_again_and_again_but_not_the_next_day(opened: Site) -> None:
    code = code_of("styret@demo.invalid")
    assert [look(code), look(code)] == [200, 200]
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(minutes=1), tick=False), pytest.raises(Http404):
        look(code)


@pytest.mark.parametrize("wrong", ["styret", "styret:1:x", "", "operator"])
def test_a_link_that_nobody_signed_is_none(opened: Site, wrong: str) -> None:
    with pytest.raises(Http404):
        look(wrong)


def test_a_link_changed_to_somebody_else_is_none(opened: Site) -> None:
    with pytest.raises(Http404):
        look(code_of("styret@demo.invalid").replace("styret", "admin"))


def test_a_link_is_for_this_machine_alone(opened: Site) -> None:
    with pytest.raises(Http404):
        look(code_of("styret@demo.invalid"), "192.0.2.7")


def test_a_link_never_leads_to_an_account_that_is_not_the_demos(opened: Site) -> None:
    """The name in a link is one of the demo's: an own account of that name has another address."""
    opened.parts.people.add("kari@hemit.no", "Kari", BY_OPERATOR)
    with pytest.raises(Http404):
        look(code_of("kari@hemit.no"))


def test_whoever_has_no_overview_comes_to_the_own_first_page(site: Site) -> None:
    assert site.client(role(Role.BOARD)).get("/home/")["Location"] == "/"
    assert site.client(role(Role.EMPLOYEE)).get("/home/")["Location"] == "/aml/"
    assert site.client().get("/home/")["Location"] == "/account/"
    assert site.client(role(Role.EMPLOYEE)).get("/aml/").status_code == 200
