"""`malvakt run`: judge what is due, write the verdicts and the avvik."""

from typing import Annotated

import typer

from engine.cli.options import AsOfOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now, today

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Vis hva en runde ville skrive, skriv ingenting · show it, write nothing.")
]


def run(
    as_of: AsOfOption = None,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Døm det som er forfalt, og skriv avvik · Judge what is due, write verdicts and avvik"""
    from engine import rounds
    from engine.cli.aml_evidence import casework_json, casework_line, judge_evidence
    from engine.cli.heartbeat import after_round, alarming
    from engine.cli.notices import show_unheard
    from engine.cli.output import EXIT_MISSED, EXIT_USAGE, say, show_json, show_problems
    from engine.cli.reports import round_json, round_lines
    from engine.language import mark, translate
    from engine.store.clock import require_clock

    desk = Desk.set_up(rules, database, language)
    show_problems(desk.rulebook.problems)
    store = desk.store_as_it_is.rehearsing() if dry_run else desk.store
    require_clock(store, now())
    with alarming(desk):
        # A rehearsal leaves the evidence of working time alone: `malvakt aml check` shows its breaches without keeping them.
        caseworks = [] if dry_run else list(judge_evidence(desk, now()))
        result = rounds.run(store, desk.rulebook, as_of=as_of or today(), at=now(), tell=desk.telling)
    if json:
        show_json({**round_json(result), "aml": [*map(casework_json, caseworks)], "dry_run": dry_run})
    else:
        if dry_run:
            say(translate(mark("A rehearsal: this is what a round would write now; nothing was written."), desk.language))
        for casework in caseworks:
            say(casework_line(casework, desk.language))
        for line in round_lines(result, desk.language):
            say(line)
        show_unheard(result.told.unheard, desk)
    if not dry_run:
        after_round(desk, result)
    if desk.rulebook.errors:
        raise typer.Exit(EXIT_USAGE)
    if result.held:
        raise typer.Exit(EXIT_MISSED)
