"""No form is taken without our token, none from another site, at any address there is; and looking changes nothing."""

import pytest
from django.conf import settings as django
from django.test import Client

from engine.people import Role
from tests.web.addresses import ADDRESSES, patterns
from tests.web.site import Site, role
from tests.web.test_foreign_ids import written

NAMES = {pattern.name for pattern in patterns()}
FORM = "application/x-www-form-urlencoded"
EVERYTHING = [role(each) for each in Role]
OWN = sorted((name, address) for name in NAMES for address in ADDRESSES[name].own)


@pytest.fixture
def strict(site: Site) -> Client:
    """Signed in, in a browser that has our cookie; what it sends is checked as a real browser's is."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    client.cookies = site.client(*EVERYTHING).cookies
    client.get("/account/")
    assert django.CSRF_COOKIE_NAME in client.cookies
    return client


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:8000.evil.example", "http://127.0.0.1:9999"]
)
def test_a_form_from_elsewhere_is_not_taken_whatever_token_it_has(site: Site, strict: Client, origin: str) -> None:
    before, token = written(site), strict.cookies[django.CSRF_COOKIE_NAME].value
    forged = {"csrfmiddlewaretoken": token, "seen": "1", "text": "x"}
    assert {each for each in OWN if strict.post(each[1], forged, headers={"origin": origin}).status_code != 403} == set()
    assert written(site) == before


def test_every_form_needs_our_token_by_every_method(site: Site, strict: Client) -> None:
    before = written(site)
    for send in (strict.post, strict.put, strict.patch, strict.delete):
        assert {each for each in OWN if send(each[1], "seen=1&text=x", FORM).status_code != 403} == set()
    assert written(site) == before


def test_looking_changes_nothing(site: Site) -> None:
    """Every address is opened as a link would open it, those of moves and orders too."""
    client = site.client(*EVERYTHING)
    before = written(site)
    for look in (client.get, client.head, client.options, client.trace):
        assert {each for each in OWN if look(each[1]).status_code >= 500} == set()
    assert written(site) == before
