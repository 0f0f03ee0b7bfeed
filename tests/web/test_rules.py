"""The pages of the rules: as written, as sentences, as judged, and why."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from engine.language import Language
from engine.people import Role
from tests.web.site import OTHER, Site, role
from tests.web.test_aml import text

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
