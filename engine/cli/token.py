"""`malvakt token`: what scripts and systems show to the API instead of signing in. A secret is printed once."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import (
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    now,
)
from engine.cli.user_desk import UnitOption

if TYPE_CHECKING:
    from engine.people import Grant, Scope, Token

app = typer.Typer(no_args_is_help=True, help="Tokener for API-et · tokens for the API.")


@app.callback()
def _token() -> None:
    """Tokener for API-et · tokens for the API."""


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Hva det er til, eller systemets navn · what it is for.")],
    scope: Annotated[list[str], typer.Option("--scope", metavar="SCOPE", help="read, push, moves, persons")],
    account: Annotated[
        str | None, typer.Option("--account", metavar="EMAIL", help="Hvem det handler for · whose it is [et system/a system].")
    ] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Systemets rolle · the system's role.")] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Bare denne kilden · only this source [alle/all].")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="Hvor lenge det gjelder · how long it is good.")] = 90,
    organisation: OrganisationOption = None,
    unit: UnitOption = "",
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Nytt token; hemmeligheten vises én gang · A new token; its secret is shown once"""
    from engine.cli.output import say, show_json
    from engine.cli.user_desk import change_of, people_of
    from engine.language import mark, translate
    from engine.store.people.tokens import Asked

    desk = Desk.set_up(rules, database, language)
    asked = Asked(
        name=name,
        scopes=_scopes(scope),
        sources=frozenset(source or ()),
        lasts=timedelta(days=days),
        grant=_system(desk, account, role, organisation, unit),
    )
    issued = people_of(desk).issue(account, asked, change_of(desk, by))
    if json:
        show_json({**_json(issued.token), "secret": issued.secret})
        return
    text = mark("Token {id} is good until {day}. Its secret, shown this once:")
    say(translate(text, desk.language).format(id=issued.token.id, day=issued.token.expires_at.date().isoformat()))
    say(issued.secret)


@app.command("list")
def list_tokens(
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Tokenene, de nyeste først; ikke hemmelighetene · The tokens, the newest first; never the secrets"""
    from engine.cli.output import show_json, show_table
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    found = desk.people_as_they_are.tokens()
    if json:
        show_json([_json(token) for token in found])
        return
    headings = (mark("Token id"), mark("Name"), mark("Holder"), mark("Scopes"), mark("Good until"), mark("Open"))
    yes_no = {True: mark("yes"), False: mark("no")}
    rows = [
        (
            token.id,
            token.name,
            token.holder.email,
            ", ".join(sorted(token.scopes)),
            token.expires_at.date().isoformat(),
            translate(yes_no[token.is_good(now())], desk.language),
        )
        for token in found
    ]
    show_table([translate(heading, desk.language) for heading in headings], rows)


@app.command("revoke")
def revoke(
    token: Annotated[str, typer.Argument(metavar="ID", help="Tokenets id, fra `token list` · the token's id.")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gjør et token ugyldig med det samme · Make a token void at once"""
    from engine.cli.output import say
    from engine.cli.user_desk import change_of, people_of
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    ended = people_of(desk).end_token(token, change_of(desk, by))
    say(translate(mark("Token {id} ({name}) opens nothing any more."), desk.language).format(id=ended.id, name=ended.name))


def _scopes(named: list[str]) -> "frozenset[Scope]":
    from engine.cli.verdicts import unknown
    from engine.language import mark
    from engine.people import Scope

    for name in named:
        if name not in [*Scope]:
            message = mark("unknown scope {name}")
            raise unknown(message, mark("unknown scope {name} (did you mean {suggestion}?)"), name, [*Scope])
    return frozenset(map(Scope, named))


def _system(desk: Desk, account: str | None, role: str | None, organisation: str | None, unit: str) -> "Grant | None":
    """The one role of a system's token. A person's has none of its own: it may what the person may."""
    from engine.cli.user_desk import grant_of
    from engine.errors import UsageError
    from engine.language import mark

    if (account is None) == (role is None):
        raise UsageError(mark("say whose it is: --account for a person's token, or --role for a system's"))
    return None if role is None else grant_of(desk, role, organisation, unit)


def _json(token: "Token") -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "holder": token.holder.email,
        "system": token.is_system,
        "scopes": sorted(token.scopes),
        "sources": sorted(token.sources),
        "since": token.since.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "ended_at": token.ended_at.isoformat() if token.ended_at else None,
        "good": token.is_good(now()),
    }
