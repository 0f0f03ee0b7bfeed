"""What the commands about accounts share: the accounts, who makes a change, which role or duty is meant, how it is told."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import Desk, now

if TYPE_CHECKING:
    from engine.accounts import Order
    from engine.people import Duty, Grant, Person
    from engine.store.people.events import Change
    from engine.store.people.store import People

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Kontoens e-postadresse · the account's e-mail address.")]
UnitOption = Annotated[
    str, typer.Option("--unit", metavar="ID", help="Denne enheten og de under den · this unit and those below it [hele/whole].")
]


def order(desk: Desk, email: str, order: "Order", by: str | None) -> None:
    """What the operator orders, held against what holds for everybody: the last administrator stays."""
    from engine.store.people.orders import Asked

    people = people_of(desk)
    account = people.person(email).id
    people.carry_out(account, order, change_of(desk, by), Asked())
    tell(people.person(email))


def people_of(desk: Desk) -> "People":
    desk.store  # noqa: B018 -- makes the database, or brings it up to date, where this is the first command of all
    return desk.people_as_they_are


def change_of(desk: Desk, by: str | None) -> "Change":
    from engine.store.people.events import Change

    # The first account is made before there is anybody to name: then it was the operator, at the machine itself.
    return Change((by or desk.settings.user).strip()[:100] or "operator", now())


def tell(person: "Person") -> None:
    from engine.cli.output import say

    roles = ", ".join(place(grant.role.value, grant) for grant in sorted(person.grants))
    duties = ", ".join(place(duty.name, duty) for duty in sorted(person.duties))
    say("  ".join(filter(None, (person.email, person.name, roles, duties))))


def place(name: str, given: "Grant | Duty") -> str:
    return f"{name} ({given.organisation}{'/' + given.unit if given.unit else ''})"


def grant_of(desk: Desk, role: str, organisation: str | None, unit: str) -> "Grant":
    from engine.cli.verdicts import unknown
    from engine.language import mark
    from engine.people import Grant, Role

    if role not in [*Role]:
        message = mark("unknown role {name}")
        raise unknown(message, mark("unknown role {name} (did you mean {suggestion}?)"), role, [*Role])
    return Grant(role=Role(role), **_where(desk, organisation, unit))


def duty_of(desk: Desk, name: str, organisation: str | None, unit: str) -> "Duty":
    from engine.accounts import duties_of
    from engine.cli.verdicts import unknown
    from engine.language import mark
    from engine.people import Duty

    where = _where(desk, organisation, unit)
    known = duties_of(desk.rulebook, where["organisation"])
    if name not in known:
        message = mark("no rule names the duty {name}")
        raise unknown(message, mark("no rule names the duty {name} (did you mean {suggestion}?)"), name, known)
    return Duty(name=name, **where)


def _where(desk: Desk, organisation: str | None, unit: str) -> dict[str, str]:
    from engine.cli.aml_desk import organisation_of
    from engine.cli.verdicts import unknown
    from engine.language import mark

    named = organisation_of(desk, organisation)
    units = desk.rulebook.organisations[named].units
    if unit and unit not in units:
        message = mark("unknown unit {name}")
        raise unknown(message, mark("unknown unit {name} (did you mean {suggestion}?)"), unit, units)
    return {"organisation": named, "unit": unit}
