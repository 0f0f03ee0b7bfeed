"""Each role at each address, each object: what may be opened follows from the policy, and nothing is forgotten."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, path

from engine.accounts import Act
from engine.people import Role
from engine.web.access import Policy
from tests.ordered import ordered
from tests.test_rights import expected
from tests.web.addresses import ADDRESSES, patterns
from tests.web.site import OTHER, Site, browser, role

PATTERNS = {pattern.name: pattern for pattern in patterns()}
NOT_FOUND, FOUND = 404, 200


def guarded() -> Iterator[tuple[str, Policy]]:
    for name, pattern in PATTERNS.items():
        policy = pattern.callback.policy
        if policy.wants is not None:
            yield name, policy


def opened(client: Client, name: str, address: str) -> int:
    return int(getattr(client, ADDRESSES[name].method)(address).status_code)


def test_every_address_has_a_name_a_policy_and_an_example() -> None:
    """A page that is added without saying who may open it, or without an example here, is found."""
    assert None not in PATTERNS
    assert {
        name for name, pattern in PATTERNS.items() if not isinstance(getattr(pattern.callback, "policy", None), Policy)
    } == set()
    assert set(PATTERNS) == set(ADDRESSES)


def test_a_view_without_a_policy_stays_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.web import urls

    open_to_all: URLPattern = path("forgotten/", lambda _request: 1 / 0, name="forgotten")
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, open_to_all])
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        assert site.client(role(Role.ADMIN)).get("/forgotten/").status_code == NOT_FOUND
    finally:
        monkeypatch.undo()
        clear_url_caches()


@pytest.mark.parametrize("name", PATTERNS)
def test_nobody_who_is_not_signed_in_gets_further_than_the_sign_in(site: Site, name: str) -> None:
    policy = PATTERNS[name].callback.policy
    for address in ADDRESSES[name].own:
        response = getattr(browser(), ADDRESSES[name].method)(address)
        if policy.is_public:
            assert response.status_code < NOT_FOUND
        else:
            assert response.status_code == 302
            assert response["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", [name for name, _ in guarded()])
@pytest.mark.parametrize("who", Role)
def test_each_role_opens_its_own_organisations_pages_and_no_others(site: Site, name: str, who: Role) -> None:
    """In the own organisation as the table says; in another, or nowhere, the answer is the same «no such page»."""
    action, thing = PATTERNS[name].callback.policy.wants
    may = who.value in expected()[(thing.value, action.value)]
    client = site.client(role(who))
    assert {opened(client, name, address) for address in ADDRESSES[name].own} == {ADDRESSES[name].answer if may else NOT_FOUND}
    for address in (*ADDRESSES[name].other, *ADDRESSES[name].unknown):
        assert opened(client, name, address) == NOT_FOUND


@pytest.mark.parametrize("name", [name for name, _ in guarded() if ADDRESSES[name].other or ADDRESSES[name].unknown])
def test_what_is_forbidden_and_what_is_not_there_look_the_same(site: Site, name: str) -> None:
    """From the page nobody learns whether something exists: only the reference differs."""
    client = site.client(role(Role.QUALITY))
    pages = set()
    for address in (*ADDRESSES[name].other, *ADDRESSES[name].unknown):
        response = client.get(address)
        pages.add(response.content.decode().replace(response.wsgi_request.reference, ""))
    assert len(pages) == 1


@pytest.mark.parametrize("name", [name for name, _ in guarded()])
def test_an_account_without_a_role_opens_nothing(site: Site, name: str) -> None:
    client = site.client()
    assert {opened(client, name, address) for address in ADDRESSES[name].own} == {NOT_FOUND}


def test_a_role_that_is_taken_back_is_gone_with_the_next_click(site: Site) -> None:
    from tests.web.site import BY_OPERATOR

    person = site.account(role(Role.QUALITY))
    client = site.client_of(person)
    assert client.get("/").status_code == FOUND
    ordered(site.parts.people, person.email, Act.END, BY_OPERATOR, role(Role.QUALITY))
    assert client.get("/").status_code == NOT_FOUND


def test_a_leader_sees_the_own_unit_and_what_lies_below(site: Site) -> None:
    client = site.client(role(Role.LEADER, unit="drift"))
    page = client.get("/?organisation=hemit&period=2015").content.decode()
    assert "Sykefravær" in page
    assert "Backlog" not in page
    assert "IT-service" not in page
    assert client.get(f"/?organisation={OTHER}").status_code == NOT_FOUND
