"""The page of the own tokens: a secret is seen once, by whom it belongs to, and ended with a click."""

import re

from engine.people import Role
from tests.web.api.calls import Script
from tests.web.site import Site, role


def test_a_token_is_made_used_and_ended(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    page = client.post("/account/tokens/", {"name": "<b>notatbok", "scopes": ["read"], "days": 30}).content.decode()
    (secret,) = re.findall(r"mvk_[0-9a-f]{16}_[\w-]+", page)
    assert "<b>notatbok" not in page
    assert Script(secret).get("me").status_code == 200
    again = client.get("/account/tokens/").content.decode()
    assert secret not in again
    assert client.post(f"/account/tokens/{secret.split('_')[1]}/end/").status_code == 302
    assert Script(secret).get("me").status_code == 401


def test_nobody_ends_anothers(site: Site) -> None:
    page = site.client(role(Role.QUALITY)).post("/account/tokens/", {"name": "a", "scopes": ["read"], "days": 1})
    (secret,) = re.findall(r"mvk_[0-9a-f]{16}_[\w-]+", page.content.decode())
    stranger = site.client(role(Role.ADMIN))
    assert stranger.post(f"/account/tokens/{secret.split('_')[1]}/end/").status_code == 404
    assert secret.split("_")[1] not in stranger.get("/account/tokens/").content.decode()
    assert Script(secret).get("me").status_code == 200


def test_what_is_wrong_makes_no_token(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    for wrong in ({"scopes": ["all"]}, {"scopes": []}, {"days": 4000}, {"name": ""}):
        page = client.post("/account/tokens/", {"name": "a", "scopes": ["read"], "days": 30, **wrong})
        assert page.status_code == 200
        assert "mvk_" not in page.content.decode()
