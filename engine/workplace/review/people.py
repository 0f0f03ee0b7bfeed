"""Who an avvik may be given to, and what people and duties are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.avvik.said import folded
from engine.people import Person
from engine.rights import Action, Thing, may
from engine.workplace.place import Workplace


@dataclass(frozen=True, slots=True)
class Candidates:
    """Of one organisation: everybody by name, and the duties that rules and people name."""

    people: Sequence[Person]
    duties: Sequence[str]

    def called(self) -> Mapping[str, str]:
        """Folded e-mail address or id → the name that people know."""
        return {folded(key): person.name for person in self.people for key in (person.email, person.id)}


def candidates(place: Workplace, organisation: str) -> Candidates:
    """Three queries. Closed accounts are among them: what they did still bears their name."""
    people = place.store.people(organisation)
    owners = {each.rule.owner for each in place.book.of(organisation).rules}
    bound = {duty.name for person in people for duty in person.duties if duty.organisation == organisation}
    return Candidates(people, sorted(owners | bound))


def is_able(place: Workplace, name: str, organisation: str, unit: str) -> bool:
    """Whether this is a duty of the organisation, or by address, id or name somebody who may see an avvik of the unit."""
    found = candidates(place, organisation)
    people = (each for each in able(place, found, organisation, [unit]) if each.active)
    known = {*found.duties, *(key for person in people for key in (person.email, person.id, person.name))}
    return folded(name) in set(map(folded, known))


def able(place: Workplace, found: Candidates, organisation: str, units: Sequence[str]) -> tuple[Person, ...]:
    """Those who may see the avvik of all these units; who may not is not given one."""
    return tuple(
        person
        for person in found.people
        if all(may(person, Action.SEE, Thing.AVVIK, place.trees, organisation=organisation, unit=unit) for unit in units)
    )
