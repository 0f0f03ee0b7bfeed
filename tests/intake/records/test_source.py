"""What is wrong with a contract is told when the rules are loaded: in the reader's language, all of it readable."""

from pathlib import Path

import pytest

from engine.language import Language
from engine.rulebook.loader import load

UNITS = "- {id: acme, title: Acme}\n"
CONTRACT = """- id: calls
  {origin}
  columns:
    Lys: {{{column}}}
"""
FILES = "files: [a.csv]\n  format: csv"


def said(folder: Path, origin: str, column: str) -> list[str]:
    """Every problem of the contract, in bokmål."""
    home = folder / "rules" / "acme"
    home.mkdir(parents=True)
    (home / "units.yaml").write_text(UNITS, encoding="utf-8")
    (home / "records.yaml").write_text(CONTRACT.format(origin=origin, column=column), encoding="utf-8")
    problems = load(folder / "rules", {}, folder / "cache").problems
    return [problem.text(Language.NB) for problem in problems if problem.code != "R010"]


@pytest.mark.parametrize(
    ("column", "bokmaal"),
    [
        (
            "name: light, type: category",
            "en kolonne av typen category lister opp ordene sine: words: [red, green], eller map: {Rød: red}",
        ),
        ("type: text, name: Lys", "'Lys' er ikke et kolonnenavn"),
        ("name: light, type: text, decimals: 2", "en kolonne av denne typen har ingen nøkkel «decimals»"),
        (
            "name: light, type: instant, format: yyyy-mm-dd HH:MM, zone: Oslo",
            "tidssonen 'Oslo' er ukjent: skriv f.eks. Europe/Oslo",
        ),
        ("name: light, type: date, format: '%Y-%m-%d'", "et format har med yyyy, mm og dd"),
    ],
)
def test_a_column_is_refused_in_bokmaal(tmp_path: Path, column: str, bokmaal: str) -> None:
    """With what stands in the message: braces, names, examples."""
    assert [line[: len(bokmaal)] for line in said(tmp_path, FILES, column)] == [bokmaal]


@pytest.mark.parametrize(
    ("origin", "bokmaal"),
    [
        (
            "sql: mysql://x\n  query: SELECT 1",
            "sql: skrives sqlite:///mappe/fil eller postgresql://bruker:{PASSWORD}@vert/navn",
        ),
        ("http: http://example.org/", "http: er en adresse som begynner med https://"),
        ("http: http://localhost.example.org/", "http: er en adresse som begynner med https://"),
        ("http: http://127.0.0.1@example.org/", "http: er en adresse som begynner med https://"),
        ("files: [.]\n  format: csv", "files: er mønstre for filnavn: calls/*.csv"),
    ],
)
def test_an_origin_is_refused_in_bokmaal(tmp_path: Path, origin: str, bokmaal: str) -> None:
    """An address that only looks like this machine is another machine; a pattern without a name finds no file."""
    assert [line[: len(bokmaal)] for line in said(tmp_path, origin, "name: light, type: text")] == [bokmaal]
