"""Every broken file in fixtures/broken/rules gets exactly the lines that stand in cases.yaml, and harms no other file."""

from pathlib import Path
from typing import Any

import pytest

from engine.rulebook.findings import Code
from engine.rulebook.yaml import read_yaml
from tests.rulebook.conftest import FIXTURES, Rules

CASES: list[dict[str, Any]] = read_yaml(FIXTURES / "cases.yaml").data


def lay(rules: Rules, case: dict[str, Any]) -> None:
    for name, file in {case.get("as", case["file"]): case["file"], **case.get("beside", {})}.items():
        rules.put(name, (FIXTURES / file).read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_a_broken_file_is_told_exactly_and_harms_no_other(rules: Rules, case: dict[str, Any]) -> None:
    """All its mistakes at once, at their true places; the sound rule beside it stays in force, and nothing of it is used."""
    lay(rules, case)
    book = rules.load()
    assert [problem.line() for problem in book.problems] == case["lines"]
    in_force = {rule.rule.id: rule.place.file for rule in book.rules}
    assert in_force["lost-i-forstelinje"] == "rules/eksempel/alle.yaml"
    assert not {problem.place.file for problem in book.errors} & set(in_force.values())


def test_every_broken_file_is_a_case() -> None:
    """A file that nobody expects anything of proves nothing."""
    files = {path.name for path in FIXTURES.glob("*.yaml")} - {"cases.yaml"}
    assert files == {case["file"] for case in CASES}
    assert len(CASES) >= 45


def test_the_sound_organisation_is_sound(rules: Rules) -> None:
    """What is said of a broken file comes from that file alone."""
    assert rules.load().problems == ()


def test_the_cases_know_every_code_that_a_file_can_have() -> None:
    """A code that no file provokes may be gone without anybody noticing; three are provoked in other tests."""
    said = {line.split("[")[1].split("]")[0] for case in CASES for line in case["lines"]}
    assert {*Code} - said == {Code.NO_RULES, Code.FOLDER, Code.KIND_WARNING}
