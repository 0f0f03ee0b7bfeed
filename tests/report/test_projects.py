"""The portfolio: lights with arrows since the report before, and the risks in the red zone."""

from decimal import Decimal

from engine.periods import Period
from engine.report.collect import collect
from engine.report.projects import Portfolio, ProjectReport, Risk, statuses
from tests.report.samples import HN_IKT, material, table, texts

MARCH, FEBRUARY, DECEMBER = (Period.parse(text) for text in ("2023-03", "2023-02", "2022-12"))


def _told(project: str, period: Period, light: str) -> ProjectReport:
    return ProjectReport(project=project, period=period, light=light, progress=Decimal(40))


PORTFOLIO = Portfolio(
    reports=(
        _told("Telekom", FEBRUARY, "yellow"),
        _told("Telekom", MARCH, "green"),
        _told("Nettverk 2.0", DECEMBER, "green"),
        _told("Nettverk 2.0", MARCH, "red"),
        _told("Ny arbeidsflate", MARCH, "yellow"),
        _told("Avsluttet", FEBRUARY, "green"),
    ),
    risks=(
        Risk(project="Telekom", period=MARCH, text="Sein bestilling", level="red", measure="Eget møte"),
        Risk(project="Telekom", period=MARCH, text="Små ting", level="green"),
        Risk(project="Telekom", period=FEBRUARY, text="Gammel", level="red"),
    ),
    lights=("green", "yellow", "red"),
)


def test_a_project_moves_against_its_own_last_report() -> None:
    """Nettverk was silent for two months, and Avsluttet reports no more."""
    moved = {each.now.project: each.moved for each in statuses(PORTFOLIO, MARCH)}
    assert moved == {"Telekom": 1, "Nettverk 2.0": -1, "Ny arbeidsflate": None}


def test_the_report_shows_lights_arrows_and_red_risks_with_measures() -> None:
    """A green project can have a red risk, and no colour is told by colour alone."""
    document = collect(material(HN_IKT, "2023-03", portfolio=PORTFOLIO)).document
    lights = [[cell.text for cell in row.cells[:3]] for row in table(document, "prosjekter-2").rows]
    assert ["Telekom", "● grønn", "↑ bedre"] in lights
    assert ["Nettverk 2.0", "■ rød", "↓ verre"] in lights
    assert [[cell.text for cell in row.cells] for row in table(document, "prosjekter-3").rows] == [
        ["Telekom", "Sein bestilling", "Eget møte"]
    ]
    assert "3 prosjekter: 1 ● grønn, 1 ▲ gul, 1 ■ rød." in texts(document)


def test_without_reports_the_chapter_says_so() -> None:
    assert "Ingen prosjekter har rapportert for mars 2023." in texts(collect(material(HN_IKT, "2023-03")).document)
