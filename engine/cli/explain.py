"""`malvakt rules explain`: why a rule says what it says of one unit, member and period."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import AsOfOption, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, today

if TYPE_CHECKING:
    from engine.explanation import Explanation
    from engine.expression.explaining import Explained
    from engine.language import Language
    from engine.periods import Period
    from engine.rulebook.book import InForce

SIGNS = {"true": "✓", "false": "✗", "value": "=", "missing": "?", "failed": "⚠", "not_looked_at": "·"}
"""By the state of a part. The last was not computed, because something before it had decided."""
_INDENT = "  "


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Regelens id · the rule's id.")],
    period: Annotated[str, typer.Option("--period", metavar="P", help="Perioden · the period.")],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="U", help="Enheten · the unit [regelens eneste · the rule's only one].")
    ] = None,
    dimension: Annotated[
        str | None,
        typer.Option("--dimension", metavar="D", help="Leddet · the member [regelens eneste · the rule's only one]."),
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Forklar en dom ledd for ledd · Explain a verdict part by part"""
    from engine import explanation
    from engine.cli.output import say, show_json, show_problems
    from engine.cli.verdicts import known_period, known_rule
    from engine.errors import UsageError
    from engine.exchange import explanation_json
    from engine.language import mark

    desk = Desk.set_up(rules, database, language)
    show_problems(desk.rulebook.problems)
    found = known_rule(desk.rulebook, rule)
    asked = known_period(period)
    assert asked is not None
    _check_grain(found, asked)
    where = {"unit": _unit(found, unit), "dimension": _dimension(found, dimension)}
    observations = desk.store_as_it_is.observations(found.organisation.id)
    told = explanation.explain(found, observations, as_of or today(), period=asked, **where)
    if told is None:
        message = mark("{rule} has no verdict in {period}: the unit does not exist then, or the series begins later")
        raise UsageError(message, rule=found.rule.id, period=str(asked))
    if json:
        show_json(explanation_json(told, found.rule.title))
        return
    for line in _lines(told, desk.language):
        say(line)


def _check_grain(found: "InForce", period: "Period") -> None:
    from engine.errors import UsageError
    from engine.language import mark

    metric = found.organisation.metrics[found.rule.metric]
    if period.grain is not metric.grain:
        message = mark("{rule} has one verdict per {grain}, and {period} is none")
        raise UsageError(message, rule=found.rule.id, grain=metric.grain.word, period=str(period))


def _unit(found: "InForce", given: str | None) -> str:
    from engine.language import mark

    judged = found.rule.units_of(found.organisation)
    several = mark("{rule} judges several units; name one with --unit: {names}")
    message = mark("{rule} does not judge the unit {name}; it judges {names}")
    return _one_of(found, judged, given, message, several)


def _dimension(found: "InForce", given: str | None) -> str:
    """The total when nothing is said and the rule judges it."""
    from engine.language import mark

    judged = found.rule.dimensions_of(found.organisation.metrics[found.rule.metric])
    several = mark("{rule} judges several members; name one with --dimension: {names}")
    message = mark("{rule} does not judge the member {name}; it judges {names}")
    return _one_of(found, judged, "" if given is None and "" in judged else given, message, several)


def _one_of(found: "InForce", judged: tuple[str, ...], given: str | None, unknown: str, several: str) -> str:
    from engine.errors import UsageError
    from engine.names import shown

    names = ", ".join(map(shown, judged))
    if given is None and len(judged) == 1:
        return judged[0]
    if given is None:
        raise UsageError(several, rule=found.rule.id, names=names)
    if given not in judged:
        raise UsageError(unknown, rule=found.rule.id, name=shown(given), names=names)
    return given


def _lines(told: "Explanation", language: "Language") -> Iterator[str]:
    from engine.language import mark, translate
    from engine.words import outcome_words

    asked = {"when": mark("Judged when"), "except": mark("Not judged when"), "condition": mark("Wanted")}
    yield outcome_words(told.verdict, language)
    yield told.sentence(language)
    for each in told.conditions:
        yield ""
        yield f"{translate(asked[each.key], language)}: {each.text}"
        yield each.sentence(language)
        yield from _tree(each.tree, language, _INDENT)


def _tree(part: "Explained", language: "Language", indent: str) -> Iterator[str]:
    """Each part on a line under what it is a part of, with its sign and its value."""
    from engine.expression.unparse import literal

    value = part.result.value if part.result else None
    shown = "" if value is None or isinstance(value, bool) else f" = {literal(value)}"
    yield f"{indent}{SIGNS[part.state]} {part.text}{shown}"
    for inner in part.parts:
        yield from _tree(inner, language, indent + _INDENT)
