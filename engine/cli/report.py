"""`malvakt report PERIOD`: the month's or the year's report, drafted or final; `list` and `show` of the final ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    now,
)
from engine.cli.report_editions import (
    FormatsOption,
    LangOption,
    OutOption,
    chosen_formats,
    edition_json,
    list_editions,
    show,
    written,
)
from engine.cli.report_words import comment, words
from engine.language import mark, translate

if TYPE_CHECKING:
    from engine.publishing import Order
    from engine.report.collect import Collected
    from engine.report.edition import Edition
    from engine.report.formats import Format

WRITE = "write"

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
app.command("list")(list_editions)
app.command("show")(show)


@app.command(WRITE)
def write(
    period: Annotated[str, typer.Argument(metavar="MONTH|YEAR", help="2023-03, 2023.")],
    organisation: OrganisationOption = None,
    report: ReportOption = None,
    formats: FormatsOption = None,
    final: Annotated[
        bool, typer.Option("--final/--draft", help="Endelig utgave eller utkast · final edition or draft.")
    ] = False,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="WHY", help="Hvorfor tvilsomme ord får stå · why doubtful words stand.")
    ] = None,
    by: ByOption = None,
    out: OutOption = Path(),
    as_of: AsOfOption = None,
    when_complete: Annotated[
        bool, typer.Option("--when-complete", help="Bare når alle tall som kom sist, er kommet · only when every figure is in.")
    ] = False,
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
    chosen = chosen_formats(formats)
    if when_complete:
        _wait_for_the_rest(desk, order)
    made = _finalised(desk, order, accept, chosen, quiet=json) if final else _drafted(desk, order, chosen, quiet=json)
    files = written(out, made.files)
    _tell(desk, files, made, order, json=json)


def _wait_for_the_rest(desk: Desk, order: "Order") -> None:
    """Exit code 4, with the names of what is missing, until every figure is in."""
    from engine.cli.output import EXIT_MISSING, say
    from engine.publishing import wanting

    lacking = wanting(desk.store_as_it_is, desk.rulebook, order)
    if lacking:
        message = translate(mark("{period} waits for {names}"), desk.language)
        say(message.format(period=order.period, names=", ".join(lacking)), error=True)
        raise typer.Exit(EXIT_MISSING)


@dataclass(frozen=True)
class _Made:
    """What the command made: its files by name, and the edition or the draft that they are of."""

    files: "Mapping[str, bytes]"
    edition: "Edition | None" = None
    draft: "Collected | None" = None


def _order(desk: Desk, period: str, organisation: str | None, report: str | None, as_of: Any) -> "Order":
    from engine.cli.report_words import known
    from engine.portfolios import portfolio_of
    from engine.publishing import Order

    found = known(desk, organisation, period, report)
    return Order(
        organisation=found.organisation.id,
        report=found.report,
        period=found.period,
        language=desk.language,
        as_of=as_of,
        portfolio=portfolio_of(desk.rulebook, desk.settings, found.organisation.id, found.report),
        smallest_group=desk.settings.smallest_group,
    )


def _drafted(desk: Desk, order: "Order", chosen: "Iterable[Format]", *, quiet: bool) -> _Made:
    from engine.publishing import draft
    from engine.report.formats import RENDERERS

    marker = translate(mark("draft"), desk.language)
    stem = f"{order.organisation}-{order.report.id}-{order.period}-{marker}"
    with _progress(1 + len(list(chosen)), quiet=quiet) as step:
        collected = draft(desk.store_as_it_is, desk.rulebook, order)
        step()
        files = {}
        for each in chosen:
            files[stem + RENDERERS[each].suffix] = RENDERERS[each].render(collected.document)
            step()
    return _Made(files, draft=collected)


def _finalised(desk: Desk, order: "Order", accept: str | None, chosen: "Iterable[Format]", *, quiet: bool) -> _Made:
    """Every format is kept, whichever is written to the folder: an edition is complete."""
    from engine.publishing import finalise
    from engine.report.formats import RENDERERS

    with _progress(1, quiet=quiet) as step:
        edition = finalise(desk.store, desk.rulebook, order, who=desk.who(), at=now(), accepted=accept or "")
        step()
    files = {edition.name + RENDERERS[each].suffix: desk.store.edition_content(edition, each.value) for each in chosen}
    return _Made(files, edition)


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
