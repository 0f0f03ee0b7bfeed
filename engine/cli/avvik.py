"""`malvakt avvik …`: see the avvik and work them to a measured effect."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import (
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    LanguageOption,
    OrganisationOption,
    RulesOption,
    day,
    now,
    today,
)

if TYPE_CHECKING:
    from engine.avvik.avvik import Avvik
    from engine.avvik.entries import Draft
    from engine.facts import Verdict

app = typer.Typer(no_args_is_help=True, help="Avvikene · the avvik.")

AvvikId = Annotated[str, typer.Argument(metavar="ID", help="A-000001")]
Reason = Annotated[str, typer.Argument(metavar="REASON", help="Begrunnelsen · why.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="Teksten · the words.")]


@app.command("list")
def list_avvik(
    organisation: OrganisationOption = None,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE", help="ny, under_behandling, tiltak …")] = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """List avvikene · List the avvik"""
    from engine.avvik.states import State
    from engine.cli.avvik_words import show_avvik
    from engine.cli.output import show_json
    from engine.cli.verdicts import unknown
    from engine.exchange import avvik_json
    from engine.language import mark

    states = [each.value for each in State]
    if state is not None and state not in states:
        message = mark("unknown state {name}")
        raise unknown(message, mark("unknown state {name} (did you mean {suggestion}?)"), state, states)
    desk = Desk.set_up(rules, database, language)
    found = [avvik for avvik in desk.store_as_it_is.avvik(organisation) if state in (None, avvik.state.value)]
    if json:
        show_json([*map(avvik_json, found)])
    else:
        show_avvik(found, desk.language)


@app.command("show")
def show(
    avvik_id: AvvikId,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis ett avvik med alt som har skjedd · Show one avvik with all that happened"""
    from engine.cli.avvik_words import entry_line, show_actions, show_avvik
    from engine.cli.exemption import covering, show_exemptions
    from engine.cli.output import say, show_json
    from engine.exchange import avvik_json, entry_json

    desk = Desk.set_up(rules, database, language)
    avvik = desk.store_as_it_is.one_avvik(avvik_id)
    if json:
        exempt = covering(desk.store_as_it_is.exemptions(), today())
        show_json({**avvik_json(avvik), "exemption": exempt(avvik.subject), "entries": [*map(entry_json, avvik.entries)]})
        return
    timeline = desk.store_as_it_is.timeline(avvik.subject)
    show_avvik([avvik], desk.language)
    show_exemptions(desk.store_as_it_is.exemptions(), [avvik.subject], today(), desk.language)
    _say_why(desk, avvik, timeline)
    show_actions(avvik, timeline, desk.language)
    say()
    for entry in avvik.entries:
        say(entry_line(entry, desk.language))


def _say_why(desk: Desk, avvik: "Avvik", timeline: "Iterable[Verdict]") -> None:
    """The newest missed period in a sentence, where the rule is still in force."""
    from engine.checks.words import sentence
    from engine.cli.output import say

    missed = [verdict for verdict in timeline if verdict.period == avvik.last_period]
    found = desk.rulebook.by_id.get(avvik.subject.rule)
    if missed and found:
        say(f"\n{sentence(missed[0], found.organisation, found.rule, desk.language)}")


@app.command("comment")
def comment(
    avvik_id: AvvikId,
    text: Text,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Skriv en kommentar · Write a comment"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.comment(avvik, who, text))


@app.command("assign")
def assign(
    avvik_id: AvvikId,
    to: Annotated[str, typer.Option("--to", metavar="WHO", help="Hvem som får det · who gets it.")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gi avviket til noen · Give it to somebody"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.assign(avvik, who, to))


@app.command("act")
def act(
    avvik_id: AvvikId,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="Tiltaket · the action.")] = None,
    responsible: Annotated[str | None, typer.Option("--responsible", metavar="WHO", help="Ansvarlig · who does it.")] = None,
    due: Annotated[date | None, typer.Option("--due", parser=day, metavar="D", help="Fristen · when it must be done.")] = None,
    effect_periods: Annotated[
        int,
        typer.Option("--effect-periods", min=1, help="Perioder på rad som må nå målet · periods in a row that must meet it."),
    ] = 2,
    cause: Annotated[str | None, typer.Option("--cause", metavar="TEXT", help="Årsaken · the cause.")] = None,
    cause_code: Annotated[str, typer.Option("--cause-code", metavar="CODE", help="Årsakskode · code of the cause.")] = "other",
    done: Annotated[
        str | None, typer.Option("--done", metavar="ACTION", help="Tiltaket er utført · this action is done.")
    ] = None,
    done_in: Annotated[
        str | None, typer.Option("--done-in", metavar="P", help="Perioden det ble utført i · the period it was done in.")
    ] = None,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Sett årsak, legg til tiltak, eller meld tiltak utført · Set the cause, add an action, or report one done"""
    from engine.avvik import life
    from engine.cli.verdicts import known_period
    from engine.errors import UsageError
    from engine.language import mark

    if (text is None) == (done is None) and cause is None:
        raise UsageError(mark("give either the text of an action, or --done with the action's number, or --cause"))
    if text is not None and (responsible is None or due is None):
        raise UsageError(mark("an action needs --responsible and --due"))

    def moves(avvik: "Avvik", who: str) -> Iterable["Draft"]:
        drafts: tuple[Draft, ...] = ()
        if cause is not None:
            drafts += life.set_cause(avvik, who, cause_code, cause)
        if text is not None and responsible is not None and due is not None:
            # Made in the same breath: the second move is made on the avvik as the first leaves it.
            drafts += life.act(avvik.after(drafts), who, text, responsible=responsible, due=due, effect_periods=effect_periods)
        if done is not None:
            drafts += life.done(avvik, who, done, period=known_period(done_in))
        return drafts

    _move(avvik_id, by, Desk.set_up(rules, database, language), moves)


@app.command("verify")
def verify(
    avvik_id: AvvikId,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Vurderingen · the judgement.")] = "",
    failed: Annotated[bool, typer.Option("--failed", help="Effekten uteble · the effect did not come.")] = False,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Bekreft effekten; aldri den ansvarlige selv · Confirm the effect; never by the responsible"""
    from engine.avvik import life

    desk = Desk.set_up(rules, database, language)

    def moves(avvik: "Avvik", who: str) -> Iterable["Draft"]:
        return life.verify(avvik, who, desk.store_as_it_is.timeline(avvik.subject), text=text, failed=failed)

    _move(avvik_id, by, desk, moves)


@app.command("close")
def close(
    avvik_id: AvvikId,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Avsluttende ord · closing words.")] = "",
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Lukk etter bekreftet effekt · Close after a confirmed effect"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.close(avvik, who, text))


@app.command("reject")
def reject(
    avvik_id: AvvikId,
    reason: Reason,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Avvis med begrunnelse · Reject with a reason"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.reject(avvik, who, reason))


@app.command("reopen")
def reopen(
    avvik_id: AvvikId,
    reason: Reason,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Gjenåpne med begrunnelse · Reopen with a reason"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.reopen(avvik, who, reason))


@app.command("erase")
def erase(
    avvik_id: AvvikId,
    entries: Annotated[list[int], typer.Argument(metavar="ENTRY…", help="Linjenes numre i loggen · the entries' numbers.")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")],
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Slett navn og ord for godt, slik loven krever · Delete names and words for good, as the law demands"""
    from engine.avvik import life

    _move(avvik_id, by, Desk.set_up(rules, database, language), lambda avvik, who: life.erase(avvik, who, entries, reason))


def _move(
    avvik_id: str,
    by: str | None,
    desk: Desk,
    moves: Callable[["Avvik", str], Iterable["Draft"]],
) -> None:
    """Make a person's move on the avvik as it stands now; if somebody wrote in between, nothing is written."""
    from engine.cli.avvik_words import entry_line, show_avvik
    from engine.cli.output import say

    who = desk.who(by)
    avvik = desk.store_as_it_is.one_avvik(avvik_id)
    drafts = tuple(moves(avvik, who))
    changed = desk.store_as_it_is.append(avvik.id, drafts, at=now(), expected_last_seq=avvik.entries[-1].seq)
    for entry in changed.entries[-len(drafts) :]:
        say(entry_line(entry, desk.language))
    show_avvik([changed], desk.language)
