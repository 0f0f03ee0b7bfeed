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


def looked(db: str) -> tuple[Looked, ...]:
    rows = models.Access.objects.using(db).order_by("id").values_list("at", "who", "role", "what", "why", "rows")
    return tuple(
        Looked(at=at, who=who, role=Role(role), what=what, why=why, rows=count) for at, who, role, what, why, count in rows
    )
