"""The two reports as data: their words are theirs, their tables are as printed, and nothing lies about unused."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from engine.intake import TIDY, choose, declare
from engine.rulebook import yaml
from fixtures.make_workbooks import workbooks, write
from tests.deliveries import book

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
ORGANISATIONS = ("helse-nord-ikt", "hemit")


def read(path: Path) -> object:
    return yaml.read(path.read_bytes(), path.name).data


def one_line(text: str) -> str:
    return " ".join(text.split())


def report_words(organisation: str) -> dict[str, str]:
    """The report's sentences by chapter number, white space collapsed: the originals break over lines."""
    chapters: dict[str, str] = {}
    number = ""
    for line in (FIXTURES / organisation / "report-words.txt").read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("["):
            number = line[1:].split()[0].rstrip(".")
        chapters[number] = one_line(f"{chapters.get(number, '')} {line}")
    return chapters


def sources(data: object) -> Iterator[dict[str, str]]:
    """Every `source:` of a rule or a target, wherever in the file it stands."""
    if isinstance(data, dict):
        if isinstance(data.get("source"), dict):
            yield data["source"]
        data = [*data.values()]
    if isinstance(data, list):
        for part in data:
            yield from sources(part)


def cells(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        return [[str(cell) for cell in row] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    content = path.read_bytes()
    encoding = "cp1252" if path.stem.startswith(("brukerstotte", "prosjekt", "hemit-resultatregnskap")) else "utf-8-sig"
    return list(csv.reader(content.decode(encoding).splitlines(), delimiter=";"))


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_quote_stands_in_the_chapter_it_cites(organisation: str) -> None:
    """A rule never passes something off as the report's words that the report does not say there."""
    chapters = report_words(organisation)
    cited = [source for path in (ROOT / "rules" / organisation).rglob("*.yaml") for source in sources(read(path))]
    quoted = [source for source in cited if "quote" in source]
    assert len(quoted) > 10
    for source in quoted:
        assert one_line(source["quote"]) in chapters[source["chapter"]], source


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_delivered_statement_is_the_reports_own(organisation: str) -> None:
    words = " ".join(report_words(organisation).values())
    rows = [row for path in (FIXTURES / organisation).glob("*utsagn*.csv") for row in cells(path)[1:]]
    said = [row[-1] for row in rows if row[-1]]
    assert said
    for sentence in said:
        assert one_line(sentence) in words


def test_the_workbooks_are_what_their_maker_makes(tmp_path: Path) -> None:
    """The committed workbooks can be made again, cell by cell, so nobody needs to trust a binary file."""
    made = [write(workbook, tmp_path) for workbook in workbooks()]
    assert {path.relative_to(tmp_path) for path in made} == {path.relative_to(FIXTURES) for path in FIXTURES.glob("h*/*.xlsx")}
    for path in made:
        assert cells(path) == cells(FIXTURES / path.relative_to(tmp_path)), path.name


def test_every_file_is_delivered_once() -> None:
    """The demo takes in every figure there is, and names no file that is not there."""
    steps = read(FIXTURES / "demo.yaml")
    assert isinstance(steps, dict)
    listed = [step["file"] for step in [*steps["deliveries"], *steps["corrections"]]]
    there = {path.relative_to(FIXTURES).as_posix() for name in ORGANISATIONS for path in (FIXTURES / name).glob("*.[cx]*")}
    assert sorted(listed) == sorted(there)


def test_deliveries_are_listed_in_the_order_in_which_they_arrived() -> None:
    steps = read(FIXTURES / "demo.yaml")
    assert isinstance(steps, dict)
    times = [step["received_at"] for step in [*steps["deliveries"], *steps["corrections"]]]
    assert times == sorted(set(times))


def test_every_file_is_known_by_its_name() -> None:
    """Nobody has to name source or period: what the demo declares about a file is what its name says."""
    steps = read(FIXTURES / "demo.yaml")
    assert isinstance(steps, dict)
    for step in [*steps["deliveries"], *steps["corrections"]]:
        name = Path(step["file"]).name
        profile = choose(book().profiles, name)
        assert profile.id == step["source"]
        assert profile is TIDY or str(declare(profile, name).period) == str(step["period"])


def test_what_is_made_up_says_so() -> None:
    """Corrections are expected and not printed: every file that carries one is marked synthetic, in its name too."""
    steps = read(FIXTURES / "demo.yaml")
    assert isinstance(steps, dict)
    assert all(step["synthetic"] is True and "syntetisk" in step["file"] for step in steps["corrections"])
    assert not any("synthetic" in step or "syntetisk" in step["file"] for step in steps["deliveries"])


@pytest.mark.parametrize(
    "shape",
    [
        "4,6 %",
        "99.98 %",
        "99,98 %",
        "770\u00a0686",
        "(9\u00a0691)",
        "-1\u00a0125",
        "\u2212446\u00a0152",
        "-",
        "",
        "55 sek",
        "1091 Tb",
        "70/81",
        "4.1 millioner",
        "6,8 millioner",
        "Ca. 1100",
        "378 nye",
    ],
)
def test_the_files_write_numbers_as_the_reports_do(shape: str) -> None:
    """The notations that a reader must master occur in the files themselves, not only in its unit tests."""
    paths = [path for name in ORGANISATIONS for path in (FIXTURES / name).glob("*.[cx]*")]
    assert any(shape in row for path in paths for row in cells(path))


@pytest.mark.parametrize("caption", ["Mars 2022", "Feil og hendelser 2023", "januar-februar"])
def test_the_captions_lie_as_they_do_in_the_report(caption: str) -> None:
    """A heading that names the wrong period is left standing: the period is the delivery's."""
    paths = (FIXTURES / "helse-nord-ikt").glob("*.[cx]*")
    assert any(caption in cell for path in paths for row in cells(path) for cell in row)


def test_every_rule_says_where_it_comes_from() -> None:
    """Document and chapter in each rule or in all its targets; what no document states names the role that decided it."""
    assert book().rules
    for rule in (each.rule for each in book().rules):
        targets = getattr(rule, "targets", ())
        assert rule.source or (targets and all(target.source for target in targets)), rule.id
        stated = [rule, *targets]
        assert any((part.source and part.source.quote) or part.decided_by for part in stated), rule.id
