"""`malvakt report PERIOD`: the month's or the year's report, drafted or final; `list` and `show` of the final ones."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from engine.cli.options import (
    AsOfOption,
    ByOption,
    DatabaseOption,
    Desk,
    JsonOption,
    OrganisationOption,
    RulesOption,
    acting,
    now,
)
from engine.cli.report_projects import portfolio_of
from engine.cli.report_words import comment, words
from engine.language import Language, mark, translate

if TYPE_CHECKING:
    from engine.publishing import Order
    from engine.report.collect import Collected
    from engine.report.edition import Edition
    from engine.report.formats import Format

WRITE = "write"

LangOption = Annotated[
    Language | None,
    typer.Option("--language", "--lang", metavar="nb|en", help="Rapportens språk · the report's language (MALVAKT_LANGUAGE)."),
]
ReportOption = Annotated[
    str | None, typer.Option("--report", metavar="ID", help="Hvilken rapport · which report [den som finnes].")
]


class _PeriodFirst(TyperGroup):
    """`malvakt report 2023-03` is `malvakt report write 2023-03`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0][:1].isdigit():
            args = [WRITE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_PeriodFirst, no_args_is_help=True, help="Rapporten · the report: malvakt report 2023-03")
app.command("comment")(comment)
app.command("words")(words)


@app.command(WRITE)
def write(
    period: Annotated[str, typer.Argument(metavar="MONTH|YEAR", help="2023-03, 2023.")],
    organisation: OrganisationOption = None,
    report: ReportOption = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="F", help="html, pdf, docx, xlsx eller all · or all [html].")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final/--draft", help="Endelig utgave eller utkast · final edition or draft.")
    ] = False,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="WHY", help="Hvorfor tvilsomme ord får stå · why doubtful words stand.")
    ] = None,
    by: ByOption = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Mappen for filene · the folder for the files.")] = Path(),
    as_of: AsOfOption = None,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LangOption = None,
) -> None:
    """Lag rapporten for en måned eller et år · Make the report of a month or a year"""
    from engine.cli.output import show_problems

    desk = Desk.set_up(rules, database, language, user=by)
    show_problems(desk.rulebook.problems)
    order = _order(desk, period, organisation, report, as_of)
    chosen = _formats(formats)
    made = _finalised(desk, order, accept, chosen, quiet=json) if final else _drafted(desk, order, chosen, quiet=json)
    files = _written(out, made)
    _tell(desk, files, made, order, json=json)


class _Made:
    """What the command made: its files by name, and the edition or the draft that they are of."""

    def __init__(self, files: dict[str, bytes], edition: "Edition | None", draft: "Collected | None") -> None:
        self.files = files
        self.edition = edition
        self.draft = draft


def _order(desk: Desk, period: str, organisation: str | None, report: str | None, as_of: Any) -> "Order":
    from engine.cli.report_words import known
    from engine.publishing import Order

    found = known(desk, organisation, period, report)
    return Order(
        organisation=found.organisation.id,
        report=found.report,
        period=found.period,
        language=desk.language,
        as_of=as_of,
        portfolio=portfolio_of(desk, found.organisation.id, found.report),
        smallest_group=desk.settings.smallest_group,
    )


def _formats(named: list[str] | None) -> "tuple[Format, ...]":
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


def _drafted(desk: Desk, order: "Order", chosen: "Iterable[Format]", *, quiet: bool) -> _Made:
    from engine.publishing import draft
    from engine.report.formats import RENDERERS

    stem = f"{order.organisation}-{order.report.id}-{order.period}-{translate(mark('draft'), desk.language)}"
    with _progress(1 + len(list(chosen)), quiet=quiet) as step:
        collected = draft(desk.store, desk.rulebook, order)
        step()
        files = {}
        for each in chosen:
            files[stem + RENDERERS[each].suffix] = RENDERERS[each].render(collected.document)
            step()
    return _Made(files, None, collected)


def _finalised(desk: Desk, order: "Order", accept: str | None, chosen: "Iterable[Format]", *, quiet: bool) -> _Made:
    """Every format is kept, whichever is written to the folder: an edition is complete."""
    from engine.publishing import finalise
    from engine.report.formats import RENDERERS

    with _progress(1, quiet=quiet) as step:
        edition = finalise(desk.store, desk.rulebook, order, who=acting(desk), at=now(), accepted=accept or "")
        step()
    files = {edition.name + RENDERERS[each].suffix: desk.store.edition_content(edition, each.value) for each in chosen}
    return _Made(files, edition, None)


def _progress(steps: int, *, quiet: bool) -> Any:
    """A bar on standard error, where a person looks on: `step()` when one of the steps is done."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import Progress

    @contextmanager
    def bar() -> Any:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
            task = progress.add_task("", total=steps)
            yield lambda: progress.advance(task)

    return bar()


def _written(out: Path, made: _Made) -> list[Path]:
    from engine.errors import UsageError
    from engine.names import printable

    written = []
    for name, content in made.files.items():
        path = out / name
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            message = mark("{file} cannot be written: {reason}")
            raise UsageError(message, file=printable(path, 255), reason=error.strerror or "?") from None
        written.append(path)
    return written


def _tell(desk: Desk, files: list[Path], made: _Made, order: "Order", *, json: bool) -> None:
    from engine.cli.output import say, show_json

    flags = made.draft.flags if made.draft else ()
    if json:
        show_json(
            {
                "period": str(order.period),
                "report": order.report.id,
                "edition": edition_json(made.edition) if made.edition else None,
                "files": [str(path) for path in files],
                "flags": [{"about": f.about, "quote": f.quote, "text": f.text(desk.language)} for f in flags],
            }
        )
        return
    for path in files:
        say(str(path))
    for flag in flags:
        say(f"! {flag.about}: «{flag.quote}» – {flag.text(desk.language)}", error=True)
    if made.edition:
        message = mark("Edition {number} of {period} is final; its seal is {link}.")
        say(translate(message, desk.language).format(number=made.edition.number, period=order.period, link=made.edition.link))


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


@app.command("list")
def list_editions(
    organisation: OrganisationOption = None,
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


@app.command("show")
def show(
    number: Annotated[int, typer.Argument(metavar="NO", help="Nummeret i `report list` · its number in `report list`.")],
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="F", help="html, pdf, docx, xlsx eller all · or all [html].")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Mappen for filene · the folder for the files.")] = Path(),
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
    chosen = [each for each in _formats(formats) if each.value in edition.files]
    if not chosen:
        raise UsageError(mark("{name} was kept as {formats}"), name=edition.name, formats=", ".join(edition.files))
    contents = {
        edition.name + RENDERERS[each].suffix: desk.store_as_it_is.edition_content(edition, each.value) for each in chosen
    }
    files = _written(out, _Made(contents, edition, None))
    if json:
        show_json({**edition_json(edition), "written": [str(path) for path in files]})
    else:
        for path in files:
            say(str(path))
