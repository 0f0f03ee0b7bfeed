"""Signing in and sessions, attacked: guesses in parallel, forgotten counts, replayed codes, foreign sessions, other hosts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as django
from django.core.cache import cache
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from engine.people import Person, Role
from engine.store.people.events import Change, Kind
from engine.store.people.models import Account
from engine.web.configuration import MOST_KEPT
from engine.web.sign_in.visits import browser_of
from tests.web.site import BY_OPERATOR, PASSWORD, Site, browser, role
from tests.web.test_sign_in import NOW, is_in, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
QUALITY = role(Role.QUALITY)


def with_code_app(site: Site) -> Person:
    person = site.account(QUALITY, password=PASSWORD)
    TOTP.activate(Account.objects.get(id=person.id), SECRET)
    return person


def code(at: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30))


def test_guesses_at_once_do_not_beat_the_count(site: Site) -> None:
    """Twenty threads with a wrong password each: no more are tried than one after the other would be."""
    person = site.account(QUALITY, password=PASSWORD)

    def guess(number: int) -> None:
        try:
            sign_in(browser(), person.email, f"et galt passord {number}")
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(20)))
    refused = [each for each in site.parts.people.history(person.email) if each.kind is Kind.REFUSED]
    assert 1 <= len(refused) <= 5
    late = browser()
    sign_in(late, person.email)
    assert not is_in(late)


def test_a_stranger_cannot_push_the_count_for_an_address_out(site: Site) -> None:
    person = site.account(QUALITY, password=PASSWORD)
    with time_machine.travel(NOW, tick=False):
        for number in range(5):
            sign_in(browser(), person.email, f"et galt passord {number}")
        for number in range(2_000):
            cache.set(f"another-address-{number}", [1.0], 300)
        late = browser()
        sign_in(late, person.email)
        assert not is_in(late)
    assert MOST_KEPT >= 100_000


def test_who_knows_the_password_has_fifty_guesses_at_the_code_a_day(site: Site) -> None:
    """At five in five minutes alone a patient thief would have a one in two chance within a year and a half."""
    person = with_code_app(site)
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(14):
            client = browser()
            sign_in(client, person.email)
            for _ in range(4):
                client.post("/sign-in/code/", {"code": "000000"})
            clock.shift(timedelta(minutes=6))
        client = browser()
        sign_in(client, person.email)
        client.post("/sign-in/code/", {"code": code(NOW + timedelta(minutes=84))})
        assert not is_in(client)
    tried = [each for each in site.parts.people.history(person.email) if each.kind is Kind.REFUSED]
    assert len(tried) <= 50


def test_a_code_that_was_used_is_no_second_time_good_in_another_browser(site: Site) -> None:
    person = with_code_app(site)
    with time_machine.travel(NOW, tick=False):
        for opens in (True, False):
            client = browser()
            sign_in(client, person.email)
            client.post("/sign-in/code/", {"code": code(NOW)})
            assert is_in(client) is opens


def test_half_a_sign_in_opens_nothing_even_with_anothers_session(site: Site) -> None:
    """The password alone: no page, no API, and the second step is for that account only."""
    person = with_code_app(site)
    client = browser()
    sign_in(client, person.email)
    for address in ("/", "/account/", "/account/sessions/", "/account/code-app/", "/account/recovery-codes/"):
        assert client.get(address).status_code == 302
    assert client.get("/api/me").status_code == 401


def test_a_link_that_two_use_at_once_sets_one_password(site: Site) -> None:
    person = site.account(QUALITY)
    link = f"/welcome/{site.parts.people.invite(person.email, Change('operator', datetime.now(UTC)))}/"

    def use(number: int) -> int:
        password = f"{PASSWORD} {number}"
        try:
            return int(browser().post(link, {"password1": password, "password2": password}).status_code)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [302, 404, 404, 404]


def test_a_session_that_was_ended_elsewhere_is_over_at_once(site: Site) -> None:
    person = site.account(QUALITY)
    here, there = site.client_of(person), site.client_of(person)
    assert is_in(there)
    page = here.get("/account/sessions/").content.decode()
    assert page.count("/end/") == 2
    (other,) = [each.id for each in site.parts.people.visits(person.id) if each.id != here.session["visit"]]
    assert here.post(f"/account/sessions/{other}/end/").status_code == 302
    assert is_in(here)
    assert not is_in(there)


def test_nobody_ends_or_sees_anothers_session(site: Site) -> None:
    mine, theirs = site.client(QUALITY), site.client(QUALITY)
    visit = theirs.session["visit"]
    assert mine.post(f"/account/sessions/{visit}/end/").status_code == 404
    assert visit not in mine.get("/account/sessions/").content.decode()
    assert is_in(theirs)


def test_everywhere_else_is_everywhere_else(site: Site) -> None:
    person = site.account(QUALITY)
    clients = [site.client_of(person) for _ in range(3)]
    clients[0].post("/account/sessions/end-others/")
    assert [is_in(client) for client in clients] == [True, False, False]


def test_a_session_without_its_row_is_worth_nothing(site: Site) -> None:
    """So a session that was forged with another account's id, or restored from a backup, opens nothing."""
    person, stranger = site.account(QUALITY), site.account(QUALITY)
    client = site.client_of(person)
    session = client.session
    session["visit"] = site.client_of(stranger).session["visit"]
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize("change", ["add", "remove"])
def test_another_second_factor_ends_the_other_sessions(site: Site, change: str) -> None:
    person = with_code_app(site) if change == "remove" else site.account(QUALITY, password=PASSWORD)
    with time_machine.travel(NOW, tick=False):
        there = site.client_of(person)
        here = browser()
        sign_in(here, person.email)
        if change == "remove":
            here.post("/sign-in/code/", {"code": code(NOW)})
            here.post("/account/code-app/remove/")
        else:
            page = here.get("/account/code-app/").content.decode()
            secret = page.partition('<code class="key">')[2].partition("<")[0]
            here.post("/account/code-app/", {"code": format_hotp_value(hotp_value(secret, int(NOW.timestamp()) // 30))})
        assert Authenticator.objects.filter(user_id=person.id, type="totp").exists() is (change == "add")
        assert is_in(here)
        assert not is_in(there)


def test_a_token_is_made_by_whoever_has_just_shown_who_they_are(site: Site) -> None:
    """A telephone that was left open for a moment must not become a key for a year."""
    person = site.account(QUALITY, password=PASSWORD)
    asked = {"name": "skript", "scopes": ["read"], "days": 30}
    with time_machine.travel(NOW, tick=False) as clock:
        client = browser()
        sign_in(client, person.email)
        clock.shift(timedelta(minutes=20))
        assert client.get("/account/tokens/").status_code == 200
        assert client.post("/account/tokens/", asked)["Location"].startswith("/account/again/")
        assert site.parts.people.tokens(person.id) == ()


def test_an_administrator_takes_a_second_factor_away_and_every_session_with_it(site: Site) -> None:
    person = with_code_app(site)
    client, admin = site.client_of(person), site.client(role(Role.ADMIN))
    standing = site.parts.people.standing(person.id)
    assert standing is not None
    assert standing.has_second_factor
    assert admin.post(f"/accounts/{person.id}/reset/", {"seen": standing.seen}).status_code == 302
    assert not Authenticator.objects.filter(user_id=person.id).exists()
    assert not is_in(client)
    assert site.parts.people.history(person.email)[-1].kind is Kind.FACTOR_RESET


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:8000@evil.example", "[::1", ""])
def test_a_foreign_host_gets_no_page_and_no_link(site: Site, host: str) -> None:
    answer = Client().get("/sign-in/", headers={"host": host})
    assert answer.status_code == 400
    assert host == "" or host not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/\t/evil.example", "/\n/evil.example", "\\\\evil.example", "///evil.example", "/%0d%0aSet-Cookie:x=1", " //evil.example"],
)
@pytest.mark.parametrize("where", ["/sign-in/", "/language/"])
def test_next_leads_nowhere_else_and_into_no_header(site: Site, where: str, address: str) -> None:
    person = site.account(QUALITY, password=PASSWORD)
    client = browser()
    answer: HttpResponse = client.post(where, {"login": person.email, "password": PASSWORD, "next": address, "language": "en"})
    assert answer.status_code == 302
    assert answer["Location"] in ("/home/", address)
    assert not answer["Location"].lstrip().replace("\\", "/").startswith("//")
    assert "evil" not in answer["Location"].replace("%0d%0a", "")
    assert "x" not in answer.cookies


def test_signing_out_takes_a_form_of_ours(site: Site) -> None:
    """A picture on another page must not sign anybody out, nor a form without our token."""
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    strict.force_login(Account.objects.get(id=site.account(QUALITY).id))
    for address in ("/sign-out/", "/account/sessions/end-others/", "/accounts/new/"):
        assert strict.post(address).status_code == 403
    assert is_in(strict)


def test_what_was_taken_back_is_gone_in_the_middle_of_a_session(site: Site) -> None:
    person = site.account(role(Role.ADMIN))
    client, other = site.client_of(person), site.account(role(Role.READER))
    assert client.get(f"/accounts/{other.id}/").status_code == 200
    site.parts.people.end(person.email, role(Role.ADMIN), BY_OPERATOR)
    assert client.get(f"/accounts/{other.id}/").status_code == 404
    assert client.post(f"/accounts/{other.id}/close/", {"seen": 1}).status_code == 404


def test_sessions_are_told_apart_by_a_few_words_and_no_more() -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 <script>"
    assert browser_of(agent) == "Firefox, Linux"
    assert browser_of("curl/8") == browser_of("") == ""


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    person = site.account(QUALITY, password=PASSWORD)
    client = browser()
    sign_in(client, person.email)
    cookie = client.cookies[django.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert client.get("/account/")["Cache-Control"].find("no-store") >= 0
