"""`malvakt notify`: who would hear what and why, does a channel work, send what waits, and what waits or failed and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import ByOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from engine.notify.preview import Preview

app = typer.Typer(no_args_is_help=True, help="Varsler · notices.")

RetryOption = Annotated[
    int | None, typer.Option("--retry", metavar="NO", help="La dette døde varselet få en ny sjanse · try this dead one again.")
]
ShowOption = Annotated[
    int | None, typer.Option("--show", metavar="NO", help="Vis dette varselet slik det sendes · show it as it is sent.")
]


@app.callback()
def _notify() -> None:
    """Varsler · notices."""


@app.command("preview")
def preview(
    avvik_id: Annotated[str | None, typer.Argument(metavar="[A-000001]", help="Et virkelig avvik · a real avvik.")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Et tenkt avvik på regelen · an invented one.")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="ID", help="Enheten · the unit.")] = None,
    dimension: Annotated[str, typer.Option("--dimension", metavar="ID", help="Medlemmet · the member.")] = "",
    severity: Annotated[str | None, typer.Option("--severity", metavar="S", help="low, medium, high, critical")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="R", help="first, worse, reminder, cleared, …")] = "first",
    to: Annotated[str | None, typer.Option("--to", metavar="EMAIL", help="Hvem teksten er til · whose text.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Skriv e-postens HTML hit · write the HTML.")
    ] = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hvem ville fått vite hva, og hvorfor · Who would be told what, and why"""
    from engine.cli.notify_preview import asked, letter_to, preview_json, show_preview
    from engine.cli.output import say, show_json

    desk = Desk.set_up(rules, database, language)
    about = asked(desk, avvik_id, rule=rule, unit=unit, dimension=dimension, severity=severity, reason=reason)
    found: Preview = about.preview(now())
    letter = letter_to(about, found, to, now())
    if html is not None and letter is not None:
        html.write_text(letter.html, encoding="utf-8")
    if json:
        show_json(preview_json(found, letter))
        return
    show_preview(found, desk.language)
    if letter is not None:
        say(f"\n{letter.subject}\n\n{letter.text}")


@app.command("test")
def test(
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Kanalens id · the channel's id.")],
    to: Annotated[str, typer.Option("--to", metavar="EMAIL", help="Hvem, for e-post · to whom, for e-mail.")] = "",
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Send én prøvemelding gjennom en kanal · Send one message through a channel"""
    from engine.cli.notify_sending import trial
    from engine.cli.output import show_problems

    desk = Desk.set_up(rules, database, language)
    found = desk.channels
    show_problems(found.problems)
    trial(found, channel, to, desk.language, now())


@app.command("send")
def send(
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Send det som venter i utboksen · Send what waits in the outbox"""
    import random

    from engine.cli.notify_sending import emptied_json, show_emptied
    from engine.cli.output import EXIT_MISSED, show_json, show_problems
    from engine.post import deliver

    desk = Desk.set_up(rules, database, language)
    found = desk.channels
    show_problems(found.problems)
    result = deliver(desk.outbox, found.by_id, clock=now, jitter=random.random)
    if json:
        show_json(emptied_json(result))
    else:
        show_emptied(result, desk.language)
    if result.bugs:
        raise ExceptionGroup("a channel failed in a way that it should not", result.bugs)
    if result.unsent:
        raise typer.Exit(EXIT_MISSED)


@app.command("queue")
def queue(
    everything: Annotated[bool, typer.Option("--all", help="De sendte også · those that are sent too.")] = False,
    retry: RetryOption = None,
    show: ShowOption = None,
    json: JsonOption = False,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Hva som venter, hva som ble oppgitt, og hvorfor · What waits, what was given up, and why"""
    from engine.cli.notify_sending import queued_json, show_queue
    from engine.cli.output import say, show_json
    from engine.store.outbox.nouns import State

    desk = Desk.set_up(rules, database, language)
    box = desk.outbox
    if retry is not None:
        box.revive(retry, by or desk.settings.user or "command line", now())
    if show is not None:
        letter = box.letter(show)
        say(f"{letter.subject}\n\n{letter.text}")
        return
    listed = box.queue(*(State if everything else (State.WAITING, State.DEAD)))
    if json:
        show_json([queued_json(each) for each in listed])
    else:
        show_queue(listed, box.counts(), desk.language)
