"""`malvakt user deactivate`, `reset`, `sign-out`, `erase`, `show`: an account when something is lost or somebody leaves."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import ByOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption
from engine.cli.user_desk import Email, change_of, order, people_of

if TYPE_CHECKING:
    from engine.store.people.events import Happened


def deactivate(
    email: Email,
    undo: Annotated[bool, typer.Option("--undo", help="Åpne kontoen igjen · open the account again.")] = False,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Steng en konto og logg den ut overalt · Close an account and sign it out everywhere"""
    from engine.accounts import Act, Order

    desk = Desk.set_up(rules, database, language)
    order(desk, email, Order(act=Act.REOPEN if undo else Act.CLOSE), by)


def reset(
    email: Email,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Fjern kodeappen når telefonen er borte; en ny settes opp · Take the code app away; a new one is set up"""
    from engine.accounts import Act, Order

    order(Desk.set_up(rules, database, language), email, Order(act=Act.RESET), by)


def sign_out(
    email: Email,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Avslutt alle øktene til en konto · End every session of an account"""
    from engine.accounts import Act, Order

    order(Desk.set_up(rules, database, language), email, Order(act=Act.SIGN_OUT), by)


def erase(
    email: Email,
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Slett navn og adresse til en som har sluttet, for godt · Erase the name and address of one who left, for good"""
    from engine.cli.output import say
    from engine.departing import erase as erased
    from engine.language import mark, translate
    from engine.store.people.orders import Asked

    desk = Desk.set_up(rules, database, language)
    people, change = people_of(desk), change_of(desk, by)
    account = people.person(email).id
    found = erased(people, desk.store, desk.outbox, account, change, Asked(), change.by, reason)
    text = mark("Account {id} is erased: its names are gone from {avvik} avvik, {decisions} decisions and {letters} letters.")
    told = translate(text, desk.language)
    say(told.format(id=account, avvik=found.avvik, decisions=found.decisions, letters=found.letters))


def show(
    email: Email,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Alt som har skjedd med en konto · Everything that has happened to an account"""
    from engine.cli.output import show_json, show_table
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    happened = desk.people_as_they_are.history(email)
    if json:
        show_json([_json(each) for each in happened])
        return
    headings = (mark("Time"), mark("By"), mark("What happened"), mark("About"))
    rows = [
        (f"{each.at:%Y-%m-%d %H:%M}", each.by, each.kind.value, ", ".join(map(str, each.details.values()))) for each in happened
    ]
    show_table([translate(heading, desk.language) for heading in headings], rows)


def _json(each: "Happened") -> dict[str, object]:
    return {"at": each.at.isoformat(), "by": each.by, "what": each.kind.value, "details": dict(each.details)}
