"""Two rules about one figure."""

from typing import Any

import pytest

from engine.rulebook.lint.contradictions import Contradictions
from tests.rulebook.lint.making import known, metric, rule, told, unit

MEMBERS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
ORGANISATION = known(metric(dimension="type", members=MEMBERS), metric("n"), units=(unit("u"), unit("v"))).organisation
TARGET = {"at_least": 70}


def said(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, str]]:
    lint = Contradictions(ORGANISATION)
    assert told(lint(rule("first", **first))) == []
    return told(lint(rule("second", **second)))


@pytest.mark.parametrize("target", [{"below": 70}, {"equals": 69}, {"between": [10, 20]}, {"at_most": 60, "tolerance": 9}])
def test_what_no_figure_can_meet_is_told_at_the_later_rule(target: dict[str, Any]) -> None:
    """Both would be avvik for ever, or one of them a lie."""
    message = "no figure can meet both this target and the one of rule first"
    assert said({"targets": [TARGET]}, {"targets": [target]}) == [("targets/0", message)]


@pytest.mark.parametrize(
    "second",
    [
        {"targets": [{"at_most": 70}]},
        {"targets": [{"at_most": 60, "tolerance": 10}]},
        {"targets": [{"at_most": {"metric": "n"}}]},
        {"targets": [{"at_most": 60, "valid_to": "2019"}]},
        {"targets": [{"at_most": 60}], "metric": "n"},
        {"targets": [{"at_most": 60}], "unit": "u"},
        {"targets": [{"at_most": 60}], "dimensions": ["a", "b"]},
        {"targets": []},
    ],
)
def test_what_can_both_be_met_or_never_meets_is_silent(second: dict[str, Any]) -> None:
    """On the limit, with tolerance, against a figure, at another time, or about something else."""
    assert said({"targets": [{**TARGET, "valid_from": "2020"}]}, second) == []


def test_one_common_unit_or_member_is_enough() -> None:
    """`all` meets each of them."""
    all_of = {"targets": [TARGET], "unit": None, "units": "all", "dimensions": "all"}
    assert len(said(all_of, {"targets": [{"below": 1}], "unit": "v", "dimensions": ["", "b"]})) == 1
    assert said(all_of, {"targets": [{"below": 1}], "unit": "v"}) == []


def test_a_rule_is_told_once_however_many_it_contradicts() -> None:
    """One line is enough to go and look."""
    lint = Contradictions(ORGANISATION)
    rules = [
        rule("a", targets=[TARGET]),
        rule("b", targets=[{"at_least": 80}]),
        rule("c", targets=[{"below": 10}, {"below": 5}]),
    ]
    assert [len(told(lint(each))) for each in rules] == [0, 0, 1]


@pytest.mark.timeout(10)
def test_many_rules_on_one_metric_are_not_compared_one_by_one() -> None:
    """Ten thousand rules that all can be met together cost ten thousand looks."""
    lint = Contradictions(ORGANISATION)
    one = rule(targets=[TARGET])
    assert [finding for _ in range(10_000) for finding in lint(one)] == []
