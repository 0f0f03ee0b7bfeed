"""A person's grants → how that person looks at the evidence of one organisation: the one door from accounts to rights."""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.aml.rights import Viewer
from engine.catalogue import Organisation
from engine.people import Person, Role

_COUNTS: Final = (Role.TILLITSVALGT, Role.QUALITY, Role.BOARD, Role.AUDITOR)


def viewer_of(person: Person, organisation: Organisation) -> Viewer:
    """In the role that shows most. HR of one unit only sees what its leader sees; a reader sees at most the own rows."""
    granted = [grant for grant in person.grants if grant.organisation == organisation.id] if person.active else []
    led = {grant.unit or organisation.id for grant in granted if grant.role in (Role.LEADER, Role.HR)}
    roles = {grant.role for grant in granted}
    if any(grant.role is Role.HR and grant.unit in ("", organisation.id) for grant in granted):
        role = Role.HR
    elif led:
        role = Role.LEADER
    else:
        role = next((each for each in _COUNTS if each in roles), Role.EMPLOYEE)
    return Viewer(
        who=person.id,
        role=role,
        units=frozenset(_below(led, organisation)) if role is Role.LEADER else frozenset(),
        pseudonym=person.employee if person.active else "",
        organisation=organisation.id,
    )


def _below(units: Iterable[str], organisation: Organisation) -> Iterator[str]:
    """The units with all that has ever lain under them: a breach stays with the unit in which it happened."""
    waiting, seen = list(units), set()
    while waiting:
        unit = waiting.pop()
        if unit not in seen:
            seen.add(unit)
            waiting += [child.id for child in organisation.units.values() if child.parent == unit]
    yield from seen
