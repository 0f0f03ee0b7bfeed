"""The organisation's own sign-in, against a provider of the test's own that speaks OpenID Connect over the wire."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as django
from django.test import Client

from engine.accounts import Act
from engine.people import Role
from engine.settings import load
from engine.store.people.events import Change, Kind
from tests.ordered import ordered
from tests.web.site import BY_OPERATOR, Site, browser, role

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Says who somebody is; a code is good once, and only for the verifier that its challenge was made of."""

    address: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    nonce: str = ""

    def authorise(self, address: str) -> dict[str, str]:
        """What the visitor comes back with from the provider's page."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        self.challenges["a-code"], self.nonce = asked["code_challenge"], asked["nonce"]
        return {"code": "a-code", "state": asked["state"]}

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        assert self.challenges.pop(form["code"]) == made
        now = datetime.now(UTC)
        claims = {"iss": self.address, "aud": "malvakt", "iat": now, "exp": now + timedelta(minutes=5)}
        claims |= {"nonce": self.nonce, **self.says}
        return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, "RS256", {"kid": "1"})}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    told = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages: dict[str, Any] = {
                "/.well-known/openid-configuration": {
                    "issuer": told.address,
                    "authorization_endpoint": f"{told.address}/authorize",
                    "token_endpoint": f"{told.address}/token",
                    "userinfo_endpoint": f"{told.address}/userinfo",
                    "jwks_uri": f"{told.address}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                },
                "/userinfo": told.says,
                "/keys": {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1"}]},
            }
            self.answer(pages[self.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(told.token({name: values[0] for name, values in parse_qs(body).items()}))

        def answer(self, value: Any) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_port}"
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def own(site: Site, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The pages as if the settings named the provider; a second factor is demanded of passwords."""
    app = {
        "provider_id": "own",
        "name": "Entra ID",
        "client_id": "malvakt",
        "secret": "hemmelig",
        "settings": {"server_url": provider.address, "oauth_pkce_enabled": True},
    }
    monkeypatch.setattr(django, "SOCIALACCOUNT_PROVIDERS", {"openid_connect": {"APPS": [app]}})
    changed = {"oidc_issuer": provider.address, "second_factor": "required"}
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update=changed))
    return provider


def come_in(client: Client, provider: Provider, **says: Any) -> Any:
    provider.says = {"sub": "subject-1", **says}
    start = client.post("/sign-in/oidc/own/login/")
    assert start.status_code == 302
    back = provider.authorise(start["Location"])
    return client.get("/sign-in/oidc/own/login/callback/", back)


def test_whom_it_vouches_for_gets_the_account_and_needs_no_code_app_here(site: Site, own: Provider) -> None:
    person = site.account(role(Role.QUALITY))
    client = browser()
    assert "Entra ID" in client.get("/sign-in/").content.decode()
    come_in(client, own, email=person.email.upper(), email_verified=True)
    assert client.get("/").status_code == 200
    again = browser()
    come_in(again, own, email="renamed@elsewhere.no")  # the subject is the identity, once it is known
    assert again.get("/").status_code == 200


@pytest.mark.parametrize("claim", ["email", "preferred_username"])
def test_nobody_gets_an_account_by_being_known_there(site: Site, own: Provider, claim: str) -> None:
    client = browser()
    response = come_in(client, own, **{claim: "nobody@hemit.no", "email_verified": True})
    assert response.status_code == 403
    assert client.get("/").status_code == 302


def test_a_closed_account_stays_closed(site: Site, own: Provider) -> None:
    person = site.account(role(Role.QUALITY))
    come_in(browser(), own, email=person.email, email_verified=True)
    ordered(site.parts.people, person.email, Act.CLOSE, BY_OPERATOR)
    client = browser()
    come_in(client, own, email=person.email)
    assert client.get("/").status_code == 302


def test_a_state_that_is_not_this_sessions_is_refused(site: Site, own: Provider) -> None:
    """Somebody who is led to the callback with another's code does not come in as them."""
    person = site.account(role(Role.QUALITY))
    attacker, victim = browser(), browser()
    own.says = {"sub": "subject-2", "email": person.email}
    back = own.authorise(attacker.post("/sign-in/oidc/own/login/")["Location"])
    victim.get("/sign-in/oidc/own/login/callback/", back)
    assert victim.get("/").status_code == 302


def test_nobody_ties_a_foreign_identity_to_the_own_account(site: Site, own: Provider) -> None:
    client = site.client(role(Role.QUALITY))
    own.says = {"sub": "subject-3", "email": "nobody@hemit.no"}
    start = client.post("/sign-in/oidc/own/login/?process=connect")
    assert own.address in start["Location"]
    back = own.authorise(start["Location"])
    assert client.get("/sign-in/oidc/own/login/callback/", back).status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("says", [{}, {"email_verified": False}, {"email_verified": "false"}, {"xms_edov": 0}])
def test_an_address_that_the_issuer_has_not_verified_gives_nothing(site: Site, own: Provider, says: dict[str, Any]) -> None:
    """Whoever may write a colleague's address into their own profile there does not get the colleague's account here."""
    person = site.account(role(Role.QUALITY))
    assert come_in(browser(), own, email=person.email, preferred_username=person.email, **says).status_code == 403
    assert not SocialAccount.objects.exists()


def test_who_inherits_an_address_does_not_inherit_the_account(site: Site, own: Provider) -> None:
    person = site.account(role(Role.QUALITY))
    come_in(browser(), own, email=person.email, email_verified=True)
    heir = browser()
    assert come_in(heir, own, sub="subject-of-the-heir", email=person.email, email_verified=True).status_code == 403
    assert heir.get("/").status_code == 302
    assert [each.uid for each in SocialAccount.objects.all()] == ["subject-1"]


def test_the_one_time_link_ties_an_account_to_whoever_comes_back_with_it(site: Site, own: Provider) -> None:
    """Once: the link is used up, the account has no password, and the address there may be another one."""
    person = site.account(role(Role.QUALITY))
    code = site.parts.people.invite(person.email, Change("operator", datetime.now(UTC)))
    client = browser()
    assert "Entra ID" in client.get(f"/welcome/{code}/").content.decode()
    own.says = {"sub": "subject-9", "email": "other@hemit.no"}
    back = own.authorise(client.post(f"/welcome/{code}/own/")["Location"])
    client.get("/sign-in/oidc/own/login/callback/", back)
    assert client.get("/").status_code == 200
    assert client.get(f"/welcome/{code}/").status_code == 404
    kinds = [each.kind for each in site.parts.people.history(person.email)]
    assert {Kind.ACCEPTED, Kind.IDENTITY} < set(kinds)


@pytest.mark.parametrize("wrong", [{"nonce": "another"}, {"iss": "https://elsewhere.example"}, {"aud": "another"}])
def test_a_token_that_was_made_for_somebody_else_is_refused(site: Site, own: Provider, wrong: dict[str, str]) -> None:
    person = site.account(role(Role.QUALITY))
    client = browser()
    come_in(client, own, email=person.email, email_verified=True, **wrong)
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_what_stands_in_the_address_is_not_passed_on_to_the_issuer(site: Site, own: Provider) -> None:
    foreign = "auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example&scope=offline_access"
    start = browser().post(f"/sign-in/oidc/own/login/?{foreign}")
    asked = parse_qs(urlsplit(start["Location"]).query)
    assert urlsplit(asked["redirect_uri"][0])[1:3] == ("127.0.0.1", "/sign-in/oidc/own/login/callback/")
    assert "offline_access" not in asked["scope"][0]


@pytest.mark.parametrize(
    "issuer",
    ["http://login.acme.no", "login.acme.no", "https://login.microsoftonline.com/common/v2.0", "https://u:p@login.acme.no"],
)
def test_an_issuer_that_proves_nothing_is_refused_at_the_start(issuer: str, tmp_path: Any) -> None:
    from engine.errors import SettingsError

    with pytest.raises(SettingsError):
        load(env_file=tmp_path / "none", oidc_issuer=issuer)
