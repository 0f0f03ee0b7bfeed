"""What has happened, as a reader sees it."""

from datetime import UTC, date, datetime

from engine.avvik import life
from engine.avvik.states import State
from engine.language import Language
from engine.people import Role
from engine.periods import Period
from engine.web.review.timeline import Told, timeline
from engine.web.templatetags.review import spot
from tests.web.site import AVVIK, Site, role

KARI, OLA = "kari@hemit.no", "ola@hemit.no"
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def told(site: Site, language: Language = Language.NB) -> list[Told]:
    return [*timeline(site.parts.store.one_avvik(AVVIK), {KARI: "Kari"}, language)]


def write(site: Site, drafts: life.Drafts) -> None:
    site.parts.store.append(AVVIK, drafts, NOW, site.parts.store.one_avvik(AVVIK).entries[-1].seq)


def test_an_action_is_said_by_its_number_and_its_period_in_words(site: Site) -> None:
    store = site.parts.store
    write(site, life.assign(store.one_avvik(AVVIK), KARI, KARI))
    write(site, life.set_cause(store.one_avvik(AVVIK), KARI, "capacity", "For få"))
    for text in ("Ny vaktplan", "Ringekampanje"):
        due = date(2027, 1, 5)
        write(site, life.act(store.one_avvik(AVVIK), KARI, text, responsible=KARI, due=due, effect_periods=1))
    write(site, life.done(store.one_avvik(AVVIK), KARI, "1", period=Period.parse("2015"), text=""))
    write(site, life.done(store.one_avvik(AVVIK), KARI, "2", period=None, text=""))
    what = [each.what for each in told(site)][:4]
    assert what[1:] == [
        "tiltak nr. 1 utført i 2015",
        "tiltak nr. 2: Kari, frist 05.01.2027",
        "tiltak nr. 1: Kari, frist 05.01.2027",
    ]
    assert what[0].startswith("tiltak nr. 2 utført")
    # The second action moved nothing: only the first says where the avvik went.
    assert [each.state for each in told(site)][:4] == [State.EFFEKTVURDERING, None, None, State.TILTAK]


def test_what_the_machine_found_is_told_with_its_period_in_words(site: Site) -> None:
    site.client(role(Role.QUALITY))
    assert told(site)[-1].facts.startswith("2014: 68 (krav")


def test_a_line_of_a_file_is_named_in_the_readers_language_and_a_cell_as_it_is() -> None:
    assert spot("line 2 «Andel»", Language.NB) == "linje 2 «Andel»"
    assert spot("line 2 «Andel»", Language.EN) == "line 2 “Andel”"
    assert spot("Ark1!B7", Language.NB) == "Ark1!B7"
