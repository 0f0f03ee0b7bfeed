"""Who uses Målvakt: a person, the roles that give rights, and the duties that rules name as owner and in notify.

Two words that are easily mixed: a *role* is one of the closed set below and says what a person may see and do. A *duty* is a
name of the organisation's own (`owner: okonomi`, `notify: [kvalitet]`) and says what a person looks after and is told about.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.language import Language


class Role(StrEnum):
    """What a person may see and do; engine/aml/rights.py says what each may see of AML."""

    READER = "reader"
    EMPLOYEE = "employee"
    LEADER = "leader"
    QUALITY = "quality"
    HR = "hr"
    DATA_OWNER = "data_owner"
    BOARD = "board"
    TILLITSVALGT = "tillitsvalgt"
    """Employees' representative or safety representative: the overview that section 10-7 gives, without rows."""
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Grant:
    """A role in one organisation, in one unit and what lies below it, or in the whole of it."""

    role: Role
    organisation: str
    unit: str = ""
    """Empty = the whole organisation."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Duty:
    """What rules call an owner, or somebody to notify, in one organisation, in one unit or the whole of it."""

    name: str
    organisation: str
    unit: str = ""
    """Empty = the whole organisation."""


class Scope(StrEnum):
    """What a token is good for, within what its holder may."""

    READ = "read"
    PUSH = "push"
    """Deliver figures, of the token's sources alone where it names any."""
    MOVES = "moves"
    """Make moves on avvik."""
    PERSONS = "persons"
    """Read rows about persons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account, as every room but the store and the pages knows them."""

    id: str
    """Stable and meaningless; what logs and links hold."""
    name: str
    email: str
    language: Language = Language.NB
    active: bool = True
    grants: frozenset[Grant] = frozenset()
    duties: frozenset[Duty] = frozenset()
    leader: str = ""
    """The id of the person to whom matters are escalated; empty = the leader of the unit."""
    employee: str = ""
    """The pseudonym in the evidence of working time, where the person is an employee on record."""

    @property
    def held(self) -> tuple["Grant | Duty", ...]:
        """The roles and then the duties, in an order that does not change."""
        return (*sorted(self.grants), *sorted(self.duties))

    @property
    def organisations(self) -> frozenset[str]:
        """Those in which there is a role or a duty."""
        return frozenset(each.organisation for each in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a script shows instead of signing in: a person's own, or that of a system with a role of its own."""

    id: str
    """Public; the secret beside it is known to its holder alone."""
    name: str
    holder: Person
    is_system: bool
    scopes: frozenset[Scope]
    sources: frozenset[str]
    """The sources that it may deliver; empty = every one that its holder may."""
    since: datetime
    expires_at: datetime
    ended_at: datetime | None = None

    def is_good(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.expires_at and self.holder.active
