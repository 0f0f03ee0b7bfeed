"""Who works in the demo: invented people, each with what one role may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from engine.people import Duty, Grant, Role
from engine.store.people.events import Change
from engine.store.people.store import People

HN_IKT, HEMIT = "helse-nord-ikt", "hemit"
LASTS: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Someone:
    email: str
    name: str
    grants: tuple[Grant, ...]
    duties: tuple[Duty, ...] = ()


def _both(role: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role=role, organisation=name) for name in (HN_IKT, HEMIT))


PEOPLE: Final = (
    Someone(
        "kvalitet@demo.invalid",
        "Kari Kvalitet",
        _both(Role.QUALITY),
        tuple(Duty(name="kvalitet", organisation=name) for name in (HN_IKT, HEMIT)),
    ),
    Someone("hr@demo.invalid", "Hans Personal", _both(Role.HR), (Duty(name="hr", organisation=HN_IKT),)),
    Someone("leder@demo.invalid", "Liv Leder", (Grant(role=Role.LEADER, organisation=HEMIT, unit="it-service"),)),
    Someone("tall@demo.invalid", "Dag Dataeier", _both(Role.DATA_OWNER)),
    Someone("styret@demo.invalid", "Siri Styreleder", _both(Role.BOARD)),
    Someone("tillitsvalgt@demo.invalid", "Tor Tillitsvalgt", _both(Role.TILLITSVALGT)),
    Someone("revisor@demo.invalid", "Rut Revisor", _both(Role.AUDITOR)),
    Someone("admin@demo.invalid", "Ada Administrator", _both(Role.ADMIN)),
)


def invite(people: People, change: Change) -> Iterator[tuple[Someone, str]]:
    """Make the accounts, and give each with its one-time code."""
    for someone in PEOPLE:
        people.add(someone.email, someone.name, change)
        given: tuple[Grant | Duty, ...] = (*someone.grants, *someone.duties)
        for each in given:
            people.give(someone.email, each, change)
        yield someone, people.invite(someone.email, change, LASTS)
