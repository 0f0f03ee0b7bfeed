"""Who works in the demo: invented people, each with what one role may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.people import Duty, Grant, Role
from engine.store.people.events import Change
from engine.store.people.store import People

HN_IKT, HEMIT = "helse-nord-ikt", "hemit"


@dataclass(frozen=True, slots=True)
class Someone:
    email: str
    name: str
    grants: tuple[Grant, ...]
    duties: tuple[Duty, ...] = ()
    employee: str = ""
    """The number in Hemit's invented working time of whoever has own rows there."""


def _both(role: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role=role, organisation=name) for name in (HN_IKT, HEMIT))


PEOPLE: Final = (
    Someone(
        "kvalitet@demo.invalid",
        "Kari Kvalitet",
        _both(Role.QUALITY),
        tuple(Duty(name="kvalitet", organisation=name) for name in (HN_IKT, HEMIT)),
    ),
    # What Kari is responsible for herself takes somebody else to judge.
    Someone("kvalitet2@demo.invalid", "Knut Kvalitet", _both(Role.QUALITY)),
    Someone("hr@demo.invalid", "Hans Personal", _both(Role.HR), (Duty(name="hr", organisation=HN_IKT),)),
    Someone("leder@demo.invalid", "Liv Leder", (Grant(role=Role.LEADER, organisation=HEMIT, unit="it-service"),)),
    Someone("tall@demo.invalid", "Dag Dataeier", _both(Role.DATA_OWNER)),
    Someone("styret@demo.invalid", "Siri Styreleder", _both(Role.BOARD)),
    Someone("tillitsvalgt@demo.invalid", "Tor Tillitsvalgt", _both(Role.TILLITSVALGT)),
    Someone("revisor@demo.invalid", "Rut Revisor", _both(Role.AUDITOR)),
    Someone("leser@demo.invalid", "Lars Leser", _both(Role.READER)),
    Someone("ansatt@demo.invalid", "Anne Ansatt", (Grant(role=Role.EMPLOYEE, organisation=HEMIT),), employee="7001"),
    Someone("admin@demo.invalid", "Ada Administrator", _both(Role.ADMIN)),
)


def open_accounts(people: People, change: Change, pseudonym: Callable[[str], str]) -> None:
    """Without a password: only the demo's links sign in. `pseudonym`: an employee number's, empty where there is none."""
    for someone in PEOPLE:
        people.add(someone.email, someone.name, change)
        if someone.employee and (name := pseudonym(someone.employee)):
            people.edit(someone.email, change, employee=name)
        given: tuple[Grant | Duty, ...] = (*someone.grants, *someone.duties)
        for each in given:
            people.give(someone.email, each, change)
