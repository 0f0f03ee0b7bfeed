"""What a round did, in words and as JSON."""

from typing import TYPE_CHECKING, Any

from engine.cli.storm import storm_json, storm_line
from engine.facts import Outcome
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.rounds import Round
    from engine.store import Tally


def round_json(result: "Round") -> dict[str, Any]:
    return {
        "as_of": result.as_of.isoformat(),
        "judged": result.judged,
        "new": {outcome.value: result.new.get(outcome, 0) for outcome in Outcome},
        "opened": list(result.opened),
        "changed": list(result.changed),
        "held": [*map(storm_json, result.held)],
        "rules": {each.organisation: {"judged": each.judged, "of": each.rules} for each in result.tallies},
        "notices": result.told.notices,
        "unheard": [matter.name for matter in result.told.unheard],
    }


def round_lines(result: "Round", language: Language) -> list[str]:
    new = sum(result.new.values())
    first = translate(mark("As of {as_of}: {judged} verdicts, {new} of them new"), language)
    lines = [first.format(as_of=result.as_of.isoformat(), judged=result.judged, new=new)]
    if not result.judged:
        lines.append(translate(mark("Not one figure to judge: nothing is kept by a guard that sees nothing."), language))
    if result.opened:
        lines.append(translate(mark("Opened: {ids}"), language).format(ids=", ".join(result.opened)))
    if result.changed:
        lines.append(translate(mark("Added to: {ids}"), language).format(ids=", ".join(result.changed)))
    lines += [_idle(each, language) for each in result.tallies if each.rules and not each.judged]
    lines += [storm_line(storm, language) for storm in result.held]
    if result.told.notices:
        message = translate(mark("Notices put into the outbox: {count}"), language)
        lines.append(message.format(count=result.told.notices))
    return lines


def _idle(tally: "Tally", language: Language) -> str:
    text = translate(mark("⚠ {organisation}: 0 of {rules} rules ran. Nothing there is kept."), language)
    return text.format(organisation=tally.organisation, rules=tally.rules)
