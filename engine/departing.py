"""Erasing an account whose person has left: the name and the address go, what was done stays and still verifies.

Each step may be repeated, and the account's own row comes last: whoever is interrupted begins again and misses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.accounts import Act, Order
from engine.avvik.said import folded
from engine.errors import UsageError
from engine.language import mark
from engine.names import shown
from engine.people import Person
from engine.store import Store
from engine.store.outbox.store import Outbox
from engine.store.people.events import Change
from engine.store.people.orders import Asked
from engine.store.people.store import People


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was found under the person's names."""

    avvik: int
    decisions: int
    letters: int


def erase(
    people: People, store: Store, outbox: Outbox, account: str, change: Change, asked: Asked, who: str, reason: str
) -> Erased:
    """Erase the account with this id. AccountRefused, before anything is gone, for what may not be erased.

    `who` signs the entries that tell of it in the log and the ledger, with the reason.
    """
    people.may_carry_out(account, Order(act=Act.ERASE), change, asked)
    person = people.by_id(account)
    if person is None:
        raise UsageError(mark("there is no account for {name}"), name=shown(account))
    names = names_of(person, people.everybody())
    found = Erased(
        avvik=store.forget_person(names, who, reason, change.at),
        decisions=store.forget_in_ledger(names, who, reason, change.at),
        letters=outbox.forget(person.email),
    )
    people.carry_out(account, Order(act=Act.ERASE), change, asked)
    return found


def names_of(person: Person, everybody: Iterable[Person]) -> frozenset[str]:
    """The folded names by which it is surely this person: a name that somebody else bears too is not among them."""
    others = {folded(each.name) for each in everybody if each.id != person.id}
    return frozenset({folded(person.email), folded(person.id), *({folded(person.name)} - others)} - {""})
