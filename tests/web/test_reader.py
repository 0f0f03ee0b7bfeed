"""The reader's language: the account's, else the visitor's choice, else bokmål; and who may change it."""

import pytest

from engine.language import Language
from engine.people import Role
from tests.web.site import Site, browser, role


def test_a_visitor_chooses_and_keeps_it(site: Site) -> None:
    client = browser()
    assert 'lang="nb"' in client.get("/sign-in/").content.decode()
    response = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert response["Location"] == "/sign-in/"
    page = client.get("/sign-in/")
    assert page["Content-Language"] == "en"
    assert "Sign in" in page.content.decode()


def test_an_accounts_choice_follows_it_to_another_machine(site: Site) -> None:
    person = site.account(role(Role.QUALITY))
    site.client_of(person).post("/language/", {"language": "en"})
    assert 'lang="en"' in site.client_of(person).get("/").content.decode()
    assert site.parts.people.person(person.email).language is Language.EN


@pytest.mark.parametrize("wanted", ["", "de", "nb' OR 1=1", "<script>"])
def test_what_is_no_language_changes_nothing(site: Site, wanted: str) -> None:
    client = browser()
    client.post("/language/", {"language": wanted})
    client.cookies["malvakt-language"] = wanted
    assert client.get("/sign-in/")["Content-Language"] == "nb"


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere_by_it(site: Site, address: str) -> None:
    assert browser().post("/language/", {"language": "en", "next": address})["Location"] == "/home/"


def test_looking_changes_nothing(site: Site) -> None:
    assert browser().get("/language/?language=en").status_code == 405
