"""`malvakt rules lint|show|explain`: are the rules well written, what do they say, and why did one say it?"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.explain import explain
from engine.cli.options import DatabaseOption, Desk, JsonOption, LanguageOption, OrganisationOption, RulesOption

if TYPE_CHECKING:
    from engine.rulebook.loader import InForce

app = typer.Typer(no_args_is_help=True, help="Reglene · the rules.")
app.command("explain")(explain)


@app.command("lint")
def lint(
    json: JsonOption = False, rules: RulesOption = None, database: DatabaseOption = None, language: LanguageOption = None
) -> None:
    """Let etter feil i regelfilene · Look for mistakes in the rule files"""
    from engine.cli.output import EXIT_USAGE, say, show_json, show_problems
    from engine.exchange import problem_json
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    book, reports = desk.rulebook, desk.reports
    problems, errors = (*book.problems, *reports.problems), (*book.errors, *reports.errors)
    if json:
        show_json([*map(problem_json, problems)])
    else:
        show_problems(problems)
        counts = {"rules": len(book.rules), "errors": len(errors), "warnings": len(problems) - len(errors)}
        say(translate(mark("{rules} rules in force, {errors} errors, {warnings} warnings"), desk.language).format(**counts))
    if errors:
        raise typer.Exit(EXIT_USAGE)


@app.command("show")
def show(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="Regelens id · the rule's id.")] = None,
    organisation: OrganisationOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis reglene slik de er skrevet og slik de gjelder · Show the rules as written and in force"""
    from engine.cli.output import show_json, show_problems, show_table
    from engine.cli.verdicts import known_organisation, known_rule, targets_in_words
    from engine.language import mark, translate

    desk = Desk.set_up(rules, database, language)
    book = desk.rulebook
    show_problems(book.problems)
    chosen = known_organisation(book, organisation)
    found = [known_rule(book, rule)] if rule else [r for r in book.rules if chosen in (None, r.organisation.id)]
    if json:
        show_json([_rule_json(each) for each in found])
        return
    if rule:
        _show_one(found[0], desk)
        return
    headings = [
        translate(word, desk.language) for word in (mark("Rule"), mark("Title"), mark("Check"), mark("Targets"), mark("Owner"))
    ]
    show_table(
        headings,
        (
            (each.rule.id, each.rule.title, each.rule.check, targets_in_words(each, desk.language), each.rule.owner)
            for each in found
        ),
    )


def _show_one(found: "InForce", desk: Desk) -> None:
    from json import dumps

    from engine.cli.output import say
    from engine.cli.verdicts import targets_in_words
    from engine.language import mark, translate

    rule = found.rule
    say(f"{rule.id}: {rule.title}")
    version, chapter = translate(mark("version"), desk.language), translate(mark("chapter"), desk.language)
    say(f"  {found.place}  {version} {found.version}")
    say(f"  {targets_in_words(found, desk.language)}")
    for source in [rule.source, *(target.source for target in getattr(rule, "targets", ()))]:
        if source:
            say(f"  «{source.quote}» ({source.document}, {chapter} {source.chapter})")
    for name, value in _rule_json(found).items():
        if name not in {"id", "title", "version", "place"} and value not in (None, "", [], ()):
            # JSON is YAML's own flow notation.
            say(f"  {name}: {value if isinstance(value, str) else dumps(value, ensure_ascii=False)}")


def _rule_json(found: "InForce") -> dict[str, Any]:
    written = found.rule.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return {
        "id": found.rule.id,
        "organisation": found.organisation.id,
        "version": found.version,
        "place": str(found.place),
        **written,
    }
