"""What only the kind of check can find wrong with a rule, found when the rule is loaded, at its place in the file."""

from pathlib import Path

import pytest

from engine.checks import KINDS
from engine.rulebook.loader import load

METRICS = """\
defaults: {decimals: 0, better: lower, grain: month, due_days: 10, unit_of_measure: count}
metrics:
  - id: cases
    title: C
    dimension: owner
    members: [{id: north, title: N}, {id: south, title: S}, {id: all, title: A, in_total: false}]
  - {id: printed, title: P}
  - {id: per_year, title: Y, grain: year}
  - {id: per_week, title: W, grain: week}
  - {id: per_tertial, title: T, grain: tertial}
  - {id: per_quarter, title: Q, grain: quarter}
  - {id: money, title: M, unit_of_measure: 1000 NOK}
  - {id: others, title: O, dimension: owner, members: [{id: north, title: N}]}
  - id: unsigned
    title: U
    better: neither
    dimension: line
    members: [{id: cost, title: C, sign: cost}, {id: rest, title: R}]
  - {id: unsigned_budget, title: B, better: neither}
"""
RULE = """\
- id: rule
  title: Rule
  unit: eksempel
  missing: {after_due: no_data}
  severity: low
  owner: kvalitet
  decided_by: kvalitet
"""


def lines(folder: Path, *keys: str) -> list[str]:
    """What is said of the rule with these keys, one to a line; they begin on line 8 of its file."""
    organisation = folder / "eksempel"
    organisation.mkdir()
    (organisation / "metrics.yaml").write_text(METRICS, "utf-8")
    (organisation / "rule.yaml").write_text(RULE + "".join(f"  {key}\n" for key in keys), "utf-8")
    problems = load(folder, {name: kind.rule for name, kind in KINDS.items()}).problems
    return [problem.line().removeprefix(f"{organisation}/") for problem in problems if problem.place.file.endswith(".yaml")]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            ["metric: printed", "check: target", "targets: [{at_most: {metric: per_week}}]"],
            "rule.yaml:10:32 [R046] per_week has one figure per week, and a month of this rule does not lie in one",
        ),
        (
            ["metric: per_quarter", "check: target", "targets: [{at_most: {metric: per_tertial}}]"],
            "rule.yaml:10:32 [R046] per_tertial has one figure per tertial, and a quarter of this rule does not lie in one",
        ),
        (
            ["metric: cases", "dimensions: [south]", "check: target", "targets: [{at_most: {metric: others}}]"],
            "rule.yaml:11:32 [R031] others has no member 'south' (did you mean 'north'?)",
        ),
        (
            ["metric: printed", "check: target", "targets: [{at_most: {metric: cases, dimension: nort}}]"],
            "rule.yaml:10:50 [R031] cases has no member 'nort' (did you mean 'north'?)",
        ),
        (
            ["metric: printed", "check: control_total", "parts: {metric: cases, dimensions: [north, sout]}", "tolerance: 0"],
            "rule.yaml:10:46 [R031] cases has no member 'sout' (did you mean 'south'?)",
        ),
        (
            ["metric: printed", "check: control_total", "parts: {metric: cases, dimensions: [north, north]}", "tolerance: 0"],
            "rule.yaml:10:46 [R011] 'north' stands here for the second time",
        ),
        (
            ["metric: printed", "check: control_total", "parts: {metric: cases, dimensions: []}", "tolerance: 0"],
            "rule.yaml:10:38 [R031] cases has no members to add up here",
        ),
        (
            ["metric: printed", "check: control_total", "terms: [{metric: cases, dimension: west}]", "tolerance: 0"],
            "rule.yaml:10:38 [R031] cases has no member 'west'",
        ),
        (
            ["metric: printed", "check: control_total", "terms: [{metric: money, factor: -1}]", "tolerance: 0"],
            "rule.yaml:10:20 [R040] money is measured in 1000 NOK, but printed in count",
        ),
        (
            ["metric: printed", "check: control_total", "tolerance: 0"],
            "rule.yaml:1:3 [R008] a control total has parts, terms or both",
        ),
        (
            ["metric: printed", "check: control_total", "terms: [{metric: money, factor: 0.001}]"],
            "rule.yaml:1:3 [R006] the key 'tolerance' is missing",
        ),
        (
            ["metric: printed", "check: budget", "budget: per_year", "basis: period"],
            "rule.yaml:10:11 [R046] per_year has one figure per year; here one per month is needed",
        ),
        (
            ["metric: printed", "check: budget", "budget: unsigned_budget", "basis: forecast"],
            "rule.yaml:10:11 [R046] unsigned_budget has one figure per month; here one per year is needed",
        ),
        (
            ["metric: printed", "check: budget", "budget: per_week", "basis: period"],
            "rule.yaml:10:11 [R046] per_week has one figure per week; here one per month is needed",
        ),
        (
            ["metric: printed", "check: budget", "budget: money", "basis: period"],
            "rule.yaml:10:11 [R040] money is measured in 1000 NOK, but printed in count",
        ),
        (
            ["metric: unsigned", "dimensions: all", "check: budget", "budget: unsigned_budget", "basis: period"],
            "rule.yaml:8:11 [R070] whether more than the budget is good is not said: give 'rest' a sign (revenue or cost)",
        ),
        (
            ["metric: printed", "check: trend", "wanted: falls"],
            "rule.yaml:10:11 [R007] 'falls' is none of fall, rise, no_rise, no_fall (did you mean 'fall'?)",
        ),
        (
            ["metric: printed", "check: freshness", "due_day: 5"],
            "rule.yaml:10:3 [R005] unknown key 'due_day' (did you mean 'due_days'?)",
        ),
    ],
)
def test_a_rule_that_its_kind_cannot_judge_is_refused_with_its_place(tmp_path: Path, keys: list[str], expected: str) -> None:
    """One line for the one mistake."""
    assert [line for line in lines(tmp_path, *keys) if "[R010]" not in line] == [expected]


def test_a_total_cannot_be_a_part_of_itself(tmp_path: Path) -> None:
    """It would only agree when everything else is 0."""
    keys = [
        "metric: cases",
        "dimensions: [north]",
        "check: control_total",
        "parts: {metric: cases, dimensions: all}",
        "tolerance: 0",
    ]
    (line,) = lines(tmp_path, *keys)
    assert line.endswith("[R070] north would be a part of itself: name the parts, or mark the total in_total: false")


@pytest.mark.parametrize(
    "keys",
    [
        ["metric: per_week", "check: target", "targets: [{at_most: {metric: per_year}}]"],
        [
            "metric: cases",
            "dimensions: [all]",
            "check: control_total",
            "parts: {metric: cases, dimensions: all}",
            "tolerance: 0",
        ],
        ["metric: printed", "check: control_total", "terms: [{metric: money, factor: 0.001}]", "tolerance: 0"],
        ["metric: unsigned", "dimensions: [cost]", "check: budget", "budget: unsigned_budget", "basis: year_to_date"],
        ["metric: printed", "check: budget", "budget: per_year", "basis: forecast"],
    ],
)
def test_what_fits_is_in_force(tmp_path: Path, keys: list[str]) -> None:
    """A week lies in its year, sums in_total: false may be controlled, a factor may change the unit, one line has a sign."""
    assert lines(tmp_path, *keys) == []
