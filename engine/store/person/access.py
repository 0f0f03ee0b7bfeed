"""Who looked at rows about persons, in which role, at what, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.aml.rights import Viewer
from engine.people import Role
from engine.store.person import models


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One line of the access log, without the pseudonyms, so that whoever reviews it may see it."""

    at: datetime
    who: str
    role: Role
    what: str
    why: str
    rows: int


def log(db: str, viewer: Viewer, what: str, why: str, at: datetime, people: Sequence[str]) -> None:
    """`people`: the pseudonym of each row that was shown."""
    models.Access.objects.using(db).create(
        at=at, who=viewer.who, role=viewer.role.value, what=what, why=why, rows=len(people), pseudonyms=sorted(set(people))
    )


def looked(db: str, own: str = "", organisation: str | None = None, lookers: Collection[str] = ()) -> tuple[Looked, ...]:
    """All of the log, the looks at rows of one person, or those in one organisation; where no row was found, by its lookers."""
    log = models.Access.objects.using(db).order_by("id")
    if own:
        # As JSON the pseudonym stands in quotes, so that it is never found as a part of another.
        log = log.filter(pseudonyms__contains=own)
    rows = log.values_list("at", "who", "role", "what", "why", "rows", "pseudonyms")
    there = _pseudonyms(db, organisation)
    return tuple(
        Looked(at=at, who=who, role=Role(role), what=what, why=why, rows=count)
        for at, who, role, what, why, count, people in rows
        if there is None or not there.isdisjoint(people) or (not people and who in lookers)
    )


def _pseudonyms(db: str, organisation: str | None) -> frozenset[str] | None:
    if organisation is None:
        return None
    return frozenset(models.Pseudonym.objects.using(db).filter(organisation=organisation).values_list("pseudonym", flat=True))
