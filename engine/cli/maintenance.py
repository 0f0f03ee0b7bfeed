"""`malvakt maintenance …`: planned windows in which a service does not answer, announced before they begin."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.options import (
    OSLO,
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    moment,
    now,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.maintenance import Window

app = typer.Typer(no_args_is_help=True, help="Planlagt vedlikehold · planned maintenance.")


@app.command("add")
def add(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="Tjenestens id · the service's id.")],
    start: Annotated[datetime, typer.Option("--from", parser=moment, metavar="T", help="Når det begynner · 2026-03-14T22:00.")],
    end: Annotated[datetime, typer.Option("--to", parser=moment, metavar="T", help="Når det er slutt · when it is over.")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Hva som gjøres · what is done.")],
    organisation: OrganisationOption = None,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Varsle et vindu før det begynner · Announce a window before it begins"""
    from engine.decisions.maintenance import announce, windows

    desk = Desk.set_up(rules, database, language)
    who, at = desk.who(by), now()
    owner = _owner(desk, service, organisation)
    written = desk.decide(
        lambda decisions: announce(
            desk.rulebook,
            windows(decisions),
            organisation=owner,
            service=service,
            start=start,
            end=end,
            reason=reason,
            by=who,
            at=at,
        ),
    )
    _show([each for each in desk.store.windows() if each.id == written.about], desk, json=json)


@app.command("list")
def list_windows(
    everything: Annotated[bool, typer.Option("--all", help="Også de som er over · those that are over, too.")] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """List vinduene som varer eller kommer · List the windows that last or will come"""
    desk = Desk.set_up(rules, database, language)
    _show([each for each in desk.store_as_it_is.windows() if everything or each.end > now()], desk, json=json)


@app.command("end")
def end_window(
    name: Annotated[str, typer.Argument(metavar="ID", help="V-0001")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")],
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Avlys et vindu, eller avslutt det nå · Call a window off, or end it now"""
    from engine.decisions import maintenance

    desk = Desk.set_up(rules, database, language)
    who, at = desk.who(by), now()
    written = desk.decide(lambda decisions: maintenance.end(maintenance.windows(decisions), name, by=who, reason=reason, at=at))
    _show([each for each in desk.store.windows() if each.id == written.about], desk, json=json)


def window_json(each: "Window") -> dict[str, Any]:
    return {
        "id": each.id,
        "organisation": each.organisation,
        "service": each.service,
        "start": each.start.isoformat(),
        "end": each.end.isoformat(),
        "reason": each.reason,
        "registered_by": each.registered_by,
        "registered_at": each.registered_at.isoformat(),
    }


def _owner(desk: Desk, service: str, organisation: str | None) -> str:
    """The organisation that has the service; it must be named where several do. Whether it exists is asked later."""
    from engine.cli.verdicts import known_organisation
    from engine.decisions.maintenance import services_of
    from engine.errors import UsageError
    from engine.language import mark
    from engine.names import shown

    chosen = known_organisation(desk.rulebook, organisation)
    if chosen is not None:
        return chosen
    organisations = desk.rulebook.organisations
    owners = [each.id for each in organisations.values() if service in services_of(each)] or list(organisations)
    if len(owners) != 1:
        message = mark("say with --organisation whose service {name} is: {owners}")
        raise UsageError(message, name=shown(service), owners=", ".join(owners))
    return owners[0]


def _show(found: "Sequence[Window]", desk: Desk, *, json: bool) -> None:
    from engine.cli.output import say, show_json, show_table
    from engine.language import mark, translate

    if json:
        show_json([*map(window_json, found)])
        return
    if not found:
        say(translate(mark("None."), desk.language))
        return
    words = [mark("Window"), mark("Organisation"), mark("Service"), mark("From"), mark("To"), mark("Why")]
    rows = [
        [
            each.id,
            each.organisation,
            each.service,
            *(f"{at.astimezone(OSLO):%Y-%m-%d %H:%M}" for at in (each.start, each.end)),
            each.reason,
        ]
        for each in found
    ]
    show_table([translate(word, desk.language) for word in words], rows)
