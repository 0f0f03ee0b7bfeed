"""`malvakt check`: judge and print; write nothing."""

from typing import Annotated

import typer

from engine.cli.options import (
    AsOfOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    today,
)


def check(
    organisation: OrganisationOption = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="Bare denne perioden · only this one [hver regels nyeste].")
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Døm og vis, skriv ingenting · Judge and print, write nothing"""
    from engine.cli.exemption import covering, show_exemptions
    from engine.cli.output import EXIT_MISSING, EXIT_USAGE, exit_code, say, show_json, show_problems
    from engine.cli.verdicts import known_organisation, known_period, show_verdicts
    from engine.evaluate import evaluate, newest
    from engine.exchange import verdict_json
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    book = desk.rulebook
    show_problems(book.problems)
    chosen = known_organisation(book, organisation)
    wanted = known_period(period)
    observations = tuple(desk.store_as_it_is.observations(chosen))
    verdicts = evaluate(book, observations, as_of or today(), organisation=chosen, period=wanted)
    if wanted is None:
        verdicts = newest(verdicts)
    if json:
        exempt = covering(desk.store_as_it_is.exemptions(), today())
        show_json(
            [
                {**verdict_json(verdict, book.by_id[verdict.rule].rule.title), "exemption": exempt(verdict)}
                for verdict in verdicts
            ]
        )
    else:
        show_verdicts(verdicts, book, desk.language)
        show_exemptions(desk.store_as_it_is.exemptions(), verdicts, today(), desk.language)
    if not observations or not verdicts:
        say(
            translate(mark("Not one figure to judge: nothing is kept by a guard that sees nothing."), desk.language), error=True
        )
        raise typer.Exit(EXIT_USAGE if book.errors else EXIT_MISSING)
    raise typer.Exit(exit_code(verdicts, book.errors))
