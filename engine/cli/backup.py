"""`malvakt backup` and `malvakt restore`: everything in one file while others write, and back into an empty database."""

from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE|DIR", help="Filen, eller en mappe · the file, or a folder.")],
    with_persons: Annotated[
        bool, typer.Option("--with-persons", help="Også persondata om arbeidstid · evidence about persons too.")
    ] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta sikkerhetskopi mens andre skriver · Back up while others write"""
    from engine.backup import take
    from engine.backup.taking import databases
    from engine.cli.output import EXIT_USAGE, say, show_json, show_problems
    from engine.language import mark, translate
    from engine.logs import Event, tell

    desk = Desk.set_up(rules, database, language)
    begun = monotonic()
    judged, persons = databases(desk.settings.database_url, desk.settings.person_database_url)
    taken = take(file, judged, now(), persons=persons if with_persons else None)
    seconds = monotonic() - begun
    tell(Event.BACKUP_TAKEN, rows=taken.rows, head=taken.log_head.count, seconds=round(seconds, 3))
    if json:
        show_json(
            {
                "file": str(taken.file),
                "rows": taken.rows,
                "log_head": str(taken.log_head),
                "ledger_head": str(taken.ledger_head),
                "with_persons": taken.with_persons,
                "whole": not taken.findings,
                "seconds": round(seconds, 3),
            }
        )
    else:
        text = mark("✓ {file}: {rows} rows in {seconds} s. The log's head is {head}: keep it somewhere else than the backup")
        told = {"file": taken.file, "rows": taken.rows, "seconds": f"{seconds:.1f}", "head": taken.log_head}
        say(translate(text, desk.language).format(**told))
    if taken.findings:
        show_problems(taken.findings)
        raise typer.Exit(EXIT_USAGE)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Sikkerhetskopien · the backup.")],
    database: Annotated[
        str,
        typer.Option(
            "--database", metavar="URL", help="En tom database · an empty database (MALVAKT_DATABASE_URL gjelder ikke)."
        ),
    ],
    person_database: Annotated[
        str | None,
        typer.Option("--person-database", metavar="URL", help="Hvor persondata skal · where evidence about persons goes."),
    ] = None,
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", metavar="SEQ:HASH", help="Et hode som ble trykt før · a head that was printed earlier."),
    ] = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    language: LanguageOption = None,
) -> None:
    """Legg tilbake en sikkerhetskopi, kontrollert, i en tom database · Restore a backup, verified, into an empty database"""
    from engine.avvik.chain import Head
    from engine.backup import restore as restored_from
    from engine.backup.taking import databases
    from engine.cli.output import say, show_json, show_problems
    from engine.language import mark, translate
    from engine.logs import Event, tell

    desk = Desk.set_up(rules, database, language)
    begun = monotonic()
    judged, persons = databases(database, person_database or "")
    wanted = None if anchor is None else Head.parse(anchor)
    result = restored_from(file, judged, persons=persons, anchor=wanted)
    seconds = monotonic() - begun
    tell(Event.RESTORED, rows=result.rows, head=result.log_head.count, seconds=round(seconds, 3))
    if json:
        show_json(
            {
                "file": str(file),
                "taken_at": result.manifest.taken_at,
                "rows": result.rows,
                "log_head": str(result.log_head),
                "ledger_head": str(result.ledger_head),
                "with_persons": result.with_persons,
                "seconds": round(seconds, 3),
            }
        )
    else:
        show_problems(result.findings)
        text = mark("✓ {rows} rows of {taken_at} restored and verified in {seconds} s. The log's head is {head}")
        told = {"rows": result.rows, "taken_at": result.manifest.taken_at, "seconds": f"{seconds:.1f}", "head": result.log_head}
        say(translate(text, desk.language).format(**told))
