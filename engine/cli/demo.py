"""`malvakt demo`: both reports' figures in, in the order of their arrival, a round after each; then what the guard says."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from engine.cli.demo_database import fresh_database
from engine.cli.demo_files import STORY, deliveries, in_section, say_words, steps
from engine.cli.options import OSLO, DatabaseOption, Desk, JsonOption, LanguageOption, RulesOption, now

if TYPE_CHECKING:
    from socket import socket

    from engine.facts import Delivery, Verdict
    from engine.intake.profile import Profile
    from engine.web.demo.story.happening import Happening
    from engine.web.demo.story.script import Script

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
    # Read first, so that a wrong folder wipes and makes nothing.
    listed = steps(fixtures, with_correction=with_correction)
    script = _script(fixtures) if serve else None
    if database:
        _show_all(Desk.set_up(rules, database, language), fixtures, listed, json=json)
        return
    with _held_port(port) if serve else nullcontext() as held, fresh_database(_address(held) if held else "") as own:
        desk = Desk.set_up(rules, own, language)
        if held:
            desk = _with_pages(desk, _address(held))
        _show_all(desk, fixtures, listed, script, json=json)
        if held:
            _serve(desk, held)


def _show_all(
    desk: Desk, fixtures: Path, listed: Iterable[Mapping[str, Any]], script: "Script | None" = None, *, json: bool
) -> None:
    _refuse_what_was_begun(desk)
    happening = [*_arrivals(desk, fixtures, listed, quiet=False), *(_story(desk, fixtures, script) if script else ())]
    for each in _with_progress(sorted(happening, key=lambda each: each.at), quiet=json):
        each.do()
    for step in in_section(fixtures, "words"):
        say_words(desk, fixtures, step)
    _tell(desk, json=json)


def _refuse_what_was_begun(desk: Desk) -> None:
    from engine.cli.output import show_problems
    from engine.errors import UsageError
    from engine.language import mark

    if desk.store.deliveries():
        raise UsageError(mark("the demo starts from an empty database, and this one has deliveries: give it another"))
    show_problems(desk.rulebook.problems)


def _arrivals(desk: Desk, fixtures: Path, listed: Iterable[Mapping[str, Any]], *, quiet: bool) -> "Iterator[Happening]":
    """Every delivery with a round after it. `quiet`: what is refused is for the pages to show."""
    from engine.web.demo.story.happening import Happening

    for delivery, profile in deliveries(desk, fixtures, listed):
        yield Happening(delivery.received_at, partial(_arrive, desk, delivery, profile, quiet=quiet))


def _arrive(desk: Desk, delivery: "Delivery", profile: "Profile", *, quiet: bool) -> None:
    from engine import rounds
    from engine.cli.output import show_problems
    from engine.reception import take_in

    problems = take_in(desk.store, desk.rulebook, delivery, profile).problems
    if not quiet:
        show_problems(problems)
    # Only the organisation that delivers is judged: the two reports lie eight years apart, and neither is late for that.
    own = desk.rulebook.of(delivery.declaration.organisation)
    rounds.run(desk.store, own, as_of=delivery.received_at.astimezone(OSLO).date(), at=delivery.received_at)


def _script(fixtures: Path) -> "Script | None":
    """What people did besides; None in a folder of fixtures without it."""
    from engine.web.demo.story.script import read

    return read(fixtures / STORY) if (fixtures / STORY).exists() else None


def _story(desk: Desk, fixtures: Path, script: "Script") -> "Iterator[Happening]":
    from engine.web.demo.story.told import told
    from engine.web.demo.story.working_time import Room

    folder = (fixtures / STORY).parent
    room = Room(desk.store, desk.persons, desk.rulebook, desk.profiles, desk.settings.smallest_group)
    yield from _arrivals(desk, folder, script.deliveries, quiet=True)
    yield from told(room, script, folder, now())


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


def _held_port(port: int) -> "socket":
    """Held from now on: the figures come in for some seconds, and another demo may be begun meanwhile."""
    from engine.web.server import listening

    return listening(port)


def _address(held: "socket") -> str:
    host, port = held.getsockname()
    return f"http://{host}:{port}"


def _with_pages(desk: Desk, address: str) -> Desk:
    """Choose the pages' settings before the store is loaded: on this machine only, without a code app."""
    from engine.web.configuration import DEMO_URLS, configure

    own = {
        "base_url": address,
        "second_factor": "optional",
        "oidc_issuer": "",
        "trusted_proxies": "",
        # Invented working time is kept apart from an organisation's own, and judged by the law alone.
        "person_database_url": "",
        "aml_profiles": "",
    }
    pages = Desk(desk.settings.model_copy(update=own))
    configure(pages.settings, DEMO_URLS)
    return pages


def _serve(desk: Desk, held: "socket") -> None:
    """The address and a link for each role, once the address is open; then the pages, until somebody stops them."""
    from engine.cli.output import say
    from engine.language import mark, translate
    from engine.store.people.events import Change
    from engine.web.demo.accounts import HEMIT, PEOPLE, open_accounts
    from engine.web.demo.enter import code_of
    from engine.web.demo.story.working_time import pseudonym
    from engine.web.server import serve_on

    open_accounts(desk.people_as_they_are, Change("demo", now()), partial(pseudonym, desk.persons, HEMIT))
    base_url = desk.settings.base_url

    def tell() -> None:
        text = mark(
            "The pages are open at {address}. A link signs in as whom it names, as often as you like; stop with Ctrl-C."
        )
        say("\n" + translate(text, desk.language).format(address=base_url))
        for someone in PEOPLE:
            roles = ", ".join(sorted({grant.role.value for grant in someone.grants}))
            say(f"  {someone.name} ({roles}): {base_url}/demo/{code_of(someone.email)}/")
        sys.stdout.flush()

    serve_on(held, desk.settings, tell)


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
    from engine.cli.storm import storm_line
    from engine.cli.verdicts import show_corrections, show_missing, show_verdicts
    from engine.decisions.storm import Fate
    from engine.evaluate import newest
    from engine.language import mark, translate

    def heading(text: str) -> None:
        say(f"\n{translate(text, desk.language)}")

    latest = newest(verdicts)
    show_verdicts(latest, desk.rulebook, desk.language, history=verdicts)
    heading(mark("Avvik"))
    show_avvik(list(desk.store.avvik()), desk.language)
    heading(mark("Corrected figures"))
    held = [each for each in desk.store.storms() if each.fate is Fate.HELD]
    # Of a period that a held round is about, one line says what to do: which of its figures are right nobody knows yet.
    waiting = {(each.organisation, missed[3]) for each in held for missed in each.missed}
    pairs = desk.store.corrections()
    corrected = [pair for pair in pairs if (pair[1].organisation, str(pair[1].period)) not in waiting]
    show_corrections(corrected, desk.rulebook, desk.language)
    for storm in held:
        say(f"\n{storm_line(storm, desk.language)}")
    heading(mark("Missing figures"))
    show_missing(verdicts, desk.rulebook, desk.language)
    head = desk.store.log_head()
    anchor = translate(mark("The log has {count} entries; its head is {head}."), desk.language)
    say(f"\n{anchor.format(count=head.count, head=head)}")
    closer = translate(mark("Look closer: malvakt avvik show A-000001 --database {database}"), desk.language)
    say(closer.format(database=desk.settings.database_url))
