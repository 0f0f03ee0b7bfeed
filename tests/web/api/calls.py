"""A script that calls the API with a token, for the tests."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from engine.people import Grant, Person, Scope
from engine.store.people.events import Change
from engine.store.people.tokens import Asked
from engine.web.clock import now
from tests.web.site import Site, browser

ALL = frozenset(Scope)
BATCH: dict[str, Any] = {
    "organisation": "hemit",
    "figures": [{"metric": "sick_leave_total", "unit": "hemit", "period": "2016", "value": "4.8"}],
}


@dataclass
class Script:
    secret: str
    client: Client = field(default_factory=browser)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/api/{path}", headers={"Authorization": f"Bearer {self.secret}", **headers})

    def post(self, path: str, said: Any, **headers: str) -> HttpResponse:
        body = said if isinstance(said, str | bytes) else json.dumps(said)
        sent = {"Authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        return self.client.post(f"/api/{path}", body, content_type="application/json", headers=sent)

    def send(self, path: str, data: bytes, kind: str = "application/octet-stream", **headers: str) -> HttpResponse:
        """A file as the whole body."""
        sent = {"Authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        return self.client.post(f"/api/{path}", data, content_type=kind, headers=sent)

    def form(self, path: str, parts: dict[str, Any], **headers: str) -> HttpResponse:
        """A file in a form."""
        sent = {"Authorization": f"Bearer {self.secret}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        return self.client.post(f"/api/{path}", parts, headers=sent)

    def push(self, said: Any, key: str = "k1") -> HttpResponse:
        return self.post("figures", said, Idempotency_Key=key)


def script(site: Site, *grants: Grant, scopes: frozenset[Scope] = ALL, sources: frozenset[str] = frozenset()) -> Script:
    return script_of(site, site.account(*grants), scopes, sources)


def script_of(site: Site, person: Person, scopes: frozenset[Scope] = ALL, sources: frozenset[str] = frozenset()) -> Script:
    asked = Asked(name="skript", scopes=scopes, sources=sources, lasts=timedelta(days=30))
    return Script(site.parts.people.issue(person.email, asked, Change(person.id, now())).secret)


def said(response: HttpResponse) -> Any:
    return json.loads(response.content)
