"""The final reports at the command line: `malvakt report list`, `show`, and the files that a report is written to."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.options import DatabaseOption, Desk, JsonOption, OrganisationOption, RulesOption
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.report.edition import Edition
    from engine.report.formats import Format

LangOption = Annotated[
    Language | None,
    typer.Option("--language", "--lang", metavar="nb|en", help="Rapportens språk · the report's language (MALVAKT_LANGUAGE)."),
]
FormatsOption = Annotated[
    list[str] | None, typer.Option("--format", metavar="F", help="html, pdf, docx, xlsx eller all · or all [html].")
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Mappen for filene · the folder for the files.")]


def list_editions(
    organisation: OrganisationOption = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Utkastene som ble laget av seg selv · those made by themselves.")
    ] = False,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LangOption = None,
) -> None:
    """Vis de endelige rapportene · Show the final reports"""
    from engine.cli.options import OSLO
    from engine.cli.output import show_json, show_table
    from engine.cli.verdicts import known_organisation

    desk = Desk.set_up(rules, database, language)
    if drafts:
        _list_drafts(desk, known_organisation(desk.rulebook, organisation), json=json)
        return
    found = desk.store_as_it_is.editions(known_organisation(desk.rulebook, organisation))
    if json:
        show_json([*map(edition_json, found)])
        return
    words_ = [mark("No."), mark("Organisation"), mark("Report"), mark("Period"), mark("Edition"), mark("Finalised"), mark("By")]
    rows = [
        (
            *(str(each.seq), each.organisation, each.report, str(each.period), str(each.number)),
            *(f"{each.at.astimezone(OSLO):%Y-%m-%d %H:%M}", each.who),
        )
        for each in found
    ]
    show_table([translate(word, desk.language) for word in words_], rows)


def _list_drafts(desk: Desk, organisation: str | None, *, json: bool) -> None:
    from engine.cli.options import OSLO
    from engine.cli.output import show_json, show_table

    found = desk.store_as_it_is.drafts(organisation)
    if json:
        show_json(
            [
                {**asdict(each), "period": str(each.period), "at": each.at.isoformat(), "as_of": each.as_of.isoformat()}
                for each in found
            ]
        )
        return
    heads = [mark("Organisation"), mark("Report"), mark("Period"), mark("Made"), mark("To be mended")]
    rows = [
        (each.organisation, each.report, str(each.period), f"{each.at.astimezone(OSLO):%Y-%m-%d %H:%M}", str(each.flags))
        for each in found
    ]
    show_table([translate(head, desk.language) for head in heads], rows)


def show(
    number: Annotated[int, typer.Argument(metavar="NO", help="Nummeret i `report list` · its number in `report list`.")],
    formats: FormatsOption = None,
    out: OutOption = Path(),
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LangOption = None,
) -> None:
    """Hent en endelig rapport slik den ble lagret · Fetch a final report as it was kept, byte for byte"""
    from engine.cli.output import say, show_json
    from engine.errors import UsageError
    from engine.report.formats import RENDERERS

    desk = Desk.set_up(rules, database, language)
    edition = next((each for each in desk.store_as_it_is.editions() if each.seq == number), None)
    if edition is None:
        raise UsageError(mark("there is no final report {number}; `malvakt report list` shows them all"), number=number)
    chosen = [each for each in chosen_formats(formats) if each.value in edition.files]
    if not chosen:
        raise UsageError(mark("{name} was kept as {formats}"), name=edition.name, formats=", ".join(edition.files))
    contents = {
        edition.name + RENDERERS[each].suffix: desk.store_as_it_is.edition_content(edition, each.value) for each in chosen
    }
    files = written(out, contents)
    if json:
        show_json({**edition_json(edition), "written": [str(path) for path in files]})
    else:
        for path in files:
            say(str(path))


def edition_json(edition: "Edition") -> dict[str, Any]:
    return {
        "seq": edition.seq,
        "organisation": edition.organisation,
        "report": edition.report,
        "period": str(edition.period),
        "edition": edition.number,
        "language": edition.language.value,
        "as_of": edition.as_of.isoformat(),
        "at": edition.at.isoformat(),
        "by": edition.who,
        "accepted": edition.accepted,
        "log_head": edition.log_head,
        "files": dict(edition.files),
        "link": edition.link,
    }


def chosen_formats(named: list[str] | None) -> "tuple[Format, ...]":
    """The formats that a user names, in their order. UsageError for one that does not exist."""
    from engine.cli.verdicts import unknown
    from engine.report.formats import Format

    known = [each.value for each in Format]
    wanted = [part for name in named or ["html"] for part in name.split(",")]
    if "all" in wanted:
        return tuple(Format)
    for name in wanted:
        if name not in known:
            message = mark("unknown format {name}")
            raise unknown(message, mark("unknown format {name} (did you mean {suggestion}?)"), name, [*known, "all"])
    return tuple(Format(name) for name in dict.fromkeys(wanted))


def written(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files into the folder, which is made where it is not there. UsageError where it cannot be."""
    from engine.errors import UsageError
    from engine.names import printable

    paths = []
    for name, content in files.items():
        path = out / name
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            message = mark("{file} cannot be written: {reason}")
            raise UsageError(message, file=printable(path, 255), reason=error.strerror or "?") from None
        paths.append(path)
    return paths
