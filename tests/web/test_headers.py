"""Every answer carries what protects the one who reads it: pages, refusals, errors and static files alike."""

import pytest
from django.conf import settings as django
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse

from engine.people import Role
from engine.settings import Settings
from engine.web.configuration import django_settings
from tests.configured import SETTINGS
from tests.web.addresses import ADDRESSES
from tests.web.site import Site, browser, role

ANYWHERE = [(name, address) for name, each in ADDRESSES.items() for address in (*each.own, *each.unknown)]


def protects(response: HttpResponse) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Content-Type"] or response.status_code == 302


@pytest.mark.parametrize(("name", "address"), ANYWHERE)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_every_address_answers_with_every_header(site: Site, name: str, address: str, is_signed_in: bool) -> None:
    client = site.client(role(Role.QUALITY)) if is_signed_in else browser()
    response = getattr(client, ADDRESSES[name].method)(address)
    protects(response)
    assert response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


def test_refusals_carry_them_too(site: Site) -> None:
    client = browser()
    strict = type(client)(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    for response, status in (
        (client.get("/nowhere/"), 404),
        (client.get("/", headers={"host": "evil.example"}), 400),
        (strict.post("/language/", {"language": "en"}), 403),
        (client.get("/language/"), 405),
    ):
        assert response.status_code == status
        protects(response)


def test_a_bug_is_a_page_with_a_reference_and_nothing_about_the_program(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.web.overview.view.overview_of", lambda *_: 1 / 0)
    client = site.client(role(Role.QUALITY))
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    protects(response)
    page = response.content.decode()
    assert response.wsgi_request.reference in page
    assert "ZeroDivision" not in page
    assert "Traceback" not in page


def test_a_database_that_is_away_is_told_as_such(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.errors import StoreError

    def away(*_: object) -> None:
        raise StoreError("the database {database} cannot be reached", database="/secret/place")

    monkeypatch.setattr("engine.web.overview.view.overview_of", away)
    response = site.client(role(Role.QUALITY)).get("/")
    assert response.status_code == 503
    assert "/secret/place" not in response.content.decode()


def test_static_files_have_hashed_names_and_may_be_kept(site: Site) -> None:
    address = staticfiles_storage.url("malvakt/malvakt.css")
    assert address != "/static/malvakt/malvakt.css"
    response = browser().get(address)
    response.close()
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]
    protects(response)


def test_with_https_cookies_are_bound_to_the_host_and_browsers_insist_on_it() -> None:
    over_https = django_settings(SETTINGS.model_copy(update={"base_url": "https://maal.acme.no"}))
    assert over_https["SESSION_COOKIE_NAME"] == "__Host-malvakt"
    assert over_https["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert over_https["SESSION_COOKIE_SECURE"]
    assert over_https["CSRF_COOKIE_SECURE"]
    assert over_https["SECURE_HSTS_SECONDS"] == SETTINGS.hsts_seconds
    assert over_https["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost", "maal.acme.no"]
    assert django_settings(SETTINGS)["SECURE_HSTS_SECONDS"] == 0


def test_forms_may_only_lead_here_and_to_the_organisations_own_sign_in() -> None:
    own: Settings = SETTINGS.model_copy(update={"oidc_issuer": "https://login.acme.no/tenant/v2.0"})
    policy = django_settings(own)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["form-action"] == ["'self'", "https://login.acme.no"]


def test_django_never_shows_its_own_error_pages() -> None:
    assert django.DEBUG is False
