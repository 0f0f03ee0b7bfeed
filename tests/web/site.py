"""A workplace for a test: the demo's figures, accounts with the roles that the test names, and browsers that are signed in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from django.test import Client

from engine.language import Language
from engine.people import Grant, Person, Role
from engine.store.people.events import Change
from engine.store.people.models import Account
from engine.web.parts import Parts, parts

PASSWORD = "hesten min liker havregrøt"
BY_OPERATOR = Change("operator", datetime(2023, 4, 1, tzinfo=UTC))
ORGANISATION, OTHER = "hemit", "helse-nord-ikt"
AVVIK, OTHERS_AVVIK = "A-000001", "A-000004"
"""One of each organisation in the demo's data; both have a file."""
ACCOUNT, OTHERS_ACCOUNT = "a" * 16, "b" * 16
"""Of a person with a role in each organisation."""
SYSTEM, OTHERS_SYSTEM = "c" * 16, "d" * 16
"""The tokens of a system in each organisation."""


@dataclass
class Site:
    numbers: count = field(default_factory=lambda: count(1))

    @property
    def parts(self) -> Parts:
        return parts()

    def account(self, *grants: Grant, language: Language = Language.NB, password: str = "") -> Person:
        people = self.parts.people
        person = people.add(f"p{next(self.numbers)}@hemit.no", "Kari Nordmann", BY_OPERATOR, language)
        for grant in grants:
            people.give(person.email, grant, BY_OPERATOR)
        if password:
            code = people.invite(person.email, BY_OPERATOR)
            assert people.accept(code, password, BY_OPERATOR.at) is not None
        return people.person(person.email)

    def client(self, *grants: Grant, language: Language = Language.NB) -> Client:
        """A browser in which somebody with these roles is signed in."""
        return self.client_of(self.account(*grants, language=language))

    def client_of(self, person: Person) -> Client:
        client = browser()
        client.force_login(Account.objects.get(id=person.id))
        return client


def browser() -> Client:
    """One in which nobody is signed in."""
    return Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000")


def role(name: Role, organisation: str = ORGANISATION, unit: str = "") -> Grant:
    return Grant(role=name, organisation=organisation, unit=unit)
