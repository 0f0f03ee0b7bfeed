"""Coming in and going out: what a stranger tries, how long a session lasts, and what a second factor is worth."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as django
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from engine.people import Role
from engine.store.people.events import Kind
from engine.store.people.models import Account
from engine.web.sign_in.hasher import Argon2
from tests.web.site import BY_OPERATOR, PASSWORD, Site, browser, role

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
COOKIE = "malvakt"


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = "/sign-in/") -> HttpResponse:
    return client.post(address, {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_an_account_comes_in_with_its_password_in_any_case_of_the_address(site: Site) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    client = browser()
    response = sign_in(client, person.email.upper())
    assert (response.status_code, response["Location"]) == (302, "/home/")
    assert is_in(client)
    assert site.parts.people.history(person.email)[-1].kind is Kind.SIGNED_IN


def test_a_wrong_password_an_unknown_address_and_a_closed_account_look_the_same(site: Site) -> None:
    person = site.account(password=PASSWORD)
    closed = site.account(password=PASSWORD)
    site.parts.people.close_account(closed.email, BY_OPERATOR)
    pages = set()
    for email, password in ((person.email, "et helt annet passord"), ("nobody@hemit.no", PASSWORD), (closed.email, PASSWORD)):
        response = sign_in(browser(), email, password)
        assert response.status_code == 200
        page = response.content.decode().replace(email, "")
        pages.add(page[page.index("<main") : page.index("csrfmiddlewaretoken", page.index("<main"))])
    assert len(pages) == 1
    assert site.parts.people.history(person.email)[-1].kind is Kind.REFUSED


def test_after_five_wrong_passwords_the_right_one_has_to_wait(site: Site) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(5):
            sign_in(browser(), person.email, f"et galt passord {number}")
        late = browser()
        sign_in(late, person.email)
        assert not is_in(late)
        clock.shift(timedelta(minutes=6))
        sign_in(late, person.email)
        assert is_in(late)


def test_guesses_at_many_addresses_from_one_place_are_refused_before_they_are_tried(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count per visitor holds whatever addresses are tried; what it refuses costs no slow hash."""
    hashed = []
    monkeypatch.setattr(Argon2, "encode", lambda *given: hashed.append(given) or "argon2$none")
    answers = [sign_in(browser(), f"p{number}@hemit.no", "et langt passord").status_code for number in range(150)]
    assert len(hashed) <= 20
    assert answers.index(429) <= 120


def test_a_whole_organisation_signs_in_from_one_address_at_eight_o_clock(site: Site) -> None:
    people = [site.account(role(Role.QUALITY), password=PASSWORD) for _ in range(2)]
    with time_machine.travel(NOW, tick=False):
        answers = [sign_in(browser(), people[number % 2].email).status_code for number in range(50)]
    assert set(answers) == {302}


def test_an_older_hash_opens_the_account_and_is_made_anew(site: Site) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    Account.objects.filter(id=person.id).update(password=Argon2PasswordHasher().encode(PASSWORD, "a" * 22))
    client = browser()
    sign_in(client, person.email)
    assert is_in(client)
    assert f"m={Argon2.memory_cost},t={Argon2.time_cost},p=1" in Account.objects.get(id=person.id).password


def test_who_signs_in_gets_a_new_session_and_the_old_one_is_dead(site: Site) -> None:
    """A session that somebody else planted before the sign-in is worth nothing after it."""
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    client = browser()
    client.get("/sign-in/")
    planted = client.session  # makes one, as an attacker would have
    planted["planted"] = True
    planted.save()
    client.cookies[COOKIE] = planted.session_key
    sign_in(client, person.email)
    assert client.cookies[COOKIE].value != planted.session_key
    stranger = browser()
    stranger.cookies[COOKIE] = planted.session_key
    assert not is_in(stranger)


def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    kept = client.cookies[COOKIE].value
    assert client.get("/sign-out/").status_code == 200
    assert is_in(client)  # looking at the page changes nothing
    assert "cache" in client.post("/sign-out/")["Clear-Site-Data"]
    client.cookies[COOKIE] = kept
    assert not is_in(client)
    assert not Session.objects.filter(session_key=kept).exists()


def test_half_an_hour_without_a_click_ends_it_and_clicking_does_not_for_ten_hours(site: Site) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        idle, busy = site.client(role(Role.QUALITY)), site.client(role(Role.QUALITY))
        assert is_in(idle)
        for _ in range(29):
            assert is_in(busy)
            clock.shift(timedelta(minutes=20))
        assert not is_in(idle)
        assert is_in(busy)  # after 9 hours and 40 minutes
        clock.shift(timedelta(minutes=25))
        assert not is_in(busy)


def test_a_new_password_ends_the_accounts_other_sessions(site: Site) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    here, there = browser(), browser()
    for client in (here, there):
        sign_in(client, person.email)
    fresh = "en annen hest liker gulrot"
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert site.parts.people.history(person.email)[-1].kind is Kind.PASSWORD


@pytest.mark.parametrize("end", ["close_account", "end_sessions"])
def test_an_administrator_ends_every_session_of_an_account(site: Site, end: str) -> None:
    person = site.account(role(Role.QUALITY))
    here, there = site.client_of(person), site.client_of(person)
    getattr(site.parts.people, end)(person.email, BY_OPERATOR)
    assert not is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_after_the_sign_in(site: Site, address: str) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    response = browser().post("/sign-in/", {"login": person.email, "password": PASSWORD, "next": address})
    assert response["Location"] == "/home/"


def test_whoever_came_for_a_page_gets_it_after_the_sign_in(site: Site) -> None:
    person = site.account(role(Role.QUALITY), password=PASSWORD)
    client = browser()
    wanted = client.get("/?organisation=hemit&period=2015")["Location"]
    page = client.get(wanted).content.decode()
    assert 'name="next"' in page
    response = client.post(
        "/sign-in/", {"login": person.email, "password": PASSWORD, "next": "/?organisation=hemit&period=2015"}
    )
    assert response["Location"] == "/?organisation=hemit&period=2015"


def test_nobody_signs_up(site: Site) -> None:
    accounts = Account.objects.count()
    response = browser().post("/sign-in/new/", {"email": "ny@hemit.no", "password1": PASSWORD, "password2": PASSWORD})
    assert response.status_code == 200
    assert Account.objects.count() == accounts


class TestTheOneTimeLink:
    def test_it_sets_a_password_once(self, site: Site) -> None:
        person = site.account(role(Role.QUALITY))
        address = f"/welcome/{site.parts.people.invite(person.email, BY_OPERATOR)}/"
        with time_machine.travel(BY_OPERATOR.at):
            client = browser()
            assert person.email in client.get(address).content.decode()
            response = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
            assert response["Location"] == "/sign-in/"
            assert client.get(address).status_code == 404
        sign_in(client, person.email)
        assert is_in(client)

    def test_it_is_void_after_three_days(self, site: Site) -> None:
        address = f"/welcome/{site.parts.people.invite(site.account().email, BY_OPERATOR)}/"
        with time_machine.travel(BY_OPERATOR.at + timedelta(days=3, seconds=1)):
            assert browser().get(address).status_code == 404

    @pytest.mark.parametrize(
        "password", ["kort", "passord1234567", "1234567890123456789", "kari nordmann kari", "unbelievable1234"[:14]]
    )
    def test_a_weak_password_is_refused_and_the_link_stays_good(self, site: Site, password: str) -> None:
        address = f"/welcome/{site.parts.people.invite(site.account().email, BY_OPERATOR)}/"
        with time_machine.travel(BY_OPERATOR.at):
            response = browser().post(address, {"password1": password, "password2": password})
            assert response.status_code == 200
            assert 'class="wrong"' in response.content.decode()
            assert browser().get(address).status_code == 200

    def test_two_that_differ_are_refused(self, site: Site) -> None:
        address = f"/welcome/{site.parts.people.invite(site.account().email, BY_OPERATOR)}/"
        with time_machine.travel(BY_OPERATOR.at):
            response = browser().post(address, {"password1": PASSWORD, "password2": PASSWORD + "!"})
        assert "De to er ikke like." in response.content.decode()


class TestTheSecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update={"second_factor": "required"}))

    @staticmethod
    def code(secret: str, at: datetime) -> str:
        return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))

    def set_up(self, client: Client, at: datetime) -> str:
        page = client.get("/account/code-app/").content.decode()
        secret = page.partition('<code class="key">')[2].partition("<")[0]
        response = client.post("/account/code-app/", {"code": self.code(secret, at)})
        assert response.status_code == 302, response.content.decode()
        return secret

    def test_without_one_nothing_else_opens(self, site: Site) -> None:
        person = site.account(role(Role.QUALITY), password=PASSWORD)
        client = browser()
        sign_in(client, person.email)
        for address in ("/", "/account/", "/account/password/", "/account/recovery-codes/"):
            assert client.get(address)["Location"] == "/account/code-app/"

    def test_a_code_is_good_once_and_a_recovery_code_too(self, site: Site) -> None:
        person = site.account(role(Role.QUALITY), password=PASSWORD)
        with time_machine.travel(NOW, tick=False) as clock:
            client = browser()
            sign_in(client, person.email)
            secret = self.set_up(client, NOW)
            assert is_in(client)
            codes = client.get("/account/recovery-codes/").content.decode()
            recovery = codes.partition("<li><code>")[2].partition("<")[0]
            clock.shift(timedelta(seconds=60))
            shown = self.code(secret, NOW + timedelta(seconds=60))
            for code, opens in ((shown, True), (shown, False), (recovery, True), (recovery, False), ("000000", False)):
                again = browser()
                assert sign_in(again, person.email)["Location"].startswith("/sign-in/code/")
                assert not is_in(again)
                again.post("/sign-in/code/", {"code": code})
                assert is_in(again) is opens

    def test_its_secret_lies_sealed_in_the_database(self, site: Site) -> None:
        person = site.account(role(Role.QUALITY), password=PASSWORD)
        with time_machine.travel(NOW, tick=False):
            client = browser()
            sign_in(client, person.email)
            secret = self.set_up(client, NOW)
        assert secret not in str([each.data for each in Authenticator.objects.all()])

    def test_taking_it_away_demands_a_new_one(self, site: Site) -> None:
        person = site.account(role(Role.QUALITY), password=PASSWORD)
        with time_machine.travel(NOW, tick=False):
            client = browser()
            sign_in(client, person.email)
            self.set_up(client, NOW)
            assert client.post("/account/code-app/remove/").status_code == 302
            assert client.get("/")["Location"] == "/account/code-app/"
        kinds = [each.kind for each in site.parts.people.history(person.email)]
        assert kinds.count(Kind.SECOND_FACTOR) >= 2
