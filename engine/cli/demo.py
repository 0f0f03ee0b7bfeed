"""`malvakt demo`: both reports' figures in, in the order of their arrival, a round after each; then what the guard says."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from engine.cli.options import OSLO, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, instant, now

if TYPE_CHECKING:
    from engine.facts import Delivery, Verdict
    from engine.intake.profile import Profile

DATABASE = Path("var/demo.sqlite3")

_Step = TypeVar("_Step")


def demo(
    with_correction: Annotated[
        bool, typer.Option("--with-correction", help="Også to rettelser av sykefraværet · two corrections of sick leave too.")
    ] = False,
    fixtures: Annotated[Path, typer.Option("--fixtures", metavar="DIR", help="Mappen med filene · the files.")] = Path(
        "fixtures"
    ),
    serve: Annotated[
        bool, typer.Option("--serve", help="Åpne sidene på denne maskinen etterpå · open the pages on this machine afterwards.")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Porten til sidene · the port of the pages.")] = 8000,
    json: JsonOption = False,
    rules: RulesOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Vis begge rapportene dømt · Show both reports judged"""
    from engine.errors import UsageError
    from engine.language import mark

    if serve and database:
        raise UsageError(mark("the demo's pages are for the demo's own database: leave out --database"))
    steps = _steps(fixtures, with_correction=with_correction)  # first, so that a wrong folder wipes and makes nothing
    desk = Desk.set_up(rules, database or _fresh_database(), language)
    if serve:
        desk = _with_pages(desk, port)
    _judge(desk, fixtures, steps, quiet=json)
    _tell(desk, json=json)
    if serve:
        _serve(desk)


def _judge(desk: Desk, fixtures: Path, steps: Iterable[dict[str, Any]], *, quiet: bool) -> None:
    """Take in every delivery in the order of its arrival, with a round after each."""
    from engine import rounds
    from engine.cli.output import show_problems
    from engine.errors import UsageError
    from engine.language import mark
    from engine.reception import take_in

    book, store = desk.rulebook, desk.store
    if store.deliveries():
        raise UsageError(mark("the demo starts from an empty database, and this one has deliveries: give it another"))
    show_problems(book.problems)
    deliveries = sorted(_deliveries(desk, fixtures, steps), key=lambda pair: pair[0].received_at)
    for delivery, profile in _with_progress(deliveries, quiet=quiet):
        show_problems(take_in(store, book, delivery, profile).problems)
        # Only the organisation that delivers is judged: the two reports lie eight years apart, and neither is late for that.
        own = book.of(delivery.declaration.organisation)
        rounds.run(store, own, as_of=delivery.received_at.astimezone(OSLO).date(), at=delivery.received_at)
    for step in _listed(fixtures, "words"):
        _say(desk, fixtures, step)


def _tell(desk: Desk, *, json: bool) -> None:
    from engine.cli.output import show_json
    from engine.cli.verdicts import in_book_order
    from engine.exchange import avvik_json, verdict_json

    verdicts = in_book_order(desk.store.verdicts(), desk.rulebook)
    if json:
        judged = [verdict_json(verdict, desk.rulebook.by_id[verdict.rule].rule.title) for verdict in verdicts]
        show_json({"verdicts": judged, "avvik": [*map(avvik_json, desk.store.avvik())]})
    else:
        _show(desk, verdicts)


def _with_pages(desk: Desk, port: int) -> Desk:
    """Choose the pages' settings before the store is loaded: on this machine only, without a code app."""
    from engine.web.configuration import DEMO_URLS, configure
    from engine.web.server import LOOPBACK, free_port

    own = {
        "base_url": f"http://{LOOPBACK}:{free_port(port)}",
        "second_factor": "optional",
        "oidc_issuer": "",
        "trusted_proxies": "",
    }
    pages = Desk(desk.settings.model_copy(update=own))
    configure(pages.settings, DEMO_URLS)
    return pages


def _serve(desk: Desk) -> None:
    """The address and a link for each role, once the address is open; then the pages, until somebody stops them."""
    from engine.cli.output import say
    from engine.language import mark, translate
    from engine.store.people.events import Change
    from engine.web.demo.accounts import invite
    from engine.web.server import LOOPBACK, serve

    links = [*invite(desk.people_as_they_are, Change("demo", now()))]
    base_url = desk.settings.base_url

    def tell() -> None:
        text = mark("The pages are open at {address}. Each of these links signs in once; stop with Ctrl-C.")
        say("\n" + translate(text, desk.language).format(address=base_url))
        for someone, code in links:
            roles = ", ".join(sorted({grant.role.value for grant in someone.grants}))
            say(f"  {someone.name} ({roles}): {base_url}/demo/{code}/")
        sys.stdout.flush()

    serve(LOOPBACK, int(base_url.rpartition(":")[2]), desk.settings, tell)


def _fresh_database() -> str:
    """The demo's own database, wiped: what it shows depends on the files alone."""
    DATABASE.parent.mkdir(parents=True, exist_ok=True)
    for leftover in DATABASE.parent.glob(f"{DATABASE.name}*"):
        leftover.unlink()
    return f"sqlite:///{DATABASE}"


def _steps(fixtures: Path, *, with_correction: bool) -> list[dict[str, Any]]:
    """What fixtures/demo.yaml lists: who sent which file when, and what they said about it."""
    return [*_listed(fixtures, "deliveries"), *(_listed(fixtures, "corrections") if with_correction else ())]


def _listed(fixtures: Path, section: str) -> list[dict[str, Any]]:
    from engine.arriving import read_file
    from engine.rulebook import yaml

    manifest = fixtures / "demo.yaml"
    listed: Any = yaml.read(read_file(manifest), str(manifest)).data
    return list(listed.get(section, ()))


def _say(desk: Desk, fixtures: Path, step: dict[str, Any]) -> None:
    """Keep the texts of one file as their writer's, for the organisation's report of that period."""
    from engine.arriving import read_file
    from engine.cli.report_words import known
    from engine.language import Language
    from engine.report.word_file import names, read
    from engine.report.words import Said

    asked = known(desk, step["organisation"], str(step["period"]), None)
    path = fixtures / step["file"]
    for each in read(read_file(path), str(path), names(asked.report, asked.organisation)):
        said = Said(
            organisation=asked.organisation.id,
            about=each.about,
            period=asked.period,
            text=each.text,
            language=Language.NB,
            who=step["by"],
            at=instant(step["at"]),
        )
        desk.store.say(said)


def _deliveries(desk: Desk, fixtures: Path, steps: Iterable[dict[str, Any]]) -> "Iterator[tuple[Delivery, Profile]]":
    from engine.arriving import read_file
    from engine.facts import Delivery, Way
    from engine.intake import choose, declare

    for step in steps:
        path = fixtures / step["file"]
        profile = choose(desk.rulebook.profiles, path.name, step["source"])
        declaration = declare(profile, path.name, **_said(step))
        received_at = instant(step["received_at"])
        delivery = Delivery(
            declaration=declaration,
            file_name=path.name,
            content=read_file(path),
            received_at=received_at,
            way=Way.COMMAND,
        )
        yield delivery, profile


def _said(step: dict[str, Any]) -> dict[str, Any]:
    extracted_at = date.fromisoformat(step["extracted_at"]) if "extracted_at" in step else None
    preliminary = step["status"] == "preliminary" if "status" in step else None
    period = str(step["period"]) if "period" in step else None
    return {
        "organisation": step["organisation"],
        "period": period,
        "extracted_at": extracted_at,
        "preliminary": preliminary,
    }


def _with_progress(steps: Sequence[_Step], *, quiet: bool) -> Iterable[_Step]:
    """A bar on standard error while the deliveries come in, where a person looks on."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(steps, description="", console=console, transient=True, disable=quiet or not console.is_terminal)


def _show(desk: Desk, verdicts: "Sequence[Verdict]") -> None:
    """Every target of each organisation, then the avvik, what was corrected, and what is missing."""
    from engine.cli.avvik_words import show_avvik
    from engine.cli.output import say
    from engine.cli.verdicts import show_corrections, show_missing, show_verdicts
    from engine.evaluate import newest
    from engine.language import mark, translate

    def heading(text: str) -> None:
        say(f"\n{translate(text, desk.language)}")

    latest = newest(verdicts)
    show_verdicts(latest, desk.rulebook, desk.language, history=verdicts)
    heading(mark("Avvik"))
    show_avvik(list(desk.store.avvik()), desk.language)
    heading(mark("Corrected figures"))
    show_corrections(list(desk.store.corrections()), desk.rulebook, desk.language)
    heading(mark("Missing figures"))
    show_missing(verdicts, desk.rulebook, desk.language)
    head = desk.store.log_head()
    anchor = translate(mark("The log has {count} entries; its head is {head}."), desk.language)
    say(f"\n{anchor.format(count=head.count, head=head)}")
    closer = translate(mark("Look closer: malvakt avvik show A-000001 --database {database}"), desk.language)
    say(closer.format(database=desk.settings.database_url))
