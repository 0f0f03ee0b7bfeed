"""Who uses Målvakt: a person, the roles that give rights, and the duties that rules name as owner and in notify.

Two words that are easily mixed: a *role* is one of the closed set below and says what a person may see and do. A *duty* is a
name of the organisation's own (`owner: okonomi`, `notify: [kvalitet]`) and says what a person looks after and is told about.
"""

from dataclasses import dataclass
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
