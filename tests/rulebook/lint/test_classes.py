"""What several metrics split between them: no hole, nothing twice."""

from typing import Any

import pytest

from engine.rulebook.lint.classes import class_findings
from tests.rulebook.lint.making import metric, sentence


def said(*classes: dict[str, Any]) -> list[str]:
    metrics = [metric(f"m{position}", covers={"quantity": "days", **covers}) for position, covers in enumerate(classes)]
    return [sentence(finding) for findings in class_findings(metrics).values() for finding in findings]


@pytest.mark.parametrize(
    ("lower", "upper", "between"),
    [
        ({"below": 16}, {"above": 16}, "16 (days) is counted neither in m0 nor in m1"),
        ({"below": 16}, {"above": 16, "whole": True}, "16 (days) is counted neither in m0 nor in m1"),
        ({"at_most": 15, "whole": True}, {"above": 16}, "16 (days) is counted neither in m0 nor in m1"),
        ({"below": 8}, {"at_least": 16}, "8–16 (days) is counted neither in m0 nor in m1"),
        ({"at_most": 8, "whole": True}, {"at_least": 16}, "9–15 (days) is counted neither in m0 nor in m1"),
        ({"at_most": 16}, {"at_least": 16}, "16 (days) is counted both in m0 and in m1"),
        ({"below": 20}, {"above": 16}, "16–20 (days) is counted both in m0 and in m1"),
        ({"above": 5}, {"above": 16}, "16– (days) is counted both in m0 and in m1"),
        ({"below": 5}, {"below": 16}, "–5 (days) is counted both in m0 and in m1"),
    ],
)
def test_a_hole_or_an_overlap_is_told(lower: dict[str, Any], upper: dict[str, Any], between: str) -> None:
    """With the numbers that are in no class or in two, whichever stands first in the file."""
    assert said(lower, upper) == [between]
    assert len(said(upper, lower)) == 1


@pytest.mark.parametrize(
    "classes",
    [
        [{"at_most": 16}, {"above": 16}],
        [{"below": 16}, {"at_least": 16}],
        [{"below": 16, "whole": True}, {"above": 15}],
        [{"at_most": 15, "whole": True}, {"at_least": 16}],
        [{"at_most": 8}, {"above": 8, "at_most": 16}, {"above": 16}],
        [{"below": 16}],
        [{"below": 16, "of": "sick leave"}, {"above": 16, "of": "waiting"}],
    ],
)
def test_classes_that_meet_are_silent(classes: list[dict[str, Any]]) -> None:
    """Neither a hole nor an overlap, one class alone, or classes of different things."""
    assert said(*classes) == []
