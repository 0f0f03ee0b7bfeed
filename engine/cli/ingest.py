"""`malvakt ingest`: take in delivered files. It only stores; `run` judges."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.arriving import read_file
from engine.cli.options import (
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    day,
    instant,
    now,
)

if TYPE_CHECKING:
    from engine.facts import Delivery
    from engine.intake.profile import Profile
    from engine.reception import Reception


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Filene · the files.")],
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Kildeprofilen · the source profile [den filnavnet passer].")
    ] = None,
    organisation: OrganisationOption = None,
    period: Annotated[str | None, typer.Option("--period", metavar="P", help="Perioden tallene gjelder · 2023-03.")] = None,
    received_at: Annotated[
        datetime | None, typer.Option("--received-at", parser=instant, metavar="T", help="Når den kom · when it came [nå].")
    ] = None,
    extracted_at: Annotated[
        date | None, typer.Option("--extracted-at", parser=day, metavar="D", help="Når tallene ble tatt ut · when drawn.")
    ] = None,
    preliminary: Annotated[
        bool | None,
        typer.Option("--preliminary/--final", help="Foreløpige eller endelige tall · provisional or final figures."),
    ] = None,
    decimal: Annotated[
        str | None,
        typer.Option("--decimal", metavar="comma|point", help="Desimaltegn i tidy-filer · decimal mark in tidy files."),
    ] = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta imot filer med tall · Take in files of figures"""
    from engine.cli.output import EXIT_USAGE, say, show_json, show_problems
    from engine.reception import take_in

    desk = Desk.set_up(rules, database, language)
    show_problems(desk.rulebook.problems)
    said = {"organisation": organisation, "period": period, "extracted_at": extracted_at, "preliminary": preliminary}
    # Every file is looked at before the first is stored: a call that is wrong for one of them takes in none.
    announced = [_announce(desk, path, source, decimal, received_at or now(), said) for path in files]
    receptions = [take_in(desk.store, desk.rulebook, delivery, profile) for delivery, profile in announced]
    for reception in receptions:
        _log(reception)
    if json:
        show_json([_reception_json(reception) for reception in receptions])
    else:
        for reception in receptions:
            show_problems(reception.problems)
            say(_reception_line(reception, desk), error=reception.receipt is None)
    if any(reception.receipt is None for reception in receptions):
        raise typer.Exit(EXIT_USAGE)


def _log(reception: "Reception") -> None:
    import logging

    from engine.logs import Event, tell

    receipt, said = reception.receipt, reception.delivery.declaration
    about: dict[str, Any] = {"organisation": said.organisation, "source": said.source, "delivery": reception.delivery.id}
    if receipt is None:
        tell(Event.DELIVERY_REFUSED, logging.WARNING, **about, problems=len(reception.problems))
    else:
        tell(Event.DELIVERY_ACCEPTED, **about, figures=receipt.figures, new=receipt.new, changed=receipt.changed)


def _announce(
    desk: Desk, path: Path, source: str | None, decimal: str | None, received_at: Any, said: dict[str, Any]
) -> "tuple[Delivery, Profile]":
    from engine.facts import Delivery, Way
    from engine.intake import choose, declare

    content = read_file(path)
    profile = choose(desk.rulebook.profiles, path.name, source, decimal=decimal)
    declaration = declare(profile, path.name, **said)
    delivery = Delivery(declaration=declaration, file_name=path.name, content=content, received_at=received_at, way=Way.COMMAND)
    return delivery, profile


def _reception_line(reception: "Reception", desk: Desk) -> str:
    from engine.language import mark, translate
    from engine.names import printable

    receipt, source = reception.receipt, reception.delivery.declaration.source
    details: dict[str, object] = {"file": printable(reception.delivery.file_name, 255), "source": source}
    if receipt is None:
        text = mark("✗ {file}: refused, {count} problems; the file lies in quarantine and nothing of it is used")
        details["count"] = len(reception.problems)
    elif receipt.known_before:
        text = mark("= {file}: received before, nothing new")
    else:
        text = mark("✓ {file}: {figures} figures from {source}, {new} new, {changed} changed")
        details |= {"figures": receipt.figures, "new": receipt.new, "changed": receipt.changed}
    return translate(text, desk.language).format(**details)


def _reception_json(reception: "Reception") -> dict[str, Any]:
    from engine.exchange import problem_json

    receipt, declared = reception.receipt, reception.delivery.declaration
    outcome = "refused" if receipt is None else "known" if receipt.known_before else "accepted"
    return {
        "file": reception.delivery.file_name,
        "outcome": outcome,
        "delivery": reception.delivery.id,
        "source": declared.source,
        "organisation": declared.organisation,
        "period": str(declared.period) if declared.period else None,
        "extracted_at": _iso(declared.extracted_at),
        "figures": receipt.figures if receipt else 0,
        "new": receipt.new if receipt else 0,
        "changed": receipt.changed if receipt else 0,
        "problems": [*map(problem_json, reception.problems)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
