"""`malvakt storm …`: rounds that were held because too many avvik would open at once; a person releases or rejects them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.options import OSLO, ByOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.decisions.storm import Storm, Verb
    from engine.language import Language

app = typer.Typer(no_args_is_help=True, help="Stormvakten: runder som venter på et menneske · held rounds.")

StormId = Annotated[str, typer.Argument(metavar="ID", help="S-0001")]
Why = Annotated[str, typer.Option("--reason", metavar="REASON", help="Begrunnelsen · why.")]


@app.command("list")
def list_storms(
    everything: Annotated[bool, typer.Option("--all", help="Også de som er avgjort · those that are settled, too.")] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """List rundene som holdes tilbake · List the rounds that are held"""
    from engine.cli.output import show_json
    from engine.decisions.storm import Fate

    desk = Desk.set_up(rules, database, language)
    found = [each for each in desk.store_as_it_is.storms() if everything or each.fate is Fate.HELD]
    if json:
        show_json([*map(storm_json, found)])
    else:
        _table(found, desk.language)


@app.command("show")
def show(
    name: StormId,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis hva en holdt runde ville ha skrevet · Show what a held round would have written"""
    from engine.cli.output import say, show_json, show_table
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    storm = _one(desk.store_as_it_is.storms(), name)
    if json:
        show_json(storm_json(storm))
        return
    _table([storm], desk.language)
    words = [mark("Rule"), mark("Unit"), mark("Dimension"), mark("Periods")]
    rows = [[rule, unit, dimension, ", ".join(periods)] for rule, unit, dimension, periods in storm.openings]
    say()
    show_table([translate(word, desk.language) for word in words], rows)
    if storm.additions:
        text = translate(mark("Would be added to: {ids}"), desk.language)
        say(text.format(ids=", ".join(storm.additions)))
    if storm.reason:
        say(f"{storm.settled_by}: {storm.reason}")


@app.command("release")
def release(
    name: StormId,
    reason: Why,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Slipp runden fram: avvikene er ekte · Let the round through: the avvik are real"""
    from engine.decisions.storm import Verb

    _rule(Desk.set_up(rules, database, language), name, Verb.RELEASE, by, reason)


@app.command("reject")
def reject(
    name: StormId,
    reason: Why,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Avvis runden: dommene står, men ingen avvik reises før tall eller regler endres · Reject it: no avvik are raised"""
    from engine.decisions.storm import Verb

    _rule(Desk.set_up(rules, database, language), name, Verb.REJECT, by, reason)


def storm_json(storm: "Storm") -> dict[str, Any]:
    return {
        "id": storm.id,
        "organisation": storm.organisation,
        "fate": storm.fate.value,
        "held_at": storm.held_at.isoformat(),
        "as_of": storm.as_of.isoformat(),
        "new": storm.sudden,
        "judged_before": storm.judged_before,
        "openings": [
            {"rule": rule, "unit": unit, "dimension": dimension, "periods": list(periods)}
            for rule, unit, dimension, periods in storm.openings
        ],
        "additions": list(storm.additions),
        "settled_at": storm.settled_at.isoformat() if storm.settled_at else None,
        "settled_by": storm.settled_by,
        "reason": storm.reason,
    }


def storm_line(storm: "Storm", language: "Language") -> str:
    """The loud line of a held round, with what to do about it."""
    from engine.language import mark, translate

    text = mark(
        "✋ HELD: {new} new avvik at once in {organisation} (of {judged_before} judged before) is more than its limits allow. "
        "Nothing of it is in the log. Look: malvakt storm show {id}; then malvakt storm release or reject {id}"
    )
    told = {"new": storm.sudden, "organisation": storm.organisation, "judged_before": storm.judged_before, "id": storm.id}
    return translate(text, language).format(**told)


def _rule(desk: Desk, name: str, verb: "Verb", by: str | None, reason: str) -> None:
    from engine.cli.output import EXIT_MISSED, say
    from engine.cli.reports import round_lines
    from engine.language import translate
    from engine.ruling import TOLD, answer

    found = answer(desk.store, desk.telling, name, verb, by=desk.who(by), reason=reason, at=now())
    say(translate(TOLD[found.storm.fate], desk.language).format(id=found.storm.id))
    for line in round_lines(found.round, desk.language):
        say(line)
    if found.round.held:
        raise typer.Exit(EXIT_MISSED)


def _one(storms: "Sequence[Storm]", name: str) -> "Storm":
    from engine.cli.verdicts import unknown
    from engine.language import mark

    by_id = {each.id: each for each in storms}
    wanted = name.strip().upper()
    if wanted not in by_id:
        message = mark("there is no held round {name}; `malvakt storm list` shows them")
        raise unknown(message, mark("there is no held round {name} (did you mean {suggestion}?)"), name, by_id)
    return by_id[wanted]


def _table(found: "Sequence[Storm]", language: "Language") -> None:
    from engine.cli.output import say, show_table
    from engine.decisions.storm import FATES
    from engine.language import mark, translate

    if not found:
        say(translate(mark("None."), language))
        return
    words = [
        mark("Held round"),
        mark("Organisation"),
        mark("Held at"),
        mark("New"),
        mark("Judged before"),
        mark("What became of it"),
    ]
    rows = [
        [
            each.id,
            each.organisation,
            f"{each.held_at.astimezone(OSLO):%Y-%m-%d %H:%M}",
            str(each.sudden),
            str(each.judged_before),
            translate(FATES[each.fate], language),
        ]
        for each in found
    ]
    show_table([translate(word, language) for word in words], rows, right=(3, 4))
