"""Who may see what of AML. One pure function that every door to person rows asks: the repository, the pages, the API."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.people import Role


class Relation(StrEnum):
    """Of the one who looks to the one whose row it is."""

    SELF = "self"
    OWN_UNIT = "own_unit"
    OTHER = "other"


class Matter(StrEnum):
    RECORDS = "records"
    BREACHES = "breaches"
    NOTES = "notes"
    """HR's own words in a case."""
    LINK = "link"
    """Which employee number a pseudonym stands for."""
    ACCESS = "access"
    """Who has looked at rows, and why."""


class Sight(StrEnum):
    ROWS = "rows"
    COUNTS = "counts"
    NOTHING = "nothing"


_COUNTS: Final = frozenset({Role.HR, Role.LEADER, Role.TILLITSVALGT, Role.QUALITY, Role.BOARD, Role.AUDITOR})
_HR_ALONE: Final = frozenset({Matter.NOTES, Matter.LINK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks, in which role, and whose leader or which employee that is."""

    who: str
    role: Role
    units: frozenset[str] = frozenset()
    """The units that a leader leads."""
    pseudonym: str = ""
    """The viewer's own, where the viewer is an employee on record."""
    organisation: str | None = None
    """The only one whose evidence the viewer may see; None at the command line, which works in all."""

    def is_of(self, organisation: str) -> bool:
        return self.organisation is None or self.organisation == organisation

    def relation(self, pseudonym: str, unit: str) -> Relation:
        if self.pseudonym and pseudonym == self.pseudonym:
            return Relation.SELF
        return Relation.OWN_UNIT if unit and unit in self.units else Relation.OTHER


def may_see(role: Role, relation: Relation, matter: Matter = Matter.BREACHES) -> Sight:
    """Rows of HR's, of the person's own and of the person's leader's; counts of those who follow up; else nothing."""
    if role is Role.HR:
        return Sight.ROWS
    if matter in _HR_ALONE:
        return Sight.NOTHING
    if matter is Matter.ACCESS:
        return Sight.ROWS if relation is Relation.SELF or role is Role.AUDITOR else Sight.NOTHING
    if relation is Relation.SELF or (role is Role.LEADER and relation is Relation.OWN_UNIT):
        return Sight.ROWS
    return Sight.COUNTS if role in _COUNTS else Sight.NOTHING
