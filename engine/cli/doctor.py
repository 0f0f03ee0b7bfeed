"""`malvakt doctor`: what is wrong with this installation, and what to do."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.doctor import Checked, Patient
    from engine.language import Language


def doctor(
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Finn ut hva som er galt, og hva du gjør med det · Find out what is wrong, and what to do"""
    from engine.cli.output import EXIT_MET, EXIT_MISSED, EXIT_USAGE, show_json
    from engine.doctor import Gravity, examine

    # Settings that cannot be read end the command with every one of them named: without them nothing else can be asked.
    desk = Desk.set_up(rules, database, language)
    checked = examine(patient(desk))
    if json:
        show_json([*map(_json, checked)])
    else:
        _show(checked, desk.language)
    gravest = {finding.gravity for each in checked for finding in each.findings}
    code = EXIT_USAGE if Gravity.WRONG in gravest else EXIT_MISSED if gravest else EXIT_MET
    raise typer.Exit(code)


def patient(desk: Desk) -> "Patient":
    from engine.doctor import Patient

    return Patient(
        settings=desk.settings,
        book=lambda: desk.rulebook,
        store=desk.store_as_it_is,
        outbox=desk.outbox,
        persons=desk.persons_as_they_are,
        channels=lambda: desk.channels,
        now=now(),
        env_file=Path(".env"),
    )


def _show(checked: "Sequence[Checked]", language: "Language") -> None:
    from engine.cli.output import say
    from engine.doctor import Gravity
    from engine.language import mark, translate

    signs = {Gravity.WRONG: "✗", Gravity.LOOK: "!"}
    names = {
        "rules": mark("rules"),
        "database": mark("database"),
        "log": mark("the log"),
        "clock": mark("the clock"),
        "disk": mark("disk"),
        "cache": mark("cache"),
        "secrets": mark("secrets"),
        "guarding": mark("guarding"),
        "jobs": mark("jobs"),
        "channels": mark("channels"),
        "outbox": mark("outbox"),
        "quarantine": mark("quarantine"),
        "persons": mark("evidence about persons"),
        "machine": mark("machine"),
        "heartbeat": mark("heartbeat"),
    }
    for each in checked:
        name = translate(names[each.name], language)
        if not each.findings:
            say(f"✓ {name}")
        for finding in each.findings:
            say(f"{signs[finding.gravity]} {name}: {finding.problem.text(language)}")


def _json(each: "Checked") -> dict[str, Any]:
    from engine.exchange import problem_json

    findings = [{"gravity": finding.gravity.value, **problem_json(finding.problem)} for finding in each.findings]
    return {"check": each.name, "well": not findings, "findings": findings}
