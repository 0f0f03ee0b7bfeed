"""When targets hold."""

from typing import Any

import pytest

from engine.rulebook.lint.validity import validity_findings
from tests.rulebook.lint.making import known, metric, rule, told, unit


def said(*validities: tuple[str | None, str | None], grain: str = "month", **keys: Any) -> list[tuple[str, str]]:
    targets = [{"at_least": 1, "valid_from": start, "valid_to": end} for start, end in validities]
    one = rule(targets=targets, **keys)
    units = (unit("new", valid_from="2024"), unit("old", valid_to="2022"))
    names = known(metric(grain=grain), units=units)
    return told(validity_findings(one, one.targets, names.organisation))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "validities",
    [
        [],
        [(None, None)],
        [(None, "2022"), ("2023", None)],
        [("2023", None), (None, "2022-12")],
        [(None, "2022-Q4"), ("2023-01", "2023-T1"), ("2023-05", None)],
    ],
)
def test_targets_that_follow_each_other_are_silent(validities: list[tuple[str | None, str | None]]) -> None:
    """In any order of the file, in any mixture of grains that meet at the same day."""
    assert said(*validities) == []


@pytest.mark.parametrize(
    ("grain", "validity", "path"),
    [
        ("year", ("2022-09", None), "targets/0/valid_from"),
        ("year", (None, "2022-11"), "targets/0/valid_to"),
        ("quarter", ("2022-02", None), "targets/0/valid_from"),
        ("quarter", ("2022-T2", None), "targets/0/valid_from"),
        ("month", ("2022-W05", None), "targets/0/valid_from"),
    ],
)
def test_a_period_that_would_lie_half_inside_is_told(grain: str, validity: tuple[str | None, str | None], path: str) -> None:
    """It would silently have no target."""
    assert said(validity, grain=grain) == [(path, f"a {grain} would lie half inside: the metric has one figure per {grain}")]


@pytest.mark.parametrize(
    ("grain", "validity"),
    [("year", ("2022-01", "2022-Q4")), ("tertial", ("2022-05", "2022-12")), ("week", ("2022", "2022-11"))],
)
def test_a_finer_bound_on_the_metrics_own_edge_is_fine(grain: str, validity: tuple[str | None, str | None]) -> None:
    """What counts is the day, not the form; a week belongs to the day on which it starts."""
    assert said(validity, grain=grain) == []


def test_holes_and_overlaps_are_told_at_the_later_target() -> None:
    """With the number of the earlier one, counted as a reader counts."""
    assert said((None, "2022-10"), ("2023", None)) == [
        ("targets/1", "no target holds from 2022-11 until this one begins: target number 1 ends before")
    ]
    assert said(("2023", None), (None, "2023-01")) == [
        ("targets/0", "holds at the same time as target number 2: end the earlier one with valid_to")
    ]


def test_a_target_inside_a_longer_one_makes_no_hole_behind_it() -> None:
    """Only the overlap is a mistake; the longer target may go on."""
    assert [path for path, _ in said(("2020", "2025"), ("2021", "2021"), ("2026", None))] == ["targets/1"]


def test_a_target_without_any_unit_is_told() -> None:
    """For `units: all` one unit that exists is enough."""
    assert [path for path, _ in said((None, "2023"), unit="new")] == ["targets/0"]
    assert [path for path, _ in said((None, "2022"), ("2023", None), unit=None, units=["old"])] == ["targets/1"]
    assert said((None, "2023"), unit=None, units="all") == []
