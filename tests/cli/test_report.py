"""`malvakt report` for an organisation that it has never seen: drafted, commented, finalised, corrected, fetched again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import Shop

REPORT = """
- id: manedsrapport
  title: Månedsrapport
  grain: month
  chapters:
    - id: tall
      title: Tall
      parts:
        - words: vurdering
        - table:
            caption: Nøkkeltall
            rows: [{metric: answered}, {metric: turnover}]
            columns: [{heading: "{Month}", periods: {last: 3}}]
        - {sentences: all}
"""
MALVAKT = Path(sys.executable).parent / "malvakt"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path)
    shop.write("rules/acme/report.yaml", REPORT)
    deliver(shop, "65", "2026-03-04")
    return shop


def deliver(shop: Shop, answered: str, when: str) -> None:
    figures = shop.figures(f"acme;acme;answered;;2026-02;{answered};;;;final", "acme;acme;turnover;;2026-02;3,5;;;;preliminary")
    assert shop.call("ingest", str(figures), "--source", "tidy", "--received-at", when)[0] == 0
    assert shop.call("run", "--as-of", "2026-03-25")[0] == 0


def report(shop: Shop, *arguments: str) -> tuple[int, str]:
    return shop.call("report", *arguments, "--out", str(shop.folder / "ut"))


def page(shop: Shop, name: str) -> str:
    return (shop.folder / "ut" / name).read_text(encoding="utf-8").replace("\u00a0", " ")


def test_a_draft_is_a_file_that_says_so(shop: Shop) -> None:
    code, said = report(shop, "2026-02")
    assert code == 0
    assert said.strip().endswith("acme-manedsrapport-2026-02-utkast.html")
    draft = page(shop, "acme-manedsrapport-2026-02-utkast.html")
    assert "Utkast" in draft
    assert "✗ <" not in draft
    assert "3,5 %*" in draft


def test_a_month_from_draft_to_second_edition(shop: Shop) -> None:
    """Drafted, commented, refused for what it says, mended, finalised, corrected, finalised again, fetched, verified."""
    assert (
        shop.call("report", "comment", "vurdering", "Vi er over målet på 70%.", "--period", "2026-02", "--by", "Kari")[0] == 0
    )
    assert report(shop, "2026-02", "--final", "--by", "Kari")[0] == 2
    words = shop.write("ord.md", "## vurdering\nVi fikk {answered} i {month}; målet på 70% er ikke nådd.\n")
    assert shop.call("report", "words", "2026-02", str(words), "--by", "Kari")[0] == 0
    assert "ikke nådd" in shop.call("report", "words", "2026-02")[1]
    code, said = report(shop, "2026-02", "--final", "--by", "Kari", "--json")
    first = json.loads(said)
    assert (code, first["edition"]["edition"], first["flags"]) == (0, 1, [])
    before = page(shop, "acme-manedsrapport-2026-02-1.html")
    assert "Vi fikk 65 % i februar" in before

    deliver(shop, "75", "2026-03-20")
    code, said = report(shop, "2026-02", "--final", "--by", "Kari")
    assert (code, "the figure" in said) == (2, True)  # the words say what is no longer so
    assert report(shop, "2026-02", "--final", "--by", "Kari", "--accept", "rettes i neste")[0] == 0
    assert "Endringer siden utgave 1" in page(shop, "acme-manedsrapport-2026-02-2.html")

    assert [each["edition"] for each in json.loads(shop.call("report", "list", "--json")[1])] == [1, 2]
    (shop.folder / "ut" / "acme-manedsrapport-2026-02-1.html").unlink()
    assert report(shop, "show", "1")[0] == 0
    assert page(shop, "acme-manedsrapport-2026-02-1.html") == before
    assert shop.call("log", "verify")[0] == 0


RECORDS = """
- id: prosjekter
  format: csv
  files: ["acme/prosjekter.csv"]
  columns:
    Prosjekt: {name: project, type: text, required: true}
    Måned: {name: reported, type: date, format: yyyy-mm-dd, required: true}
    Lys: {name: light, type: category, map: {Grønn: green, Rød: red}, required: true}
- id: risikoer
  format: csv
  files: ["acme/risiko.csv"]
  columns:
    Prosjekt: {name: project, type: text, required: true}
    Måned: {name: reported, type: date, format: yyyy-mm-dd, required: true}
    Risiko: {name: risk, type: text, required: true}
    Sone: {name: level, type: category, map: {Grønn: green, Rød: red}, required: true}
    Tiltak: {name: measure, type: text}
"""


@pytest.fixture
def with_projects(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    projects = REPORT.replace("  grain: month\n", "  grain: month\n  projects: {over: prosjekter, risks: risikoer}\n")
    shop.write("rules/acme/report.yaml", projects + "        - projects: lights\n        - projects: risks\n")
    shop.write("rules/acme/records.yaml", RECORDS)
    monkeypatch.setenv("MALVAKT_RECORDS", str(shop.folder / "records"))
    monkeypatch.setenv("MALVAKT_CACHE", str(shop.folder / "cache"))
    return shop


def test_the_projects_are_read_from_their_records(with_projects: Shop) -> None:
    shop = with_projects
    shop.write(
        "records/acme/prosjekter.csv",
        "Prosjekt;Måned;Lys\nTelekom;2026-01-31;Grønn\nTelekom;2026-02-28;Rød\nArkiv;2026-02-28;Grønn\n",
    )
    shop.write("records/acme/risiko.csv", "Prosjekt;Måned;Risiko;Sone;Tiltak\nArkiv;2026-02-28;For få folk;Rød;Leie inn\n")
    assert report(shop, "2026-02")[0] == 0
    told = page(shop, "acme-manedsrapport-2026-02-utkast.html")
    assert "■ rød" in told
    assert "↓ verre" in told
    assert "For få folk" in told
    assert "Leie inn" in told


def test_without_project_reports_the_report_says_so(with_projects: Shop) -> None:
    assert report(with_projects, "2026-02")[0] == 0
    assert "Ingen prosjekter har rapportert" in page(with_projects, "acme-manedsrapport-2026-02-utkast.html")


def test_a_project_file_with_a_mistake_makes_no_report(with_projects: Shop) -> None:
    """A project that is passed over would look like one that is well."""
    with_projects.write("records/acme/prosjekter.csv", "Prosjekt;Måned;Lys\nTelekom;2026-02-28;Lilla\n")
    code, said = report(with_projects, "2026-02")
    assert (code, "Lilla" in said) == (2, True)


def test_a_scheduled_draft_waits_for_the_last_figure(shop: Shop) -> None:
    """Nothing is made of a month of which something that came the month before is still to come."""
    figures = shop.figures("acme;acme;answered;;2026-03;70;;;;final")
    shop.call("ingest", str(figures), "--source", "tidy", "--received-at", "2026-04-04")
    code, said = report(shop, "2026-03", "--when-complete")
    assert (code, "turnover" in said) == (4, True)
    assert report(shop, "2026-02", "--when-complete")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2026-13",), "is not a period"),
        (("2026",), "has no report for 2026"),
        (("2026-02", "--organisation", "acm"), "did you mean 'acme'"),
        (("2026-02", "--format", "htm"), "did you mean 'html'"),
        (("2026-02", "--report", "manedsraport"), "did you mean 'manedsrapport'"),
        (("show", "7"), "there is no final report 7"),
        (("2026-02", "--final"), "who does this"),
    ],
)
def test_a_mistake_in_the_call_is_told(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    code, told = report(shop, *arguments)
    assert (code, said in told) == (2, True), told


def test_words_about_nothing_are_refused_with_what_was_meant(shop: Shop) -> None:
    code, told = shop.call("report", "comment", "anwered", "Ord", "--period", "2026-02", "--by", "Kari")
    assert (code, "did you mean 'answered'" in told) == (2, True)


def test_a_mistake_in_report_yaml_is_linted_and_makes_no_report(shop: Shop) -> None:
    shop.write("rules/acme/report.yaml", REPORT.replace("metric: turnover", "metric: turnovr"))
    code, said = shop.call("rules", "lint")
    assert code == 2
    assert "report.yaml:12:49 [R030]" in said
    code, said = report(shop, "2026-02")
    assert (code, "turnovr" in said) == (2, True)


def test_two_runs_in_other_time_zones_give_the_same_bytes(shop: Shop) -> None:
    """The clock, the zone and the order of hashing are nobody's business but the machine's."""
    found = set()
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Los_Angeles", "2")):
        out = shop.folder / seed
        command = [
            str(MALVAKT),
            "report",
            "2026-02",
            "--format",
            "all",
            "--out",
            str(out),
            "--rules",
            str(shop.folder / "rules"),
        ]
        command += ["--database", f"sqlite:///{shop.folder}/m.sqlite3"]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "MALVAKT_CACHE": str(shop.folder / "cache")}
        subprocess.run(command, cwd=shop.folder, env=environment, check=True, capture_output=True)
        found.add(tuple((path.name, path.read_bytes()) for path in sorted(out.iterdir())))
    assert len(found) == 1
