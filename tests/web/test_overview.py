"""The overview: what a row says, which rows a filter leaves, and that its cost does not follow the number of targets."""

import re
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from engine.cli import app
from engine.language import Language
from engine.people import Role
from engine.web.ours import ours
from tests.web.site import OTHER, Site, role

ROOT = Path(__file__).parents[2]
HN_IKT = f"/?organisation={OTHER}&period=2023-03"
HEMIT = "/?organisation=hemit&period=2015"
MOST_QUERIES = 20


def page(site: Site, address: str, who: Role = Role.QUALITY, language: Language = Language.NB) -> str:
    client = site.client(role(who), role(who, OTHER), language=language)
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def deliver(name: str, day: str, status: str) -> None:
    """One of the demo's corrections arrives and is judged, as an operator does it."""
    where = ["--rules", str(ROOT / "rules"), "--database", ours().database_url]
    said = ["--source", "hnikt-sykefravar", "--organisation", OTHER, "--period", "2023-03", "--extracted-at", day, status]
    file = str(ROOT / "fixtures/helse-nord-ikt" / name)
    for arguments in (["ingest", file, "--received-at", day, *said], ["run", "--as-of", day]):
        result = CliRunner().invoke(app, [*arguments, *where])
        assert result.exit_code == 0, result.output


def targets(html: str) -> int:
    """How many targets are shown."""
    return html.count('<tr role="row" class="o-')


def row(html: str, title: str) -> str:
    """The first row about this target, as its text."""
    rows = [each for each in html.split("<tr ") if f">{title}<" in each]
    assert rows, title
    return " ".join(re.sub(r"<[^>]+>", " ", rows[0].partition("</tr>")[0]).split())


def test_a_row_says_it_all_in_the_readers_language(site: Site) -> None:
    norwegian = row(page(site, HN_IKT), "Løsningsgrad i førstelinje")
    for said in ("✗ ikke nådd", "65 %", "≥ 70 %", "−5", "uendret"):
        assert said in norwegian
    english = row(page(site, HN_IKT, language=Language.EN), "Resolution in first line")
    for said in ("✗ missed", "65 %", "≥ 70 %", "-5", "unchanged"):
        assert said in english


def test_what_is_missing_is_said_and_never_shown_as_a_figure(site: Site) -> None:
    told = row(page(site, HN_IKT), "Langtidsfravær")
    assert "? mangler tall bare ord" in told
    assert re.search(r"\b0\b", told) is None


def test_provisional_and_corrected_figures_are_marked(site: Site) -> None:
    """March's sick leave was printed as provisional; what came in May is final, and another figure."""
    before = row(page(site, HN_IKT), "Sykefravær, samlet")
    assert "foreløpig" in before
    assert "korrigert" not in before
    deliver("sykefravar-2023-03-syntetisk-1.csv", "2023-05-04", "--preliminary")
    deliver("sykefravar-2023-03-syntetisk-2.csv", "2023-05-25", "--final")
    after = row(page(site, HN_IKT), "Sykefravær, samlet")
    assert "korrigert" in after
    assert "foreløpig" not in after


def test_a_whole_that_met_its_target_says_which_part_did_not(site: Site) -> None:
    told = row(page(site, HEMIT), "Sykefravær")
    assert "nådd samlet, men ikke i: IT-service" in told


def test_a_units_page_shows_that_unit(site: Site) -> None:
    html = page(site, f"{HEMIT}&unit=it-service")
    assert targets(html) == 1
    assert "8,5 %" in row(html, "Sykefravær")


def test_a_years_target_stands_in_its_months_with_its_own_period(site: Site) -> None:
    html = page(site, HN_IKT)
    assert "2023" in row(html, "Prognosen er balanse")


def test_an_older_figure_never_stands_in_for_the_chosen_period(site: Site) -> None:
    """In May nothing was delivered: there is no row that shows March's figure, and what is not judged is named."""
    html = page(site, f"/?organisation={OTHER}&period=2023-05")
    rows, _, unjudged = html.partition("Ikke vurdert i mai 2023")
    assert "Løsningsgrad" not in rows
    assert "Løsningsgrad i førstelinje</a>: skulle ha kommet innen" in unjudged
    assert "65" not in unjudged


def test_a_demand_tells_its_tolerance_and_a_figure_what_it_counts(site: Site) -> None:
    """−0,9 is met because of the tolerance, and it is millions of kroner."""
    row = next(each for each in page(site, HEMIT).split("<tr") if "Tjenesteproduksjonen er i balanse" in each)
    assert "−0,9" in row
    assert "≥ 0, slingringsmonn 3,575" in row
    assert ">MNOK<" in row


def test_two_periods_side_by_side(site: Site) -> None:
    told = row(page(site, f"{HN_IKT}&compare=2023-02"), "Besvart innen 1 minutt")
    assert "nådd" in told
    assert "✓ nådd 77 % +3" in told
    assert "februar 2023" in page(site, f"{HN_IKT}&compare=2023-02")


@pytest.mark.parametrize(("outcome", "count"), [("missed", 10), ("exempt", 0)])
def test_an_outcome_leaves_its_rows_and_the_counts_of_all(site: Site, outcome: str, count: int) -> None:
    html = page(site, f"{HN_IKT}&outcome={outcome}")
    assert targets(html) == count
    assert "<b>10</b>" in html


def test_sums_that_agree_are_shown_when_asked_for(site: Site) -> None:
    assert targets(page(site, f"{HN_IKT}&all=1")) > targets(page(site, HN_IKT))


@pytest.mark.parametrize(
    "bad", ["period=x", "period=2023-13", "unit=nobody", "outcome=good", "compare=99999", "organisation=x"]
)
def test_what_is_no_filter_is_no_page(site: Site, bad: str) -> None:
    assert site.client(role(Role.QUALITY)).get(f"/?{bad}").status_code == 404


def test_words_from_files_are_shown_as_words(site: Site) -> None:
    """The overview escapes what it shows: a title from a rule, words from a delivery, the address itself."""
    html = page(site, f"{HN_IKT}&outcome=missed&x=<script>alert(1)</script>")
    assert "<script>alert" not in html


def test_its_queries_do_not_grow_with_its_targets(site: Site) -> None:
    client = site.client(role(Role.QUALITY), role(Role.QUALITY, OTHER))
    client.get(HN_IKT)  # reads the rules
    counts = []
    for address in (HN_IKT, f"{HN_IKT}&all=1", f"{HEMIT}&unit=it-service"):
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert max(counts) <= MOST_QUERIES
    assert max(counts) - min(counts) <= 1


def test_what_is_not_judged_leaves_out_sums_and_information_unless_asked_for(site: Site) -> None:
    """The month after the newest can be chosen, and names the targets that nobody has answered yet."""
    html = page(site, HN_IKT)
    assert '<option value="2023-04">' in html
    some, every = (page(site, f"/?organisation={OTHER}&period=2023-04{asked}") for asked in ("", "&all=1"))
    assert "Besvart innen 1 minutt" in some.partition("Ikke vurdert")[2]
    assert "Summen av AML-brudd stemmer" not in some
    assert "Summen av AML-brudd stemmer" in every.partition("Ikke vurdert")[2]
    assert '<option value="2023-04" selected>' in some
