"""`malvakt report comment` and `malvakt report words`: what people write for a report."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.options import ByOption, DatabaseOption, Desk, LanguageOption, OrganisationOption, RulesOption, now
from engine.language import mark, translate

if TYPE_CHECKING:
    from engine.catalogue import Organisation
    from engine.periods import Period
    from engine.report.schema import Report
    from engine.report.words import Said


@dataclass(frozen=True)
class Asked:
    """The report that a user means."""

    organisation: "Organisation"
    report: "Report"
    period: "Period"


def known(desk: Desk, organisation: str | None, period: str, report: str | None) -> Asked:
    """UserError for what does not exist; without an organisation, the only one with a report for such a period."""
    from engine.cli.verdicts import known_organisation, known_period
    from engine.errors import RuleFileError, UsageError

    reports, when = desk.reports, known_period(period)
    if reports.errors:
        raise RuleFileError("", reports.errors)
    if when is None:
        raise UsageError(mark("say which month or year"))
    chosen = known_organisation(desk.rulebook, organisation)
    having = reports.by_organisation
    fitting = [name for name, own in having.items() if any(each.grain is when.grain for each in own)] or list(having)
    if chosen is None and len(fitting) == 1:
        chosen = fitting[0]
    if chosen is None:
        names = ", ".join(desk.rulebook.organisations)
        raise UsageError(mark("say whose report it is with --organisation: {names}"), names=names)
    return Asked(desk.rulebook.organisations[chosen], reports.of(chosen, when, report), when)


def comment(
    about: Annotated[str, typer.Argument(metavar="ABOUT", help="Et måltall eller en tekst i rapporten · a metric or a text.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Ordene; tom tekst trekker dem tilbake · empty takes them back.")],
    period: Annotated[str, typer.Option("--period", metavar="P", help="Perioden rapporten gjelder · 2023-03.")],
    organisation: OrganisationOption = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Hvilken rapport · which report.")] = None,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Skriv en kommentar til rapporten · Write a comment for the report"""
    from engine.cli.output import say
    from engine.report.word_file import names, refuse_unknown

    desk = Desk.set_up(rules, database, language)
    who, asked = desk.who(by), known(desk, organisation, period, report)
    refuse_unknown(about, names(asked.report, asked.organisation))
    _refuse_long(text)
    desk.store.say(_said(asked, about, text, who, desk))
    say(translate(mark("Kept: {about}, {period}"), desk.language).format(about=about, period=asked.period))


def words(
    period: Annotated[str, typer.Argument(metavar="MONTH|YEAR", help="2023-03, 2023.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Fil med tekster; uten den vises dem som gjelder · without it, shown."),
    ] = None,
    organisation: OrganisationOption = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Hvilken rapport · which report.")] = None,
    by: ByOption = None,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Ta inn tekstene til en rapport, eller vis dem · Take in a report's texts, or show them to be edited"""
    from engine.arriving import read_file
    from engine.cli.output import say
    from engine.names import printable
    from engine.report.word_file import names, read

    desk = Desk.set_up(rules, database, language)
    asked = known(desk, organisation, period, report)
    if file is None:
        say("\n".join(_to_edit(desk, asked)))
        return
    who = desk.who(by)
    written = read(read_file(file), printable(file, 255), names(asked.report, asked.organisation))
    changed = [each for each in written if _stands(desk, asked, each.about) != each.text]
    for each in changed:
        desk.store.say(_said(asked, each.about, each.text, who, desk))
    message = mark("{count} texts for {period}, {changed} of them new or changed")
    say(translate(message, desk.language).format(count=len(written), period=asked.period, changed=len(changed)))


def _said(asked: Asked, about: str, text: str, who: str, desk: Desk) -> "Said":
    from engine.report.words import Said

    return Said(
        organisation=asked.organisation.id,
        about=about,
        period=asked.period,
        text=text.strip(),
        language=desk.language,
        who=who,
        at=now(),
    )


def _refuse_long(text: str) -> None:
    from engine.errors import UsageError
    from engine.report.word_file import LONGEST

    if len(text) > LONGEST:
        raise UsageError(mark("a text has at most {most} characters"), most=LONGEST)


def _stands(desk: Desk, asked: Asked, about: str) -> str:
    """The text of the report's own period; "" without one."""
    from engine.report.words import standing

    found = standing(desk.store.words(asked.organisation.id), about, asked.period, desk.language, carried=False)
    return found.said.text if found else ""


def _to_edit(desk: Desk, asked: Asked) -> list[str]:
    """Every text of the chapters, written or not, then the comments on the report's metrics that stand."""
    from engine.report.words import standing

    said = desk.store_as_it_is.words(asked.organisation.id)
    texts = [part.words for chapter in asked.report.chapters for part in chapter.parts if part.words]
    commented = [each.about for each in said if each.about not in texts]
    lines = []
    for about in (*dict.fromkeys(texts), *dict.fromkeys(commented)):
        found = standing(said, about, asked.period, desk.language)
        if found or about in texts:
            lines += [f"## {about}", found.said.text if found else "", ""]
    return lines
