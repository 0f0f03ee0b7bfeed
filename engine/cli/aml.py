"""`malvakt aml …`: breaches of the Working Environment Act, found in work records."""

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import (
    aml_access,
    aml_calibrate,
    aml_cases,
    aml_ingest,
    aml_moves,
    aml_retain,
    aml_table,
    aml_whatif,
)
from engine.cli.aml_options import (
    FromOption,
    PlanOption,
    ProfileOption,
    ProfilesOption,
    Records,
    ToOption,
    asked_days,
    read_profiles,
    read_records,
)
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.worktime.blocks import Known
    from engine.worktime.kinds import Status
    from engine.worktime.normalise import Normalised

app = typer.Typer(no_args_is_help=True, help="AML: arbeidstid og brudd · working time and breaches.")

FAR_OUTSIDE = 14
"""Days. A weekend or a holiday at an end of the files is nothing to speak of; a month is a typing error or a missing file."""


@app.callback()
def _aml() -> None:
    """AML: arbeidstid og brudd · working time and breaches."""


@app.command("check")
def check(
    records: Records,
    profile: ProfileOption = None,
    profiles: ProfilesOption = None,
    first: FromOption = None,
    last: ToOption = None,
    plan: PlanOption = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Også varsler, unntak og det som er innenfor avtale · warnings and exemptions too.")
    ] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Finn brudd i arbeidstid, vis dem, lagre ingenting · Find breaches, show them, keep nothing"""
    from engine.cli.aml_rows import counted, show_results
    from engine.cli.output import say, show_json
    from engine.language import mark, translate
    from engine.worktime.check import check as find
    from engine.worktime.kinds import SHOWN, Status
    from engine.worktime.normalise import normalise
    from engine.worktime.owners import owners_of

    desk = Desk.set_up(rules, database, language)
    owners = owners_of(read_profiles(desk, profiles, profile))
    given = normalise(read_records(records))
    known, report = asked_days(given, first, last, plan=plan)
    _tell_unknown_days(given, report, desk, plan=plan)
    found = find(given, owners, plan=plan, known=known, report=report, soft=everything)
    results = found.results(Status if everything else SHOWN)
    if json:
        show_json([dict(result.as_json()) for result in results])
    elif results:
        show_results(results, desk.language)
        say(counted(results, desk.language))
    elif known is not None:
        say(translate(mark("No breach found."), desk.language))
    raise typer.Exit(exit_code((result.status for result in results), seen=known is not None))


app.command("table")(aml_table.table)
app.command("whatif")(aml_whatif.whatif)
app.command("calibrate")(aml_calibrate.calibrate)
app.command("ingest")(aml_ingest.ingest)
app.command("cases")(aml_cases.cases)
app.command("case")(aml_cases.case)
app.command("cause")(aml_moves.cause)
app.command("note")(aml_moves.note)
app.command("close")(aml_moves.close)
app.command("reopen")(aml_moves.reopen)
app.command("retain")(aml_retain.retain)
app.command("access")(aml_access.access)


def exit_code(statuses: "Iterable[Status]", *, seen: bool = True) -> int:
    """1 with a breach, 4 when something could not be evaluated or nothing was `seen`, and nothing is a breach; else 0."""
    from engine.cli.output import EXIT_MET, EXIT_MISSED, EXIT_MISSING
    from engine.worktime.kinds import Status

    found = set(statuses)
    if found & {Status.BRUDD, Status.ABSOLUTT, Status.PLANLAGT}:
        return EXIT_MISSED
    return EXIT_MISSING if Status.NOT_EVALUATED in found or not seen else EXIT_MET


def _tell_unknown_days(given: "Normalised", report: "Known | None", desk: Desk, *, plan: bool) -> None:
    """Whoever asks about a month for which there is no record must not read silence as order."""
    from engine.cli.output import say
    from engine.language import mark, translate
    from engine.worktime.blocks import known_by

    covered = known_by(given.records.of_source(planned=plan))
    message = ""
    if covered is None:
        message = mark("There is not one record to judge: nothing is found by a guard that sees nothing.")
    elif report and max((covered.first - report.first).days, (report.last - covered.last).days) > FAR_OUTSIDE:
        message = mark("The records reach from {first} to {last} only; the other days count as days without work.")
    if message:
        details = {"first": covered.first, "last": covered.last} if covered else {}
        say(translate(message, desk.language).format(**details), error=True)
