"""The pages of the rules: as written, as sentences, as judged, and why."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from engine.decisions.exemption import exemptions, register
from engine.language import Language
from engine.people import Role
from tests.web.site import OTHER, Site, role
from tests.web.test_aml import text

ROOT = Path(__file__).parents[2]
FIRST_LINE = "/rules/hnikt-first-line/"


@pytest.mark.parametrize(
    ("language", "said"),
    [(Language.NB, ("minst 70 %", "mars 2023", "ikke nådd")), (Language.EN, ("at least 70 %", "March 2023", "missed"))],
)
def test_a_rule_is_shown_as_written_as_sentence_and_as_judged(site: Site, language: Language, said: tuple[str, ...]) -> None:
    page = text(site.client(role(Role.READER, OTHER), language=language).get(FIRST_LINE))
    for each in (*said, "id: hnikt-first-line", "rules/helse-nord-ikt/"):
        assert each in page


def test_the_written_lines_end_where_the_next_rule_begins(site: Site) -> None:
    page = text(site.client(role(Role.READER, OTHER)).get(FIRST_LINE))
    assert page.count("id: hnikt-") == 1


def test_a_verdict_is_explained(site: Site) -> None:
    page = text(site.client(role(Role.READER, OTHER)).get(f"{FIRST_LINE}why/?period=2023-03&unit={OTHER}"))
    assert "Løsningsgrad i førstelinje" in page
    assert "65 %" in page


def test_a_leader_sees_the_own_units_history_alone(site: Site) -> None:
    page = text(site.client(role(Role.LEADER, unit="drift")).get("/rules/hemit-sick-leave/"))
    assert "Drift" in page
    assert "IT-service" not in page.partition("Slik er den skrevet")[0]


def test_search_finds_by_words(site: Site) -> None:
    page = text(site.client(role(Role.READER)).get("/rules/?q=sykefrav%C3%A6r"))
    assert "Sykefravær" in page
    assert "Backlog" not in page


def test_pages_cost_a_bounded_number_of_questions(site: Site) -> None:
    client = site.client(role(Role.QUALITY))
    for address in ("/rules/", "/rules/hemit-sick-leave/", "/rules/hemit-sick-leave/why/?period=2015&unit=hemit"):
        client.get(address)
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(address).status_code == 200
        assert len(found) <= 20, address


def test_a_rule_names_its_open_and_earlier_avvik_as_far_as_the_reader_may_see_them(site: Site) -> None:
    page = site.client(role(Role.QUALITY, OTHER)).get(FIRST_LINE).content.decode()
    assert re.search(r'<h2>Åpne avvik</h2><ul class="statements"><li><a href="/avvik/A-\d{6}/">', page)
    assert "/avvik/A-" not in site.client(role(Role.BOARD, OTHER)).get(FIRST_LINE).content.decode()


def test_each_period_tells_how_long_it_had_gone_so(site: Site) -> None:
    """77 75 met, then 69 67 69 65 65 missed: the streak grows from period to period."""
    page = site.client(role(Role.READER, OTHER)).get(FIRST_LINE).content.decode()
    rows = re.findall(r"<tr class=\"o-(?:met|missed)\">.*?</tr>", page, re.DOTALL)
    assert [int(re.findall(r'<td class="n">(\d+)</td>', row)[-1]) for row in rows] == [5, 4, 3, 2, 1, 2, 1]


def test_lints_remarks_are_for_those_who_keep_the_rules_without_a_path_of_the_machine(site: Site) -> None:
    quality = site.client(role(Role.QUALITY, OTHER)).get("/rules/hnikt-sick-leave-long/").content.decode()
    assert "rules/helse-nord-ikt/metrics.yaml:170:13 [R033]" in quality
    assert str(ROOT) not in quality
    assert "R033" not in site.client(role(Role.READER, OTHER)).get("/rules/hnikt-sick-leave-long/").content.decode()
    assert "R033" not in site.client(role(Role.QUALITY, OTHER)).get(FIRST_LINE).content.decode()
    assert "R033" in site.client(role(Role.QUALITY, OTHER)).get("/rules/").content.decode()


def test_earlier_versions_are_told_as_the_verdicts_know_them(site: Site) -> None:
    found = site.parts.shelf.book().by_id["hnikt-first-line"]
    page = text(site.client(role(Role.READER, OTHER)).get(FIRST_LINE))
    assert f"{found.version} gjelder" in page.partition("Versjoner som har vurdert")[2]


def test_an_exemption_stands_with_the_rule_for_who_may_see_it(site: Site) -> None:
    today = date(2023, 5, 1)
    site.parts.store.decide(
        lambda known: register(
            site.parts.shelf.book(),
            exemptions(known),
            rule="hemit-sick-leave",
            unit="it-service",
            reason="Ombygging",
            approver="per",
            by="kari",
            since=today,
            until=today + timedelta(days=30),
            today=today,
        ),
        datetime(2023, 5, 1, tzinfo=UTC),
    )
    address = "/rules/hemit-sick-leave/"
    page = text(site.client(role(Role.READER)).get(address))
    assert "U-0003 avsluttet: 01.05.2023–31.05.2023, IT-service. Ombygging" in page
    for other in (role(Role.LEADER, unit="drift"), role(Role.BOARD)):
        assert "Ombygging" not in text(site.client(other).get(address))


def test_no_heading_stands_over_nothing(site: Site) -> None:
    page = site.client(role(Role.BOARD)).get("/rules/hemit-co2/").content.decode()
    for heading in ("Unntak", "bemerker", "Tester"):
        assert f">{heading}" not in page
