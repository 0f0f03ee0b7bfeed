"""What is done with an account, as the operator orders it at the machine itself."""

from engine.accounts import Act, Order
from engine.people import Duty, Grant, Person
from engine.store.people.events import Change
from engine.store.people.orders import Asked
from engine.store.people.store import People


def ordered(people: People, email: str, act: Act, change: Change, what: Grant | Duty | None = None) -> Person:
    """The account as it is then."""
    people.carry_out(people.person(email).id, Order(act=act, what=what), change, Asked())
    return people.person(email)
