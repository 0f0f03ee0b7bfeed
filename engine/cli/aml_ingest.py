"""`malvakt aml ingest`: work records are kept as evidence, for `run` to judge."""

from datetime import datetime
from typing import Annotated

import typer

from engine.cli.aml_desk import organisation_of
from engine.cli.aml_options import FromOption, Records, ToOption, read_records
from engine.cli.options import (
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    instant,
    now,
)


def ingest(
    records: Records,
    organisation: OrganisationOption = None,
    first: FromOption = None,
    last: ToOption = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="Den som ikke er med, jobbet ikke · who is not in the files did not work.")
    ] = False,
    received_at: Annotated[
        datetime | None, typer.Option("--received-at", parser=instant, metavar="T", help="Når den kom · when it came [nå].")
    ] = None,
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta vare på arbeidstid som bevis · Keep work records as evidence; `run` judges them"""
    from dataclasses import asdict

    from engine.cli.output import say, show_json
    from engine.language import mark, translate
    from engine.store.person.evidence import Handover

    desk = Desk.set_up(rules, database, language)
    rows = read_records(records)
    handover = Handover(
        organisation=organisation_of(desk, organisation),
        by=by or desk.settings.user,
        at=received_at or now(),
        files=[path.name for path in records],
        first=first,
        last=last,
        complete=complete,
    )
    taken = desk.persons.take(rows, handover)
    text = mark("{records} records of {people} employees: {new} new, {replaced} replaced")
    if json:
        show_json({"organisation": handover.organisation, **asdict(taken)})
    else:
        say(translate(text, desk.language).format(**asdict(taken)))
