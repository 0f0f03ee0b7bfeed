"""`malvakt log verify`: is the log of avvik whole and unchanged?"""

from typing import Annotated

import typer

from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption

app = typer.Typer(no_args_is_help=True, help="Avviksloggen · the log of avvik.")


@app.callback()
def _log() -> None:
    """Avviksloggen · the log of avvik."""


@app.command("verify")
def verify(
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", metavar="SEQ:HASH", help="Et hode som ble trykt før · a head that was printed earlier."),
    ] = None,
    decisions_anchor: Annotated[
        str | None,
        typer.Option("--decisions-anchor", metavar="SEQ:HASH", help="Det samme for vedtakene · the same for the decisions."),
    ] = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Er loggen hel og uendret? · Is the log whole and unchanged?"""
    from engine.cli.output import EXIT_USAGE, say, show_json, show_problems
    from engine.exchange import problem_json
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    store = desk.store_as_it_is
    findings = (*store.verify_log(anchor=anchor), *store.verify_ledger(anchor=decisions_anchor))
    head, decisions = store.log_head(), store.ledger_head()
    if json:
        show_json(
            {
                "entries": head.count,
                "head": head.link,
                "decisions": str(decisions),
                "whole": not findings,
                "findings": [*map(problem_json, findings)],
            }
        )
    else:
        show_problems(findings)
        verdict = (
            mark("{count} entries, head {head}: the log is whole")
            if not findings
            else mark("{count} entries, head {head}: the log has been changed")
        )
        say(translate(verdict, desk.language).format(count=head.count, head=f"{head.count}:{head.link}"))
        text = translate(mark("The ledger has {count} decisions; its head is {head}."), desk.language)
        say(text.format(count=decisions.count, head=decisions))
    if findings:
        raise typer.Exit(EXIT_USAGE)
