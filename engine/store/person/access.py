"""Who looked at rows about persons, in which role, at what, and why."""

from collections.abc import Sequence
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


def looked(db: str, own: str = "") -> tuple[Looked, ...]:
    """All of the log, or the looks at rows of one person."""
    log = models.Access.objects.using(db).order_by("id")
    if own:
        # As JSON the pseudonym stands in quotes, so that it is never found as a part of another.
        log = log.filter(pseudonyms__contains=own)
    rows = log.values_list("at", "who", "role", "what", "why", "rows")
    return tuple(
        Looked(at=at, who=who, role=Role(role), what=what, why=why, rows=count) for at, who, role, what, why, count in rows
    )
