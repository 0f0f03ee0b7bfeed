"""`malvakt exemption …`: for whom nobody is told, why, by whose word and until when."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.options import ByOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, day, today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.avvik.entries import Subject
    from engine.exemptions import Exemption
    from engine.facts import Verdict
    from engine.language import Language

app = typer.Typer(
    no_args_is_help=True, help="Unntak: tier om en regel, dømmer som før · silences messages, never the judgement."
)


@app.command("add")
def add(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Regelens id · the rule's id.")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")],
    approver: Annotated[str, typer.Option("--approver", metavar="WHO", help="Hvem som har godkjent det · who approved it.")],
    until: Annotated[date, typer.Option("--until", parser=day, metavar="D", help="Siste dag · the last day.")],
    since: Annotated[
        date | None, typer.Option("--since", parser=day, metavar="D", help="Første dag · the first day [i dag].")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Bare denne enheten · only this unit [alle].")] = "",
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Registrer et unntak med begrunnelse, godkjenner og slutt · Register an exemption with reason, approver and end"""
    from engine.decisions.exemption import exemptions, register

    desk = Desk.set_up(rules, database, language)
    who = desk.who(by)
    written = desk.decide(
        lambda decisions: register(
            desk.rulebook,
            exemptions(decisions),
            rule=rule,
            unit=unit,
            reason=reason,
            approver=approver,
            by=who,
            since=since or today(),
            until=until,
            today=today(),
        ),
    )
    _show([each for each in desk.store.exemptions() if each.id == written.about], desk, json=json)


@app.command("list")
def list_exemptions(
    everything: Annotated[bool, typer.Option("--all", help="Også de som er over · those that are over, too.")] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """List unntakene som gjelder eller kommer · List the exemptions that hold or will"""
    desk = Desk.set_up(rules, database, language)
    found = [each for each in desk.store_as_it_is.exemptions() if everything or not each.is_over_on(today())]
    _show(found, desk, json=json)


@app.command("end")
def end(
    name: Annotated[str, typer.Argument(metavar="ID", help="U-0001")],
    reason: Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")],
    by: ByOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Avslutt et unntak fra i dag · End an exemption from today on"""
    from engine.decisions import exemption

    desk = Desk.set_up(rules, database, language)
    who = desk.who(by)
    written = desk.decide(
        lambda decisions: exemption.end(exemption.exemptions(decisions), name, by=who, reason=reason, today=today())
    )
    _show([each for each in desk.store.exemptions() if each.id == written.about], desk, json=json)


def covering(exemptions: "Sequence[Exemption]", on: date) -> "Callable[[Verdict | Subject], str | None]":
    """The id of the exemption that keeps silent about a verdict or an avvik's subject on that day, or None."""

    def of(each: "Verdict | Subject") -> str | None:
        return next((known.id for known in exemptions if known.covers(each.organisation, each.rule, each.unit, on)), None)

    return of


def show_exemptions(
    exemptions: "Sequence[Exemption]", verdicts: "Iterable[Verdict | Subject]", on: date, language: "Language"
) -> None:
    """A line for each exemption that holds on that day for any of these: nobody is told, and the judgement is the same."""
    from engine.cli.output import say
    from engine.language import mark, translate

    judged = list(verdicts)
    text = translate(mark("○ {rule}{unit}: exempt by {id} until {until}, approved by {approver}: {reason}"), language)
    for each in exemptions:
        if any(each.covers(one.organisation, one.rule, one.unit, on) for one in judged):
            unit = f" · {each.unit}" if each.unit else ""
            told = {"rule": each.rule, "unit": unit, "id": each.id, "until": each.until}
            say(text.format(approver=each.approver, reason=each.reason, **told))


def exemption_json(each: "Exemption") -> dict[str, Any]:
    return {
        "id": each.id,
        "organisation": each.organisation,
        "rule": each.rule,
        "unit": each.unit,
        "since": each.since.isoformat(),
        "until": each.until.isoformat(),
        "ended_on": each.ended_on.isoformat() if each.ended_on else None,
        "holds": each.holds_on(today()),
        "reason": each.reason,
        "approver": each.approver,
        "registered_by": each.registered_by,
        "registered_at": each.registered_at.isoformat(),
    }


def _show(found: "Sequence[Exemption]", desk: Desk, *, json: bool) -> None:
    from engine.cli.output import say, show_json, show_table
    from engine.language import mark, translate

    if json:
        show_json([*map(exemption_json, found)])
        return
    if not found:
        say(translate(mark("None."), desk.language))
        return
    words = [
        mark("Exemption"),
        mark("Rule"),
        mark("Unit"),
        mark("From"),
        mark("To"),
        mark("Ended"),
        mark("Approved by"),
        mark("Why"),
    ]
    rows = [
        [
            each.id,
            each.rule,
            each.unit,
            each.since.isoformat(),
            each.until.isoformat(),
            each.ended_on.isoformat() if each.ended_on else "",
            each.approver,
            each.reason,
        ]
        for each in found
    ]
    show_table([translate(word, desk.language) for word in words], rows)
