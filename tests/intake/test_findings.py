"""One code per kind of mistake, documented; every problem of a file told once and in reading order."""

import re
from pathlib import Path

import pytest

from engine.errors import DeliveryRefused, Place
from engine.intake.findings import MAX_SHOWN, Code, Findings

ROOT = Path(__file__).parents[2]
DOCUMENTED = re.findall(r"^\| (D[0-9]{3}) \|", (ROOT / "docs/sources.md").read_text(encoding="utf-8"), re.MULTILINE)
SOURCE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "engine/intake").rglob("*.py"))


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    assert sorted(code.value for code in Code) == DOCUMENTED


@pytest.mark.parametrize("code", Code)
def test_every_code_is_used(code: Code) -> None:
    assert f"Code.{code.name}" in SOURCE


def test_every_code_is_shown_by_a_broken_delivery() -> None:
    """No kind of mistake is promised that nobody has seen refused."""
    cases = (ROOT / "fixtures/broken/deliveries/cases.yaml").read_text(encoding="utf-8")
    unseen = {code.value for code in Code} - set(re.findall(r"\[(D[0-9]{3})\]", cases))
    assert unseen == {Code.MORE}


def test_the_same_problem_at_the_same_place_is_told_once() -> None:
    """What is wrong with a heading is met again in every row."""
    findings = Findings("f.csv")
    for value in ("a", "a", "b"):
        findings.add(Place("f.csv", 1), Code.NUMBER, "{text} is not a number", text=value)
    assert findings.count == 2


def test_problems_are_told_from_top_to_bottom_and_left_to_right() -> None:
    findings = Findings("f.xlsx")
    for cell in ("AA3", "B3", "A10", "C:C", "4:4"):
        findings.add(Place("f.xlsx", sheet="S", cell=cell), Code.NUMBER, "m")
    assert [problem.place.cell for problem in findings.refusal().problems] == ["C:C", "B3", "AA3", "4:4", "A10"]


def test_a_refusal_carries_what_was_found_before_it() -> None:
    findings = Findings("f.csv")
    findings.add(Place("f.csv", 7), Code.FIELD_COUNT, "first")
    with pytest.raises(DeliveryRefused) as raised:
        findings.refuse(Code.EMPTY, "last")
    assert [problem.code for problem in raised.value.problems] == ["D002", "D007"]


def test_exactly_a_hundred_problems_need_no_last_line() -> None:
    findings = Findings("f.csv")
    for line in range(1, MAX_SHOWN + 1):
        findings.add(Place("f.csv", line), Code.NUMBER, "m")
    assert len(findings.refusal().problems) == MAX_SHOWN
