"""`malvakt user`: who may sign in, what they may see and do, what they look after. No account has a password that we chose."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import user_life
from engine.cli.options import (
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
)
from engine.cli.user_desk import Email, UnitOption, change_of, duty_of, grant_of, order, people_of, place, tell
from engine.language import Language

if TYPE_CHECKING:
    from engine.people import Person
    from engine.store.people.events import Change
    from engine.store.people.store import People

app = typer.Typer(no_args_is_help=True, help="Kontoer og rettigheter · accounts and rights.")

RoleArgument = Annotated[
    str, typer.Argument(metavar="ROLE", help="reader, employee, leader, quality, hr, data_owner, board, …")
]


@app.callback()
def _user() -> None:
    """Kontoer og rettigheter · accounts and rights."""


@app.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Hva personen heter · the person's name.")],
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="En rolle med det samme · a role at once.")] = None,
    organisation: OrganisationOption = None,
    unit: UnitOption = "",
    speaks: Annotated[
        Language, typer.Option("--speaks", metavar="nb|en", help="Språket i sidene · the language of the pages.")
    ] = Language.NB,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ny konto, med en engangslenke · A new account, with a one-time link"""
    desk = Desk.set_up(rules, database, language)
    grant = None if role is None else grant_of(desk, role, organisation, unit)
    people, change = people_of(desk), change_of(desk, by)
    people.add(email, name, change, speaks)
    if grant is not None:
        people.give(email, grant, change)
    _show_link(desk, people, email, change)


@app.command("list")
def list_users(
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Kontoene med roller og oppgaver · The accounts with their roles and duties"""
    from engine.cli.output import show_json, show_table
    from engine.cli.verdicts import known_organisation
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    found = desk.people_as_they_are.everybody(known_organisation(desk.rulebook, organisation))
    if json:
        show_json([_json(person) for person in found])
        return
    headings = (mark("Account"), mark("Name"), mark("Language"), mark("Roles"), mark("Duties"), mark("Open"))
    yes_no = {True: mark("yes"), False: mark("no")}
    rows = [
        (
            person.email,
            person.name,
            person.language.value,
            ", ".join(place(grant.role.value, grant) for grant in sorted(person.grants)),
            ", ".join(place(duty.name, duty) for duty in sorted(person.duties)),
            translate(yes_no[person.active], desk.language),
        )
        for person in found
    ]
    show_table([translate(heading, desk.language) for heading in headings], rows)


@app.command("grant")
def grant(
    email: Email,
    role: RoleArgument,
    organisation: OrganisationOption = None,
    unit: UnitOption = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gi en rolle · Give a role"""
    from engine.accounts import Act, Order

    desk = Desk.set_up(rules, database, language)
    given = grant_of(desk, role, organisation, unit)
    order(desk, email, Order(act=Act.GIVE, what=given), by)


@app.command("revoke")
def revoke(
    email: Email,
    role: RoleArgument,
    organisation: OrganisationOption = None,
    unit: UnitOption = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta en rolle tilbake; gjelder fra neste klikk · Take a role back, from the next click on"""
    from engine.accounts import Act, Order

    desk = Desk.set_up(rules, database, language)
    given = grant_of(desk, role, organisation, unit)
    order(desk, email, Order(act=Act.END, what=given), by)


@app.command("duty")
def duty(
    email: Email,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Ordet i owner: og notify: · the word in owner: and notify:.")],
    end: Annotated[bool, typer.Option("--end", help="Oppgaven er over · the duty is over.")] = False,
    organisation: OrganisationOption = None,
    unit: UnitOption = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gi eller avslutt en oppgave som reglene nevner · Give or end a duty that the rules name"""
    from engine.accounts import Act, Order

    desk = Desk.set_up(rules, database, language)
    given = duty_of(desk, name, organisation, unit)
    order(desk, email, Order(act=Act.END if end else Act.GIVE, what=given), by)


@app.command("set")
def set_columns(
    email: Email,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Navnet · the name.")] = None,
    speaks: Annotated[Language | None, typer.Option("--speaks", metavar="nb|en", help="Språket · the language.")] = None,
    leader: Annotated[
        str | None,
        typer.Option("--leader", metavar="EMAIL", help="Hvem saker løftes til; tom = ingen · who is above; empty = none."),
    ] = None,
    employee: Annotated[
        str | None, typer.Option("--employee", metavar="PSEUDONYM", help="Pseudonymet i arbeidstiden · in working time.")
    ] = None,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Rett navn, språk, leder eller pseudonym · Correct name, language, leader or pseudonym"""
    from engine.errors import UsageError
    from engine.language import mark

    desk = Desk.set_up(rules, database, language)
    said = {"name": name, "language": speaks and speaks.value, "leader": leader, "employee": employee}
    columns = {column: value for column, value in said.items() if value is not None}
    if not columns:
        raise UsageError(mark("say what is to be set: --name, --speaks, --leader or --employee"))
    tell(people_of(desk).edit(email, change_of(desk, by), **columns))


@app.command("invite")
def invite(
    email: Email,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ny engangslenke; den gamle slutter å gjelde · A new one-time link; the old one is void"""
    desk = Desk.set_up(rules, database, language)
    _show_link(desk, people_of(desk), email, change_of(desk, by))


def _show_link(desk: Desk, people: "People", email: str, change: "Change") -> None:
    from engine.cli.output import say
    from engine.language import mark, translate

    code = people.invite(email, change)
    text = mark("Good once, within three days; whoever has it becomes {email}:")
    say(translate(text, desk.language).format(email=people.person(email).email))
    say(f"{desk.settings.base_url}/welcome/{code}/")


def _json(person: "Person") -> dict[str, object]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "language": person.language.value,
        "active": person.active,
        "roles": [
            {"role": each.role.value, "organisation": each.organisation, "unit": each.unit} for each in sorted(person.grants)
        ],
        "duties": [{"name": each.name, "organisation": each.organisation, "unit": each.unit} for each in sorted(person.duties)],
        "leader": person.leader,
        "employee": person.employee,
    }


app.command("deactivate")(user_life.deactivate)
app.command("reset")(user_life.reset)
app.command("sign-out")(user_life.sign_out)
app.command("erase")(user_life.erase)
app.command("show")(user_life.show)
