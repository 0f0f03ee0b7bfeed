"""The codes: one meaning each, documented with an example that lint really says."""

import re
from pathlib import Path

from engine.errors import Place, Problem
from engine.rulebook.findings import WARNINGS, Code, is_warning
from engine.rulebook.yaml import read_yaml
from tests.rulebook.conftest import FIXTURES

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")


def test_every_code_has_its_heading_and_every_heading_its_code() -> None:
    """docs/lint.md is complete and holds nothing that is gone."""
    headings = re.findall(r"^### (R\d{3}): .+$", DOCS, re.MULTILINE)
    assert headings == [*Code]


def test_warnings_are_headed_as_warnings() -> None:
    """Who reads the heading knows whether the file is kept out."""
    assert set(re.findall(r"^### (R\d{3}): .+ \(warning\)$", DOCS, re.MULTILINE)) == {*WARNINGS}


def test_every_code_is_used() -> None:
    """A code that no module gives is dead."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "engine").rglob("*.py"))
    text = "".join(sources)
    unused = {code for code in Code if not re.search(rf"\bCode\.{code.name}\b", text)}
    assert unused == set()


def test_the_examples_are_what_lint_says() -> None:
    """An example in the docs is a line of the broken files' cases, word for word."""
    said = {line for case in read_yaml(FIXTURES / "cases.yaml").data for line in case["lines"]}
    examples = set(re.findall(r"^rules/\S.*$", DOCS, re.MULTILINE))
    not_of_one_file = {line for line in examples if "[R010]" in line or "[R012]" in line}
    assert examples - not_of_one_file <= said
    assert len(examples) >= len(Code) - len({Code.KIND_WARNING})


def test_a_warning_is_told_apart_by_its_code() -> None:
    """Only errors keep a file out."""
    assert is_warning(Problem(Place("f"), Code.CLASS_GAP, ""))
    assert not is_warning(Problem(Place("f"), Code.YAML, ""))
